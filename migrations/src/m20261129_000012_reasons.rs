//! Why something of a record was noted for an earlier day.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261129_000012_reasons",
    unchangeable: &["reason_given"],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
-- Of an end, a name or a day of joining: the event names it.
CREATE TABLE reason_given (
    id TEXT NOT NULL PRIMARY KEY,
    record_id TEXT NOT NULL REFERENCES record (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32)
){strict};
CREATE INDEX reason_given_record ON reason_given (record_id);
",
};
