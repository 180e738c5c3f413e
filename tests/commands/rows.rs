//! Looking into the database of a program that has ended, and doing to it what no program of ours would.

use crate::gradus::Place;
use app::web::db::{Db, Pool, sql};
use sea_orm::{ConnectionTrait, TryGetable};

impl Place {
    /// Runs a statement that changes exactly one row.
    #[tokio::main(flavor = "current_thread")]
    pub async fn change(&self, statement: &str) {
        let db = open(self).await;
        let done = db.writer().execute_unprepared(statement).await.unwrap();
        db.close().await;
        assert_eq!(done.rows_affected(), 1, "{statement}");
    }

    /// Runs a statement that changes the schema.
    #[tokio::main(flavor = "current_thread")]
    pub async fn execute(&self, statement: &str) {
        let db = open(self).await;
        db.writer().execute_unprepared(statement).await.unwrap();
        db.close().await;
    }

    /// How many rows a table has.
    pub fn count(&self, table: &str) -> i64 {
        self.column(&format!("SELECT COUNT(*) FROM {table}"))[0]
    }

    /// The first column of every row.
    pub fn texts(&self, query: &str) -> Vec<String> {
        self.column(query)
    }

    #[tokio::main(flavor = "current_thread")]
    async fn column<T: TryGetable>(&self, query: &str) -> Vec<T> {
        let db = open(self).await;
        let rows = db.read().query_all_raw(sql(db.read(), query, [])).await.unwrap();
        db.close().await;
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }
}

async fn open(place: &Place) -> Db {
    let file = place.var().join("gradus.sqlite");
    Db::open(&format!("sqlite://{}", file.display()), Pool::default()).await.unwrap()
}
