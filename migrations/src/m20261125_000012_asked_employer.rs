//! The employer at which a claim was sent: its people read and decide it, those of another employer do not.

use crate::sql;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await?;
        relock(manager, &format!("{LOCKED}, employer_id")).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The lock names the column, which can't go before it.
        relock(manager, LOCKED).await?;
        sql::run(manager, DOWN).await
    }
}

/// What was fixed when a claim is sent before there was an employer.
const LOCKED: &str = "shown, shown_sha256, claim_id, trainee_id, supervisor_id, sent_at, sent_on";

async fn relock(manager: &SchemaManager<'_>, columns: &str) -> Result<(), DbErr> {
    let drop = if manager.get_database_backend() == DbBackend::Sqlite {
        "DROP TRIGGER claim_request_locked_columns"
    } else {
        "DROP TRIGGER claim_request_locked_columns ON claim_request"
    };
    manager.get_connection().execute_unprepared(drop).await?;
    sql::lock_columns(manager, "claim_request", columns).await
}

// Of what was sent before, the employer of that day at which whoever was asked was a supervisor; where the days say
// nothing, the one for which the request was closed; and last the employer of that day for which they ever supervised.
// Of what no employer can be found for nobody's colleagues read: the trainee takes it back and sends it again.
const UP: &str = r"
ALTER TABLE claim_request ADD COLUMN employer_id TEXT REFERENCES organisation (id);

UPDATE claim_request SET employer_id = COALESCE(
    (SELECT MIN(w.employer_id) FROM employment w
        JOIN membership m ON m.organisation_id = w.employer_id AND m.person_id = claim_request.supervisor_id AND m.role = 'supervisor'
        WHERE w.person_id = claim_request.trainee_id
            AND w.from_on <= claim_request.sent_on AND (w.until_on IS NULL OR w.until_on > claim_request.sent_on)
            AND m.from_on <= claim_request.sent_on AND (m.until_on IS NULL OR m.until_on > claim_request.sent_on)),
    (SELECT x.employer_id FROM request_closure x WHERE x.claim_request_id = claim_request.id),
    (SELECT MIN(w.employer_id) FROM employment w
        JOIN membership m ON m.organisation_id = w.employer_id AND m.person_id = claim_request.supervisor_id AND m.role = 'supervisor'
        WHERE w.person_id = claim_request.trainee_id
            AND w.from_on <= claim_request.sent_on AND (w.until_on IS NULL OR w.until_on > claim_request.sent_on)));

CREATE INDEX claim_request_employer ON claim_request (employer_id) WHERE is_open = {true};
";

const DOWN: &str = "DROP INDEX claim_request_employer; ALTER TABLE claim_request DROP COLUMN employer_id;";
