//! Looking into the database, and putting into it what no page would.

use crate::TestApp;
use app::journal::doctor as journal;
use app::web::db::sql;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, TryGetable, Value};

/// Tables that no act changes.
const LEFT_OUT: [&str; 8] = [
    "session",
    "sign_in_attempts",
    "known_device",
    "kept_form",
    "sent_form",
    "refusal",
    "refusal_log",
    "seaql_migrations",
];

impl TestApp {
    /// The first column of every row.
    pub async fn column<T: TryGetable>(&self, query: &str, values: impl IntoIterator<Item = Value>) -> Vec<T> {
        let db = self.db().read();
        let rows = db.query_all_raw(sql(db, query, values)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// The first column of the one row there is.
    pub async fn one<T: TryGetable>(&self, query: &str, values: impl IntoIterator<Item = Value>) -> T {
        let mut found = self.column(query, values).await;
        assert_eq!(found.len(), 1, "{query}");
        found.remove(0)
    }

    /// Runs a statement as nobody's form would.
    pub async fn execute(&self, statement: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, DbErr> {
        let db = self.db().writer();
        Ok(db.execute_raw(sql(db, statement, values)).await?.rows_affected())
    }

    /// Whether this is SQLite; else it is PostgreSQL.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.db().read().get_database_backend() == DbBackend::Sqlite
    }

    /// The id of a person.
    pub async fn person(&self, address: &str) -> String {
        self.one("SELECT id FROM person WHERE email = $1", [address.into()]).await
    }

    /// The id of a demo trainee's only enrolment.
    pub async fn enrolment(&self, address: &str) -> String {
        let query = "SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email = $1";
        self.one(query, [address.into()]).await
    }

    /// The id of a demo trainee's record.
    pub async fn record(&self, address: &str) -> String {
        let query = "SELECT r.id FROM record r JOIN person p ON p.id = r.person_id WHERE p.email = $1";
        self.one(query, [address.into()]).await
    }

    /// What every event of an act says, in the order in which they were written, with the id of the enrolment that it concerns,
    /// else of what its chain belongs to.
    pub async fn events(&self, act: &str) -> Vec<(String, serde_json::Value)> {
        let rows: Vec<String> =
            self.column("SELECT COALESCE(enrolment_id, chain_id) || ' ' || body FROM event ORDER BY at, id", []).await;
        let read = |row: &String| {
            let (chain, body) = row.split_once(' ').unwrap();
            (chain.to_owned(), serde_json::from_str(body).unwrap())
        };
        let mut events: Vec<(String, serde_json::Value)> = rows.iter().map(read).collect();
        events.retain(|(_, body)| body["act"] == act);
        events
    }

    /// Every chain of events is whole, and every row says what the events made of it.
    ///
    /// # Panics
    /// When it doesn't, with what the doctor says.
    pub async fn must_be_as_events_made_it(&self) {
        let walked = journal::chains(self.db()).await.unwrap();
        let differing = journal::rows(self.db()).await.unwrap();
        assert_eq!([walked.findings, differing].concat(), Vec::<String>::new());
    }

    /// Every table with every row, but for sessions, which change with each request, attempts to begin one, known browsers, what is kept of forms, and refusals,
    /// which are no act.
    pub async fn contents(&self) -> Vec<String> {
        let mut all = Vec::new();
        for table in self.tables().await {
            if LEFT_OUT.contains(&table.as_str()) {
                continue;
            }
            let query = if self.is_sqlite() {
                let columns = format!("SELECT name FROM pragma_table_info('{table}') ORDER BY cid");
                let columns: Vec<String> = self.column(&columns, []).await;
                let columns: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
                format!("SELECT {} AS line FROM {table}", columns.join(" || '|' || "))
            } else {
                format!("SELECT CAST({table} AS TEXT) AS line FROM {table}")
            };
            let mut rows: Vec<String> = self.column(&query, []).await;
            rows.sort();
            all.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
        }
        all
    }

    /// The names of the tables.
    pub async fn tables(&self) -> Vec<String> {
        let query = if self.is_sqlite() {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        } else {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name"
        };
        self.column(query, []).await
    }
}
