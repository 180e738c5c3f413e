//! Requests that were closed because the employment ended for which they were made.

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
        sql::lock_rows(manager, &["request_closure"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::drop_tables(manager, &["request_closure"]).await
    }
}

const UP: &str = r"
-- Of a claim or of a stage, never of both.
CREATE TABLE request_closure (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    claim_request_id TEXT UNIQUE REFERENCES claim_request (id),
    verification_request_id TEXT UNIQUE REFERENCES verification_request (id),
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    closed_by TEXT REFERENCES person (id),
    closed_on {date} NOT NULL,
    closed_at {instant} NOT NULL,
    CHECK ((claim_request_id IS NULL) <> (verification_request_id IS NULL))
){strict};
CREATE INDEX request_closure_enrolment ON request_closure (enrolment_id);
";
