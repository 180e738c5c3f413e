//! Looking into the database of a program that has stopped, and doing to it what no program of ours would.

use crate::gradus::Gradus;
use app::web::db::{Db, sql};
use sea_orm::{ConnectionTrait, TryGetable};

impl Gradus {
    async fn database(&self) -> Db {
        let file = self.var().join("gradus.sqlite");
        Db::open(&format!("sqlite://{}?mode=rw", file.display())).await.unwrap()
    }

    /// The first column of every row.
    pub async fn column<T: TryGetable>(&self, query: &str) -> Vec<T> {
        let db = self.database().await;
        let rows = db.read().query_all_raw(sql(db.read(), query, [])).await.unwrap();
        db.close().await;
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        self.column(&format!("SELECT count(*) FROM {table}")).await[0]
    }

    /// Runs a statement that changes exactly one row.
    pub async fn change(&self, statement: &str) {
        assert_eq!(self.execute(statement).await, 1, "{statement}");
    }

    /// Runs a statement; returns how many rows it changed.
    pub async fn execute(&self, statement: &str) -> u64 {
        let db = self.database().await;
        let done = db.writer().execute_raw(sql(db.writer(), statement, [])).await.unwrap();
        db.close().await;
        done.rows_affected()
    }

    /// The id of a demo trainee's only enrolment.
    pub async fn enrolment(&self, address: &str) -> String {
        let query = "SELECT e.id FROM enrolment e JOIN person p ON p.id = e.person_id WHERE p.email";
        self.column(&format!("{query} = '{address}'")).await.remove(0)
    }
}
