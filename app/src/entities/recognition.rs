//! Which employers and providers serve the trainees of a body.

use domain::ids::{OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recognition")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub body_id: OrganisationId,
    /// Which employer or provider.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    pub since: Date,
    /// Who recognised it; none at set-up.
    pub recognised_by: Option<PersonId>,
}

impl ActiveModelBehavior for ActiveModel {}
