//! The candidates of a sitting, the results that stand, and what stood before.

use crate::entities::person::{self, name_of};
use crate::entities::{enrolment, record, registration, result, result_confirmation, sitting};
use crate::prelude::stores::*;
use domain::standing::Outcome;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use std::collections::HashMap;

/// A candidate of a sitting, with the result that stands.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    pub name: String,
    pub email: String,
    pub number: Option<String>,
    /// Which go at the element this sitting is, from 1.
    pub attempt: i64,
    /// The result that stands, provisional or confirmed.
    pub result: Option<Recorded>,
}

impl Candidate {
    /// Whether a second person has confirmed the result that stands.
    pub fn is_confirmed(&self) -> bool {
        self.result.as_ref().is_some_and(|result| result.confirmed.is_some())
    }
}

/// A result that stands.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub id: ResultId,
    /// What came of it.
    pub outcome: Outcome,
    pub mark: Option<String>,
    pub recorded_by: PersonId,
    pub recorded_by_name: String,
    pub recorded_at: DateTime<Utc>,
    /// Whether it takes the place of an earlier one.
    pub is_correction: bool,
    /// While it is provisional: what came of the earlier one that was confirmed, and counts until this one is.
    pub counts_meanwhile: Option<Outcome>,
    /// Who confirmed it, and on which day; none while it is provisional.
    pub confirmed: Option<(String, NaiveDate)>,
}

/// The provider's candidates for a sitting of whom these enrolments are: registered on its day or today, or with a result in
/// it. By name.
pub async fn candidates_of(
    connection: &impl ConnectionTrait,
    id: SittingId,
    enrolments: &[EnrolmentId],
    today: NaiveDate,
) -> Result<Vec<Candidate>, AppError> {
    if enrolments.is_empty() {
        return Ok(Vec::new());
    }
    let Some(sitting) = sitting::Entity::find_by_id(id).one(connection).await? else {
        return Ok(Vec::new());
    };
    let who = who(&sitting, today).of_any(enrolments);
    let ids = who.clone().select_only().column(enrolment::Column::Id).into_query();
    let named: Vec<(EnrolmentId, PersonId, String, Option<String>, String)> = who
        .select_only()
        .columns([enrolment::Column::Id, enrolment::Column::PersonId])
        .columns([record::Column::Name, record::Column::Number])
        .column(person::Column::Email)
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Person.def())
        .order_by_asc(record::Column::NameKey)
        .order_by_asc(enrolment::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let mut results = standing(connection, id, enrolments).await?;
    let earlier = earlier(connection, &sitting, ids).await?;
    let candidate = |(enrolment_id, trainee_id, name, number, email)| Candidate {
        enrolment_id,
        trainee_id,
        name,
        email,
        number,
        attempt: 1 + earlier.get(&enrolment_id).copied().unwrap_or_default(),
        result: results.remove(&enrolment_id),
    };
    Ok(named.into_iter().map(candidate).collect())
}

/// The enrolments of a sitting's candidates: registered on its day or today, or with a result in it. Otherwise a result
/// recorded before a candidate left could never be confirmed or corrected.
fn who(sitting: &sitting::Model, today: NaiveDate) -> Select<enrolment::Entity> {
    let registered = registration::Entity::find()
        .select_only()
        .column(registration::Column::EnrolmentId)
        .of(sitting.provider_id)
        .filter(
            Condition::any()
                .add(registration::Entity::active_on(sitting.held_on))
                .add(registration::Entity::active_on(today)),
        );
    let recorded = result::Entity::find()
        .select_only()
        .column(result::Column::EnrolmentId)
        .of(sitting.id)
        .filter(result::Column::Supersedes.is_null());
    enrolment::Entity::find()
        .filter(enrolment::Column::FrameworkSlug.eq(&sitting.framework_slug))
        .filter(enrolment::Column::FrameworkVersion.eq(&sitting.framework_version))
        .filter(
            Condition::any()
                .add(enrolment::Column::Id.in_subquery(registered.into_query()))
                .add(enrolment::Column::Id.in_subquery(recorded.into_query())),
        )
}

