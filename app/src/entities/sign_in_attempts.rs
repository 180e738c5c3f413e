//! How often somebody tried of late to sign in with an address, and did not get in.

use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_attempts")]
pub struct Model {
    /// The hash of the address, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub address_sha256: String,
    /// The instants, oldest first, as JSON.
    pub attempts: String,
    /// The last of them.
    pub last_at: ChronoDateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
