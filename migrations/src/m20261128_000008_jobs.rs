//! Jobs: work that nobody waits for, taken by any server of the deployment.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000008_jobs",
    unchangeable: &[],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
-- Done, it goes. Asked for again while it waits or runs, it is one row and is done once more.
CREATE TABLE job (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('sessions', 'refusals', 'forms', 'imports')),
    subject TEXT NOT NULL,
    due_at {instant} NOT NULL,
    requests {bigint} NOT NULL CHECK (requests > 0),
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    leased_by TEXT,
    leased_until {instant},
    error TEXT,
    UNIQUE (kind, subject),
    CHECK ((leased_by IS NULL) = (leased_until IS NULL))
){strict};
CREATE INDEX job_due ON job (due_at);
",
};
