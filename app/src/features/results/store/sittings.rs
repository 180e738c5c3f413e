//! Sittings.

use super::files::of_declined;
use crate::entities::{enrolment, organisation, provisional_result, result, sitting};
use crate::prelude::stores::*;
use crate::web::pages::{ListPage, after, key_of};
use domain::access::Subject;
use sea_orm::Order;
use sea_orm::sea_query::ExprTrait;
use std::collections::HashMap;

/// One sitting.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "sitting::Entity")]
pub struct Sitting {
    pub id: SittingId,
    /// The provider that held it.
    pub provider_id: OrganisationId,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub provider: String,
    pub framework_slug: String,
    pub framework_version: String,
    /// The assessment or course.
    pub element: String,
    /// The day it was held.
    pub held_on: NaiveDate,
}

impl Sitting {
    /// Every sitting, with the name of its provider.
    pub(super) fn find() -> Select<sitting::Entity> {
        sitting::Entity::find().join(JoinType::InnerJoin, sitting::Relation::Provider.def())
    }

    /// What a rule of access may look at: the sitting itself.
    pub fn subject(&self) -> Subject {
        Subject::of_organisation(self.provider_id)
    }

    /// What a rule of access may look at: what one candidate is to have or has, whose enrolment may have ended.
    pub fn subject_of(&self, (trainee, has_ended): (PersonId, bool)) -> Subject {
        Subject { trainee: Some(trainee), has_ended, providers: vec![self.provider_id], ..self.subject() }
    }

    /// The same of a result that is to be corrected: who recorded it, where it is a correction that waits, and who acts for the provider
    /// today.
    pub fn subject_to_correct(
        &self,
        candidate: (PersonId, bool),
        (correction_by, officers): (Option<PersonId>, &[PersonId]),
    ) -> Subject {
        Subject { correction_by, officers: officers.to_vec(), ..self.subject_of(candidate) }
    }

    /// The same of a result, with who recorded it and who verified the stage.
    pub fn subject_of_result(
        &self,
        candidate: (PersonId, bool),
        recorded_by: PersonId,
        signed_at_work_by: Vec<PersonId>,
    ) -> Subject {
        Subject { recorded_by: Some(recorded_by), signed_at_work_by, ..self.subject_of(candidate) }
    }
}

/// A new sitting of a provider.
#[derive(Clone, Debug)]
pub struct NewSitting {
    pub provider: OrganisationId,
    /// Slug and version of the framework.
    pub framework: (String, String),
    /// The assessment or course.
    pub element: String,
    /// The day it was held.
    pub held_on: NaiveDate,
}

/// One sitting.
pub async fn sitting(connection: &impl ConnectionTrait, id: SittingId) -> Result<Sitting, AppError> {
    let found = Sitting::find().of(id).into_partial_model().one(connection).await?;
    found.ok_or(AppError::NotFound)
}

/// A sitting as the list shows it.
#[derive(Clone, Debug)]
pub struct SittingRow {
    pub sitting: Sitting,
    /// Candidates who have a result.
    pub recorded: i64,
    /// Results that wait for a second person.
    pub provisional: i64,
    /// Results that wait to be mended: their file was declined.
    pub declined: i64,
    /// Results that nobody has confirmed and nobody does, because the enrolment has ended.
    pub left_out: i64,
    /// Where its results are, where all of them went because its day was corrected.
    pub moved: Option<(SittingId, NaiveDate)>,
}

