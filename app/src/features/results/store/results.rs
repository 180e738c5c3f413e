//! One result, whether it stands or not.

use super::candidates::{rounds, with_people};
use super::files::came_back_to_be_mended;
use super::{Confirmed, Recorded};
use crate::entities::person::name_of;
use crate::entities::{enrolment, import_settlement, record, result, sitting};
use crate::features::record::store::known_to;
use crate::prelude::stores::*;
use crate::web::pages::counted;
use domain::sittings::Now;
use domain::standing::Outcome;
use sea_orm::sea_query::ExprTrait;
use std::collections::{BTreeMap, HashMap};

/// One result, with whose it is and what became of it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub struct OneResult {
    #[sea_orm(nested)]
    recorded: Recorded,
    /// The assessment or course.
    #[sea_orm(from_expr = "sitting::Column::Element")]
    pub element: String,
    #[sea_orm(from_col = "trainee_id")]
    pub trainee: PersonId,
    /// By which the provider knows them.
    #[sea_orm(from_expr = "record::Column::Name")]
    pub name: String,
    /// Which of the candidate's results of the sitting it is, from 1, counted on where its day is corrected.
    pub round: i64,
    /// How it is by now.
    #[sea_orm(skip)]
    pub now: Now,
}

impl std::ops::Deref for OneResult {
    type Target = Recorded;

    fn deref(&self) -> &Recorded {
        &self.recorded
    }
}

/// One result.
pub async fn result(connection: &impl ConnectionTrait, id: ResultId) -> Result<OneResult, AppError> {
    results(connection, &[id]).await?.pop().ok_or(AppError::NotFound)
}

/// A result that stands in the place of another, with who put it there and why.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub struct Corrected {
    pub enrolment_id: EnrolmentId,
    /// The assessment or course.
    #[sea_orm(from_expr = "sitting::Column::Element")]
    pub element: String,
    /// The day of the sitting.
    #[sea_orm(from_expr = "sitting::Column::HeldOn")]
    pub held_on: NaiveDate,
    /// What came of it.
    pub outcome: Outcome,
    /// Why the earlier one was wrong.
    pub reason: Option<String>,
    #[sea_orm(from_expr = "name_of(\"recorder\")")]
    pub by: String,
    pub recorded_at: DateTime<Utc>,
    #[sea_orm(nested)]
    pub confirmed: Option<Confirmed>,
}

/// The corrections that stand of some enrolments, the earliest sitting first.
pub async fn corrections(
    connection: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
) -> Result<Vec<Corrected>, AppError> {
    let all = result::Entity::find().of_any(enrolments).filter(result::Column::Supersedes.is_not_null());
    let all = with_people(all.filter(result::Entity::stands())).order_by_asc(sitting::Column::HeldOn);
    Ok(all.order_by_asc(result::Column::Id).into_partial_model().all(connection).await?)
}

/// A result that was declined with the file from which it came, and waits to be put right.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub struct Declined {
    /// The assessment or course.
    #[sea_orm(from_expr = "sitting::Column::Element")]
    pub element: String,
    /// The day of the sitting.
    #[sea_orm(from_expr = "sitting::Column::HeldOn")]
    pub held_on: NaiveDate,
    /// What it says.
    pub outcome: Outcome,
    /// Who declined.
    #[sea_orm(from_expr = "name_of(\"settler\")")]
    pub by: String,
    /// When they did.
    #[sea_orm(from_expr = "import_settlement::Column::SettledOn")]
    pub on: NaiveDate,
    /// Why, as everybody reads whose result the file has.
    #[sea_orm(from_expr = "import_settlement::Column::Reason")]
    pub reason: Option<String>,
}

/// The declined results of an enrolment that wait, the earliest sitting first.
pub async fn declined(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Declined>, AppError> {
    let all = with_people(result::Entity::find().of(enrolment)).filter(came_back_to_be_mended());
    let all = all.order_by_asc(sitting::Column::HeldOn).order_by_asc(result::Column::Id);
    Ok(all.into_partial_model().all(connection).await?)
}

/// The results that stand at a sitting.
pub async fn standing_at(connection: &impl ConnectionTrait, sitting: SittingId) -> Result<Vec<ResultId>, AppError> {
    let all = result::Entity::find().of(sitting).filter(result::Entity::stands());
    let all = all.filter(enrolment::Entity::goes_on(result::Column::EnrolmentId.into_expr())).select_only();
    Ok(all.column(result::Column::Id).order_by_asc(result::Column::Id).into_tuple().all(connection).await?)
}

/// How many results stand at a sitting of enrolments that have ended: they are moved to no other day.
pub async fn left_behind(connection: &impl ConnectionTrait, sitting: SittingId) -> Result<usize, AppError> {
    let goes_on = enrolment::Entity::goes_on(result::Column::EnrolmentId.into_expr());
    let all = result::Entity::find().of(sitting).filter(result::Entity::stands());
    Ok(counted(connection, all.filter(result::Entity::is_taken_back().not()).filter(goes_on.not())).await?)
}

/// Which of some enrolments were at a sitting, by the results that stand.
pub async fn recorded_of(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    enrolments: &[EnrolmentId],
) -> Result<Vec<EnrolmentId>, AppError> {
    let all = result::Entity::find()
        .of(sitting)
        .of_any(enrolments)
        .filter(result::Entity::stands())
        .filter(result::Column::Outcome.ne(Outcome::NotSat))
        .select_only();
    Ok(all.column(result::Column::EnrolmentId).into_tuple().all(connection).await?)
}

/// Several, of those that are there.
pub async fn results(connection: &impl ConnectionTrait, ids: &[ResultId]) -> Result<Vec<OneResult>, AppError> {
    let mut found: Vec<OneResult> = with_people(result::Entity::find().of_any(ids))
        .join(JoinType::InnerJoin, result::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .into_partial_model()
        .all(connection)
        .await?;
    let mut at: BTreeMap<OrganisationId, Vec<EnrolmentId>> = BTreeMap::new();
    for one in &found {
        at.entry(one.provider).or_default().push(one.enrolment);
    }
    for (provider, enrolments) in at {
        let known = known_to(connection, provider, &enrolments).await?;
        for one in found.iter_mut().filter(|one| one.recorded.provider == provider) {
            if let Some(known) = known.get(&one.recorded.enrolment) {
                one.name.clone_from(&known.name);
            }
        }
    }
    let mut of: BTreeMap<&str, Vec<EnrolmentId>> = BTreeMap::new();
    for one in &found {
        of.entry(&one.element).or_default().push(one.enrolment);
    }
    let mut now: HashMap<ResultId, Now> = HashMap::new();
    for (element, enrolments) in of {
        for rounds in rounds(connection, element, &enrolments).await? {
            now.extend(rounds.now(Recorded::is_confirmed).map(|(one, now)| (one.id, now)));
        }
    }
    for one in &mut found {
        one.now = now.get(&one.id).copied().unwrap_or_default();
    }
    Ok(found)
}
