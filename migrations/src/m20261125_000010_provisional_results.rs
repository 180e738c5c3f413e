//! Results that wait for a second person: what the list of waiting sittings reads, so that it does not look through
//! every result there ever was.

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
        sql::drop_tables(manager, &["provisional_result"]).await
    }
}

const UP: &str = r"
-- Derived from `result` and `result_confirmation`, and written with them: a row comes with a result, and goes when the
-- result is confirmed or another one takes its place.
CREATE TABLE provisional_result (
    result_id TEXT NOT NULL PRIMARY KEY REFERENCES result (id),
    sitting_id TEXT NOT NULL REFERENCES sitting (id)
){strict};
CREATE INDEX provisional_result_sitting ON provisional_result (sitting_id);

INSERT INTO provisional_result (result_id, sitting_id)
SELECT r.id, r.sitting_id FROM result r
WHERE NOT EXISTS (SELECT 1 FROM result_confirmation c WHERE c.result_id = r.id)
    AND NOT EXISTS (SELECT 1 FROM result n WHERE n.supersedes = r.id);
";