/// The sittings of these providers, newest first, those after one of them.
pub async fn sittings(
    connection: &impl ConnectionTrait,
    providers: &[OrganisationId],
    last: Option<SittingId>,
) -> Result<ListPage<SittingRow, SittingId>, AppError> {
    let key = [sitting::Column::HeldOn, sitting::Column::Id];
    let last = key_of(connection, sitting::Entity::find().of_any(providers), last, key).await?;
    let key = key.map(|column| column.into_expr());
    let page = after(Sitting::find().of_any(providers), (key, Order::Desc), last);
    let ListPage { rows, next } =
        ListPage::of(page.into_partial_model::<Sitting>().all(connection).await?, |one| one.id);
    let ids: Vec<SittingId> = rows.iter().map(|sitting| sitting.id).collect();
    let recorded = result::Entity::find().of_any(&ids).filter(result::Entity::stands());
    let recorded = recorded.filter(result::Entity::is_taken_back().not());
    let recorded = counts(connection, recorded, result::Column::SittingId).await?;
    let of = |counted: &HashMap<SittingId, i64>, id| counted.get(&id).copied().unwrap_or_default();
    let empty: Vec<SittingId> = ids.iter().copied().filter(|id| of(&recorded, *id) == 0).collect();
    let mut moved = moved(connection, &empty).await?;
    let waits = provisional_result::Entity::find()
        .join(JoinType::InnerJoin, provisional_result::Relation::Result.def())
        .filter(provisional_result::Column::SittingId.is_in(ids));
    let goes_on = || enrolment::Entity::goes_on(result::Column::EnrolmentId.into_expr());
    let left_out = waits.clone().filter(goes_on().not());
    let left_out = counts(connection, left_out, provisional_result::Column::SittingId).await?;
    let waits = waits.filter(goes_on());
    let declined = waits.clone().filter(of_declined());
    let declined = counts(connection, declined, provisional_result::Column::SittingId).await?;
    let provisional = waits.filter(of_declined().not());
    let provisional = counts(connection, provisional, provisional_result::Column::SittingId).await?;
    let mut row = |sitting: Sitting| {
        let (recorded, moved) = (of(&recorded, sitting.id), moved.remove(&sitting.id));
        let (provisional, declined) = (of(&provisional, sitting.id), of(&declined, sitting.id));
        let left_out = of(&left_out, sitting.id);
        SittingRow { sitting, recorded, provisional, declined, left_out, moved }
    };
    Ok(ListPage { rows: rows.into_iter().map(&mut row).collect(), next })
}

/// To which sitting results of each of these were moved, because its day was wrong; of several the one to which most were moved.
pub async fn moved(
    connection: &impl ConnectionTrait,
    ids: &[SittingId],
) -> Result<HashMap<SittingId, (SittingId, NaiveDate)>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let from = || Expr::col(("before", result::Column::SittingId));
    let all: Vec<(SittingId, SittingId, NaiveDate)> = result::Entity::find()
        .join(JoinType::InnerJoin, result::Relation::Sitting.def())
        .join_as(JoinType::InnerJoin, result::Relation::Superseded.def(), "before")
        .filter(from().is_in(ids.iter().copied()))
        .filter(from().ne(result::Column::SittingId.into_expr()))
        .select_only()
        .expr_as(from(), "moved_from")
        .column(result::Column::SittingId)
        .column(sitting::Column::HeldOn)
        .group_by(from())
        .group_by(result::Column::SittingId)
        .group_by(sitting::Column::HeldOn)
        .order_by_asc(result::Column::Id.count())
        .order_by_asc(sitting::Column::HeldOn)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(all.into_iter().map(|(from, to, on)| (from, (to, on))).collect())
}

/// How many of some rows there are at each sitting.
async fn counts<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    rows: Select<E>,
    sitting: impl ColumnTrait,
) -> Result<HashMap<SittingId, i64>, AppError> {
    let counted = rows.select_only().column(sitting).column_as(sitting.count(), "rows").group_by(sitting);
    let counted: Vec<(SittingId, i64)> = counted.into_tuple().all(connection).await?;
    Ok(counted.into_iter().collect())
}

/// The provider's sitting of an element on a day, when there is one.
pub async fn find_sitting(
    connection: &impl ConnectionTrait,
    wanted: &NewSitting,
) -> Result<Option<SittingId>, AppError> {
    let found = sitting::Entity::find()
        .of(wanted.provider)
        .filter(sitting::Column::FrameworkSlug.eq(&wanted.framework.0))
        .filter(sitting::Column::FrameworkVersion.eq(&wanted.framework.1))
        .filter(sitting::Column::Element.eq(&wanted.element))
        .filter(sitting::Column::HeldOn.eq(wanted.held_on))
        .one(connection)
        .await?;
    Ok(found.map(|one| one.id))
}
