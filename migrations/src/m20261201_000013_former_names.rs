//! The names that organisations had.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261201_000013_former_names",
    unchangeable: &["former_name"],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
CREATE TABLE former_name (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    -- The how manieth name of the organisation it was, from 1.
    round INTEGER NOT NULL CHECK (round > 0),
    name TEXT NOT NULL CHECK (name <> ''),
    -- Why the name was corrected.
    reason TEXT NOT NULL CHECK (reason <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    -- The first day on which it was the name no longer.
    until_on {date} NOT NULL,
    -- Who corrected it; none at the server.
    corrected_by TEXT REFERENCES person (id),
    PRIMARY KEY (organisation_id, round)
){strict};
",
};
