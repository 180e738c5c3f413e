//! The lock under which a chain grows.

use crate::entities::query::VALUES_AT_ONCE;
use crate::prelude::stores::*;
use crate::web::db::sql;
use sea_orm::{DatabaseTransaction, DbBackend};
use std::collections::BTreeSet;

/// Takes the lock of a chain for the rest of the transaction, so that two writers of it queue: the row of what it belongs to.
/// On SQLite the transaction already holds the only write lock.
pub async fn lock(tx: &DatabaseTransaction, chain: Chain) -> Result<(), AppError> {
    lock_all(tx, [chain]).await
}

/// Takes the locks of several chains in one order, whoever takes them: two who did it in different orders would wait for each
/// other.
pub async fn lock_all(tx: &DatabaseTransaction, chains: impl IntoIterator<Item = Chain>) -> Result<(), AppError> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let chains: Vec<Chain> = chains.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    for of_table in chains.chunk_by(|one, next| table(*one) == table(*next)) {
        for some in of_table.chunks(VALUES_AT_ONCE) {
            let ids: Vec<String> = (1..=some.len()).map(|number| format!("${number}")).collect();
            // The table is chosen when the program runs, which an entity can't be. The rows are locked as they are sorted. Rows that
            // name them may still be written by others: only their keys must not change.
            let (table, ids) = (table(some[0]), ids.join(", "));
            let text = format!("SELECT id FROM {table} WHERE id IN ({ids}) ORDER BY id FOR NO KEY UPDATE");
            tx.query_all_raw(sql(tx, &text, some.iter().map(|chain| chain.id().into()))).await?;
        }
    }
    Ok(())
}

fn table(chain: Chain) -> &'static str {
    match chain {
        Chain::Record(_) => "record",
        Chain::Organisation(_) | Chain::Body(_) => "organisation",
        Chain::Account(_) => "person",
    }
}
