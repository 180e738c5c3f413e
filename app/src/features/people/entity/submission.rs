//! A form that was posted: it has one effect.

use crate::web::query::names;
use domain::ids::PersonId;
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    /// Who posted it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The key of the form, made with its page.
    #[sea_orm(primary_key, auto_increment = false)]
    pub form_key: String,
    /// Where it led.
    pub location: String,
    /// When.
    pub submitted_at: ChronoDateTimeUtc,
    /// Who posted it.
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::person::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { PersonId => PersonId }
