//! What a unit of work reads with.

use crate::content::catalogue::Catalogue;
use crate::web::clock::civil_date;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};

/// A connection that reads and refuses to write.
#[derive(Clone, Copy, Debug)]
pub struct ReadOnly<'t> {
    pub(super) tx: &'t DatabaseTransaction,
    pub(super) catalogue: &'t Catalogue,
    pub(super) at: DateTime<Utc>,
}

impl<'t> ReadOnly<'t> {
    /// The published frameworks, by which the facts of a record are read.
    pub fn catalogue(&self) -> &'t Catalogue {
        self.catalogue
    }

    /// The day of what belongs to no body, as employers and their people.
    pub fn day_of_organisations(&self) -> NaiveDate {
        civil_date(self.at, self.catalogue.zone())
    }
}

/// One `SELECT`, and nothing after it. What begins with `WITH` could delete what it names.
fn reads(text: &str) -> Result<(), DbErr> {
    let first = text.split_whitespace().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("select") && !text.contains(';') { Ok(()) } else { Err(refused()) }
}

fn refused() -> DbErr {
    DbErr::Custom(String::from("only a permit gives a connection that writes"))
}

#[async_trait]
impl ConnectionTrait for ReadOnly<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(refused())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(refused())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        reads(&statement.sql)?;
        self.tx.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        reads(&statement.sql)?;
        self.tx.query_all_raw(statement).await
    }
}
