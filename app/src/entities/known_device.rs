//! In which browsers somebody has signed in.

use domain::ids::PersonId;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "known_device")]
pub struct Model {
    /// The hash of the browser's token, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_sha256: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// The last time.
    pub signed_in_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
