//! Forms: those that are shown again with what was typed, those that had their effect, and the secret of their seal.

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
        sql::drop_tables(manager, &["secret", "sent_form", "kept_form"]).await
    }
}

const UP: &str = r"
CREATE TABLE kept_form (
    key TEXT NOT NULL PRIMARY KEY,
    person_id TEXT REFERENCES person (id),
    address TEXT NOT NULL,
    typed TEXT NOT NULL,
    errors TEXT NOT NULL,
    note TEXT,
    kept_at {instant} NOT NULL
){strict};
CREATE INDEX kept_form_kept_at ON kept_form (kept_at);

CREATE TABLE sent_form (
    key TEXT NOT NULL PRIMARY KEY,
    person_id TEXT REFERENCES person (id),
    location TEXT NOT NULL,
    notice TEXT,
    sent_at {instant} NOT NULL
){strict};
CREATE INDEX sent_form_sent_at ON sent_form (sent_at);

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL CHECK (length(secret) = 64)
){strict};
";
