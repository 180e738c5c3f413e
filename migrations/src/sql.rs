//! One SQL text for both engines: the few words in which they differ are replaced.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Runs the text, with `{sorted}`, `{instant}`, `{date}`, `{bool}`, `{bigint}`, `{true}`, `{false}` and `{strict}` in the engine's own words.
///
/// Ids are text (UUIDv7) on both engines: readable in a shell, sortable, and the same in an export.
pub(crate) async fn run(manager: &SchemaManager<'_>, text: &str) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
    let words: [(&str, &str, &str); 8] = [
        // In the order of code points, whatever the collation of the database.
        ("{sorted}", "TEXT", "TEXT COLLATE \"C\""),
        ("{instant}", "TEXT", "TIMESTAMP WITH TIME ZONE"),
        ("{date}", "TEXT", "DATE"),
        ("{bool}", "INTEGER", "BOOLEAN"),
        ("{bigint}", "INTEGER", "BIGINT"),
        ("{true}", "1", "TRUE"),
        ("{false}", "0", "FALSE"),
        ("{strict}", " STRICT", ""),
    ];
    let text = words.iter().fold(text.to_owned(), |text, (token, on_sqlite, on_postgres)| {
        text.replace(token, if sqlite { on_sqlite } else { on_postgres })
    });
    manager.get_connection().execute_unprepared(&text).await?;
    Ok(())
}

/// Makes rows of these tables unchangeable: what is decided is superseded by a new row, never edited or deleted.
pub(crate) async fn lock_rows(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        lock(manager, table, "update", "UPDATE").await?;
        lock(manager, table, "delete", "DELETE").await?;
    }
    Ok(())
}

/// Makes some columns of a table unchangeable, where the others are not.
pub(crate) async fn lock_columns(manager: &SchemaManager<'_>, table: &str, columns: &str) -> Result<(), DbErr> {
    lock(manager, table, "columns", &format!("UPDATE OF {columns}")).await
}

async fn lock(manager: &SchemaManager<'_>, table: &str, name: &str, event: &str) -> Result<(), DbErr> {
    let text = if manager.get_database_backend() == DbBackend::Sqlite {
        format!(
            "CREATE TRIGGER {table}_locked_{name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END;"
        )
    } else {
        format!(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$;
             CREATE TRIGGER {table}_locked_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        )
    };
    manager.get_connection().execute_unprepared(&text).await?;
    Ok(())
}

/// Takes away what [`lock_rows`] left behind, once no table is locked any more.
pub(crate) async fn unlock(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Sqlite {
        manager.get_connection().execute_unprepared("DROP FUNCTION IF EXISTS refuse_change()").await?;
    }
    Ok(())
}

/// Drops tables, last made first.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables {
        manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
    }
    Ok(())
}
