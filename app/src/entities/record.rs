//! A person at a body, under the name by which the body knows them.

use super::query::names;
use super::{organisation, person};
use domain::ids::{OrganisationId, PersonId, RecordId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Func;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecordId,
    pub body_id: OrganisationId,
    pub person_id: PersonId,
    /// The membership number, which nobody else of the body has.
    pub number: Option<String>,
    /// The name by which the body knows them.
    pub name: String,
    /// The name as lists are sorted by it: [`crate::web::names::sort_key`].
    pub name_key: String,
    /// The salt of the digest of the name.
    pub salt: String,
    /// Since when the body holds it.
    pub created_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, relation_enum = "Body", from = "body_id", to = "id")]
    pub body: BelongsTo<organisation::Entity>,
}

/// The name by which a body knows a person, of a record that a query joins; where it joins none, that of their account.
pub fn name_or_account() -> Expr {
    let account = Expr::col((person::Entity, person::Column::Name));
    Func::coalesce([Expr::col((Entity, Column::Name)), account]).into()
}

names! { RecordId => Id, PersonId => PersonId, OrganisationId => BodyId }
