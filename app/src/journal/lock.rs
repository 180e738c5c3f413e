//! The lock under which a chain grows.

use crate::prelude::stores::*;
use crate::web::db::sql;
use sea_orm::{DatabaseTransaction, DbBackend};
use std::collections::BTreeSet;

/// Takes the lock of a chain for the rest of the transaction, so that two writers of it queue: the row of what it belongs to.
/// On SQLite the transaction already holds the only write lock.
pub async fn lock(tx: &DatabaseTransaction, chain: Chain) -> Result<(), AppError> {
    let table = match chain {
        Chain::Record(_) => "record",
        Chain::Organisation(_) | Chain::Body(_) => "organisation",
        Chain::Account(_) => "person",
    };
    if tx.get_database_backend() == DbBackend::Postgres {
        // The table is chosen when the program runs, which an entity can't be. Rows that name this one may still be written by
        // others: only its key must not change.
        let text = format!("SELECT id FROM {table} WHERE id = $1 FOR NO KEY UPDATE");
        tx.query_one_raw(sql(tx, &text, [chain.id().into()])).await?;
    }
    Ok(())
}

/// Takes the locks of several chains in one order, whoever takes them: two who did it in different orders would wait for each
/// other.
pub async fn lock_all(tx: &DatabaseTransaction, chains: impl IntoIterator<Item = Chain>) -> Result<(), AppError> {
    for chain in chains.into_iter().collect::<BTreeSet<_>>() {
        lock(tx, chain).await?;
    }
    Ok(())
}
