//! Names as they are searched: folded, because SQLite's own `lower` knows no letters but those of English.

use crate::sql;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            "ALTER TABLE person ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
             ALTER TABLE award ADD COLUMN holder_folded TEXT NOT NULL DEFAULT '';",
        )
        .await?;
        fold(manager, "person", "name").await?;
        // Nothing decided is edited: the new column alone is filled, and the lock is put back at once.
        sql::unlock_updates(manager, "award").await?;
        fold(manager, "award", "holder").await?;
        sql::lock_updates(manager, "award").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            "ALTER TABLE award DROP COLUMN holder_folded; ALTER TABLE person DROP COLUMN name_folded;",
        )
        .await
    }
}

/// Fills the folded column of every row that is there already.
async fn fold(manager: &SchemaManager<'_>, table: &str, column: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend: DbBackend = manager.get_database_backend();
    let all = format!("SELECT id, {column} FROM {table}");
    let update = format!("UPDATE {table} SET {column}_folded = $1 WHERE id = $2");
    for row in connection.query_all_raw(Statement::from_string(backend, all)).await? {
        let (id, name): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let values = [folded(&name).into(), id.into()];
        connection
            .execute_raw(Statement::from_sql_and_values(backend, &update, values))
            .await?;
    }
    Ok(())
}

/// As `domain::text::folded` was when this was written: a migration does not change with the code.
fn folded(text: &str) -> String {
    let upper = text.chars().flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).collect()
}