/// The results that stand at a sitting, by whose they are.
async fn standing(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Recorded>, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "result::Entity")]
    struct Row {
        id: ResultId,
        enrolment_id: EnrolmentId,
        outcome: Outcome,
        mark: Option<String>,
        recorded_by: PersonId,
        #[sea_orm(from_expr = "name_of(\"recorder\")")]
        recorded_by_name: String,
        recorded_at: DateTime<Utc>,
        #[sea_orm(from_expr = "name_of(\"confirmer\")")]
        confirmed_by_name: Option<String>,
        #[sea_orm(from_expr = "result_confirmation::Column::ConfirmedOn")]
        confirmed_on: Option<NaiveDate>,
    }
    let found = with_people(result::Entity::find().of(sitting).of_any(enrolments));
    let rows: Vec<Row> = found.order_by_asc(result::Column::Round).into_partial_model().all(connection).await?;
    let mut stand: HashMap<EnrolmentId, Recorded> = HashMap::new();
    for row in rows {
        let before = stand.remove(&row.enrolment_id);
        let counts = |before: Recorded| before.confirmed.map_or(before.counts_meanwhile, |_| Some(before.outcome));
        let recorded = Recorded {
            id: row.id,
            outcome: row.outcome,
            mark: row.mark,
            recorded_by: row.recorded_by,
            recorded_by_name: row.recorded_by_name,
            recorded_at: row.recorded_at,
            is_correction: before.is_some(),
            counts_meanwhile: before.and_then(counts).filter(|_| row.confirmed_on.is_none()),
            confirmed: row.confirmed_by_name.zip(row.confirmed_on),
        };
        stand.insert(row.enrolment_id, recorded);
    }
    Ok(stand)
}

/// Results with who recorded and who confirmed them.
fn with_people(results: Select<result::Entity>) -> Select<result::Entity> {
    results
        .join_as(JoinType::InnerJoin, result::Relation::Recorder.def(), "recorder")
        .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
        .join_as(JoinType::LeftJoin, result_confirmation::Relation::Confirmer.def(), "confirmer")
}

/// How often the candidates had sat the element of a sitting before it.
async fn earlier(
    connection: &impl ConnectionTrait,
    sitting: &sitting::Model,
    candidates: SelectStatement,
) -> Result<HashMap<EnrolmentId, i64>, AppError> {
    // Of two on one day neither was before the other: they are counted in one order, whichever.
    let that_day = sitting::Column::HeldOn.eq(sitting.held_on).and(sitting::Column::Id.lt(sitting.id));
    let counted: Vec<(EnrolmentId, i64)> = result::Entity::find()
        .select_only()
        .column(result::Column::EnrolmentId)
        .column_as(result::Column::Id.count(), "earlier")
        .join(JoinType::InnerJoin, result::Relation::Sitting.def())
        .filter(result::Column::Supersedes.is_null())
        .filter(sitting::Column::Element.eq(&sitting.element))
        .filter(sitting::Column::HeldOn.lt(sitting.held_on).or(that_day))
        .filter(result::Column::EnrolmentId.in_subquery(candidates))
        .group_by(result::Column::EnrolmentId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counted.into_iter().collect())
}

/// Who is enrolled, when they are a candidate of the sitting.
pub async fn is_candidate(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    enrolment: EnrolmentId,
    today: NaiveDate,
) -> Result<Option<PersonId>, AppError> {
    let found = candidates_of(connection, sitting, &[enrolment], today).await?;
    Ok(found.first().map(|candidate| candidate.trainee_id))
}

/// One result in the history of a candidate's sitting.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "result::Entity")]
pub struct ResultVersion {
    pub id: ResultId,
    /// What came of it.
    pub outcome: Outcome,
    pub mark: Option<String>,
    #[sea_orm(from_expr = "name_of(\"recorder\")")]
    pub recorded_by_name: String,
    pub recorded_at: DateTime<Utc>,
    /// Why it took the place of the one before.
    pub reason: Option<String>,
    #[sea_orm(from_expr = "name_of(\"confirmer\")")]
    pub confirmed_by_name: Option<String>,
    #[sea_orm(from_expr = "result_confirmation::Column::ConfirmedOn")]
    pub confirmed_on: Option<NaiveDate>,
}

/// Everything that was recorded for a candidate of a sitting, oldest first; the last one stands.
pub async fn history(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    enrolment: EnrolmentId,
) -> Result<Vec<ResultVersion>, AppError> {
    Ok(with_people(result::Entity::find().of(sitting).of(enrolment))
        .order_by_asc(result::Column::Round)
        .into_partial_model()
        .all(connection)
        .await?)
}
