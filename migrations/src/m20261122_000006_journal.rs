//! The journal: one event per change, in the transaction that makes it. Only ever appended to.

use crate::sql;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await?;
        sql::lock_rows(manager, &["journal"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::drop_tables(manager, &["journal"]).await
    }
}

const UP: &str = r"
CREATE TABLE journal (
    id TEXT NOT NULL PRIMARY KEY,
    at {instant} NOT NULL,
    valid_on {date} NOT NULL,
    actor_id TEXT REFERENCES person (id),
    act TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    enrolment_id TEXT REFERENCES enrolment (id),
    detail TEXT NOT NULL
){strict};
CREATE INDEX journal_enrolment ON journal (enrolment_id, id);
";
