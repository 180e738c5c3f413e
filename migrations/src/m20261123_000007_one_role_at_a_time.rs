//! Nobody has one role twice at once in one organisation.

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
        let drop = "DROP INDEX membership_one_in_force";
        manager.get_connection().execute_unprepared(drop).await?;
        Ok(())
    }
}

// Memberships begin on the day they are granted and end on the day they are ended, so two that overlap are two without
// an end. Both engines can refuse that; an exclusion of intervals only PostgreSQL could. Of those that are there, the
// oldest goes on and the others end as they began.
const UP: &str = r"
UPDATE membership SET until_on = from_on WHERE until_on IS NULL AND EXISTS (
    SELECT 1 FROM membership earlier WHERE earlier.person_id = membership.person_id
        AND earlier.organisation_id = membership.organisation_id AND earlier.role = membership.role
        AND earlier.until_on IS NULL AND earlier.id < membership.id
);
CREATE UNIQUE INDEX membership_one_in_force ON membership (person_id, organisation_id, role) WHERE until_on IS NULL;
";
