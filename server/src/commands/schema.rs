//! Whether the database has the triggers, indexes, keys and checks that the migrations make.

use app::web::db::{Db, sql};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, DbErr};
use std::collections::{BTreeMap, BTreeSet};

/// The statement that makes an object, by its kind, its table and its name.
type Objects = BTreeMap<(String, String, String), String>;

/// A table's statement has its keys and checks in it. What ANALYZE keeps is SQLite's own.
const ON_SQLITE: &str = "SELECT type, tbl_name, name, sql FROM sqlite_master
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'";

/// In the schema that comes first on the path. A statement of what is there but switched off has a word more.
const ON_POSTGRES: &str = "
    SELECT CASE k.contype WHEN 'f' THEN 'foreign key' ELSE 'constraint' END, t.relname::text, k.conname::text,
           'ALTER TABLE ' || t.relname || ' ADD CONSTRAINT ' || k.conname || ' ' || pg_get_constraintdef(k.oid, true)
           || CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = k.oid AND tgenabled <> 'O') THEN ' (off)' ELSE '' END
      FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid WHERE t.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'trigger', t.relname, g.tgname, pg_get_triggerdef(g.oid, true) || CASE g.tgenabled WHEN 'O' THEN '' ELSE ' (off)' END
      FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
     WHERE NOT g.tgisinternal AND t.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'function', replace(proname, '_unchangeable', ''), proname,
           'CREATE OR REPLACE FUNCTION ' || proname || '() RETURNS trigger LANGUAGE plpgsql AS $$' || prosrc || '$$'
      FROM pg_proc WHERE proname LIKE '%\\_unchangeable' AND pronamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'index', t.relname, n.relname, pg_get_indexdef(i.indexrelid, 0, true) || CASE WHEN i.indisvalid THEN '' ELSE ' (off)' END
      FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class n ON n.oid = i.indexrelid
     WHERE t.relnamespace = current_schema()::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = n.oid AND contype IN ('p', 'u'))";

/// Says, a line each, what is missing, differs or was added, and how to mend it.
///
/// # Errors
/// When the database's user may not make a schema on PostgreSQL.
pub async fn differing(db: &Db) -> Result<Vec<String>, DbErr> {
    let (there, made) = (objects(db.read()).await?, as_made(db).await?);
    let all: BTreeSet<_> = there.keys().chain(made.keys()).collect();
    let findings = all.into_iter().filter_map(|key| {
        let (kind, table, name) = key;
        let how = match (there.get(key), made.get(key)) {
            (Some(there), Some(made)) if there == made => return None,
            (_, Some(_)) if kind == "table" => String::from(
                "its columns, keys or checks are not those that the migrations make; go back to a copy of the database in which they are",
            ),
            (None, Some(made)) => format!("it is missing; make it again: {}", on_one_line(made)),
            (Some(_), Some(made)) => {
                format!("it is not what the migrations make; drop it and make it again: {}", on_one_line(made))
            }
            (_, None) => String::from("no migration makes it; drop it"),
        };
        let of = if kind == "table" { String::new() } else { format!(" of table {table}") };
        Some(format!("{kind} {name}{of}: {how}"))
    });
    Ok(findings.collect())
}

/// What the migrations make where nothing is yet: in memory, or in a schema that is never committed.
async fn as_made(db: &Db) -> Result<Objects, DbErr> {
    if db.read().get_database_backend() == DbBackend::Sqlite {
        let mut options = ConnectOptions::new("sqlite::memory:");
        // Each connection would have a database of its own.
        options.max_connections(1).sqlx_logging(false);
        let memory = Database::connect(options).await?;
        Migrator::up(&memory, None).await?;
        return objects(&memory).await;
    }
    let tx = db.begin().await?;
    tx.execute_unprepared("CREATE SCHEMA gradus_as_made; SET LOCAL search_path TO gradus_as_made").await?;
    Migrator::up(&tx, None).await?;
    let made = objects(&tx).await?;
    tx.rollback().await?;
    Ok(made)
}

async fn objects(connection: &impl ConnectionTrait) -> Result<Objects, DbErr> {
    let is_sqlite = connection.get_database_backend() == DbBackend::Sqlite;
    let text = if is_sqlite { ON_SQLITE } else { ON_POSTGRES };
    let rows = connection.query_all_raw(sql(connection, text, [])).await?;
    let read = rows.iter().map(|row| {
        let at = |column| row.try_get_by_index::<String>(column);
        Ok(((at(0)?, at(1)?, at(2)?), at(3)?))
    });
    read.filter(|object| !matches!(object, Ok(((_, table, _), _)) if table == "seaql_migrations")).collect()
}

fn on_one_line(statement: &str) -> String {
    statement.split_whitespace().collect::<Vec<_>>().join(" ")
}
