//! A part of the schema: tables, which of their rows never change, and the way back.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// One migration. Its tables are those that its text makes, and its way back drops them, the last made first.
pub(crate) struct Migration {
    /// The name under which a database remembers it.
    pub name: &'static str,
    /// Tables whose rows are never changed or deleted: what is decided is superseded by a new row.
    pub unchangeable: &'static [&'static str],
    /// Tables of which only these columns are never changed.
    pub unchangeable_columns: &'static [(&'static str, &'static str)],
    /// Tables whose rows are never changed, and deleted once their time is over.
    pub swept: &'static [&'static str],
    /// One text for both engines, with `{sorted}`, `{instant}`, `{date}`, `{bool}`, `{bigint}`, `{true}`, `{false}` and
    /// `{strict}` where they differ.
    pub sql: &'static str,
}

/// The word in the text, on SQLite, on PostgreSQL. Ids are text (UUIDv7) on both (docs/adr/0021).
const WORDS: [(&str, &str, &str); 8] = [
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

impl Migration {
    fn tables(&self) -> Vec<&'static str> {
        let made = self.sql.split("CREATE TABLE ").skip(1);
        made.filter_map(|text| text.split([' ', '(']).next()).collect()
    }
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
        let text = WORDS.iter().fold(self.sql.to_owned(), |text, (word, on_sqlite, on_postgres)| {
            text.replace(word, if sqlite { on_sqlite } else { on_postgres })
        });
        let db = manager.get_connection();
        db.execute_unprepared(&text).await?;
        for table in self.unchangeable.iter().chain(self.swept) {
            db.execute_unprepared(&refusal(sqlite, table, "update", "UPDATE")).await?;
        }
        // Of what is swept a trigger can't tell whether its time is over.
        for table in self.unchangeable {
            db.execute_unprepared(&refusal(sqlite, table, "delete", "DELETE")).await?;
        }
        for (table, columns) in self.unchangeable_columns {
            db.execute_unprepared(&refusal(sqlite, table, "columns", &format!("UPDATE OF {columns}"))).await?;
            db.execute_unprepared(&refusal(sqlite, table, "delete", "DELETE")).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in self.tables().iter().rev() {
            manager.get_connection().execute_unprepared(&format!("DROP TABLE {table}")).await?;
            if manager.get_database_backend() != DbBackend::Sqlite {
                let function = format!("DROP FUNCTION IF EXISTS {table}_unchangeable()");
                manager.get_connection().execute_unprepared(&function).await?;
            }
        }
        Ok(())
    }
}

/// The trigger that refuses a change of a table.
fn refusal(sqlite: bool, table: &str, name: &str, event: &str) -> String {
    let message = format!("rows of {table} are never changed or deleted");
    if sqlite {
        return format!(
            "CREATE TRIGGER {table}_locked_{name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END;"
        );
    }
    format!(
        "CREATE OR REPLACE FUNCTION {table}_unchangeable() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION '{message}'; END $$;
         CREATE TRIGGER {table}_locked_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_unchangeable();"
    )
}
