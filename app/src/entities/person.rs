//! A human being, whatever roles they have.

use super::query::names;
use domain::ids::PersonId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    pub name: String,
    /// The address, in lower case.
    pub email: String,
    /// When it was added.
    pub created_at: ChronoDateTimeUtc,
    /// Since when they have this address.
    pub addressed_on: Date,
    /// The salt of the digest of their words.
    pub salt: String,
}

/// The name of a person in a query that joins people by another name, as often as it has someone in it.
pub fn name_of(joined_as: &'static str) -> Expr {
    Expr::col((joined_as, Column::Name))
}

names! { PersonId => Id }
