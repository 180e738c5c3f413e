//! That what an award was conferred on is not there any more. Derived from the chapter, and written with its file.

use super::query::names;
use domain::ids::{AwardId, EnrolmentId, OrganisationId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lost_basis")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub award_id: AwardId,
    pub enrolment_id: EnrolmentId,
    /// In whose list it is.
    pub body_id: OrganisationId,
    /// The ids of what is missing, as JSON.
    pub missing: String,
    /// The first day on which it was known to be missing.
    pub since_on: Date,
    #[sea_orm(belongs_to, from = "award_id", to = "id")]
    pub award: BelongsTo<super::award::Entity>,
}

names! { AwardId => AwardId, EnrolmentId => EnrolmentId, OrganisationId => BodyId }
