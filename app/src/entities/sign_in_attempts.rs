//! How often somebody tried of late to sign in, and did not get in: with an address, from a source, in a known browser.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempts")]
pub struct Model {
    /// The hash of what they are counted by, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub of_sha256: String,
    /// The instants, oldest first, as JSON.
    pub attempts: String,
    /// The last of them.
    pub last_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
