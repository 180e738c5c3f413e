//! Indexes over all requests and applications of a record. Those that were there hold open ones alone, and what happened
//! to a claim, a stage or a status is read from the closed ones too.

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
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, DOWN).await
    }
}

const UP: &str = r"
CREATE INDEX claim_request_claim ON claim_request (claim_id);
CREATE INDEX verification_request_enrolment ON verification_request (enrolment_id, element);
CREATE INDEX application_enrolment ON application (enrolment_id);
";

const DOWN: &str = r"
DROP INDEX application_enrolment;
DROP INDEX verification_request_enrolment;
DROP INDEX claim_request_claim;
";
