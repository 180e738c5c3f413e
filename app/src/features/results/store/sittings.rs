//! Sittings.

use crate::error::AppError;
use crate::features::people::entity::organisation;
use crate::features::results::add_sitting::NewSitting;
use crate::features::results::entity::{result, result_confirmation, sitting};
use crate::web::query::Of;
use chrono::NaiveDate;
use domain::access::Subject;
use domain::ids::{OrganisationId, PersonId, SittingId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select,
};
use std::collections::HashMap;

/// Sittings on one page of the list.
pub const PAGE: u64 = 50;

/// One sitting.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "sitting::Entity")]
pub struct Sitting {
    /// Its id.
    pub id: SittingId,
    /// The provider that held it.
    pub provider_id: OrganisationId,
    /// The provider's name.
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub provider: String,
    /// The framework.
    pub framework_slug: String,
    /// Its version.
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
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::of_organisation(self.provider_id)
    }

    /// What a rule of access may look at: what one candidate is to have or has.
    #[must_use]
    pub fn subject_of(&self, trainee: PersonId) -> Subject {
        Subject { trainee: Some(trainee), providers: vec![self.provider_id], ..self.subject() }
    }

    /// The same of a result, with who recorded it.
    #[must_use]
    pub fn subject_of_result(&self, trainee: PersonId, recorded_by: PersonId) -> Subject {
        Subject { recorded_by: Some(recorded_by), ..self.subject_of(trainee) }
    }
}

/// One sitting.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn sitting(connection: &impl ConnectionTrait, id: SittingId) -> Result<Sitting, AppError> {
    let found = Sitting::find().of(id).into_partial_model().one(connection).await?;
    found.ok_or(AppError::NotFound)
}

/// A sitting as the list shows it.
#[derive(Clone, Debug)]
pub struct SittingRow {
    /// The sitting.
    pub sitting: Sitting,
    /// Results that stand.
    pub recorded: i64,
    /// Those of them that a second person has confirmed.
    pub confirmed: i64,
}

/// One page of sittings.
#[derive(Debug)]
pub struct SittingList {
    /// Newest first.
    pub rows: Vec<SittingRow>,
    /// How many there are in all.
    pub total: u64,
}

/// The sittings of these providers, newest first; `page` counts from 1.
pub async fn sittings(
    connection: &impl ConnectionTrait,
    providers: &[OrganisationId],
    page: u64,
) -> Result<SittingList, AppError> {
    let own = Sitting::find().of_any(providers);
    let total = sitting::Entity::find().of_any(providers).count(connection).await?;
    let page: Vec<Sitting> = own
        .order_by_desc(sitting::Column::HeldOn)
        .order_by_desc(sitting::Column::Id)
        .limit(PAGE)
        .offset((page - 1).saturating_mul(PAGE))
        .into_partial_model()
        .all(connection)
        .await?;
    let ids: Vec<SittingId> = page.iter().map(|sitting| sitting.id).collect();
    let mut counted = counts(connection, &ids).await?;
    let row = |sitting: Sitting| {
        let (recorded, confirmed) = counted.remove(&sitting.id).unwrap_or_default();
        SittingRow { sitting, recorded, confirmed }
    };
    Ok(SittingList { rows: page.into_iter().map(row).collect(), total })
}

/// How many results stand at each of some sittings, and how many of them are confirmed.
async fn counts(
    connection: &impl ConnectionTrait,
    sittings: &[SittingId],
) -> Result<HashMap<SittingId, (i64, i64)>, AppError> {
    let counted: Vec<(SittingId, i64, i64)> = result::Entity::find()
        .select_only()
        .column(result::Column::SittingId)
        .column_as(result::Column::Id.count(), "recorded")
        .column_as(result_confirmation::Column::ResultId.count(), "confirmed")
        .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
        .of_any(sittings)
        .filter(result::Entity::stands())
        .group_by(result::Column::SittingId)
        .into_tuple()
        .all(connection)
        .await?;
    let by_sitting = counted.into_iter().map(|(id, recorded, confirmed)| (id, (recorded, confirmed)));
    Ok(by_sitting.collect())
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
