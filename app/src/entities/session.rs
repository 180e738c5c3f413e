//! Someone signed in on one browser (docs/adr/0003).

use super::query::names;
use domain::ids::PersonId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// The hash of its id, in hexadecimal; the id is stored nowhere.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_sha256: String,
    /// Who is signed in.
    pub person_id: PersonId,
    /// What it holds, as JSON.
    pub record: String,
    /// When it is over.
    pub expires_at: ChronoDateTimeUtc,
}

names! { PersonId => PersonId }
