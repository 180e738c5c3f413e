//! How a person signs in.

use super::query::names;
use domain::ids::PersonId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The hash of the password, with its salt and cost.
    pub password_hash: String,
    /// When the account was set up. An owner who changes the password leaves it: the account stays in the same hands.
    pub set_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, from = "person_id", to = "id")]
    pub person: BelongsTo<super::person::Entity>,
}

names! { PersonId => PersonId }
