//! `gradus migrate`

use crate::config::Store;
use crate::start::{Refusal, database};

/// Brings the schema up to date.
pub async fn migrate(store: &Store) -> Result<String, Refusal> {
    database(store, store.pool()).await?.close().await;
    Ok(String::from("The database is up to date."))
}
