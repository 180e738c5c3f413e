//! Forms: those that are shown again with what was typed, those that had their effect, and the secret of their seal.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000007_forms",
    unchangeable: &[],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
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
CREATE INDEX kept_form_person ON kept_form (person_id, kept_at);

CREATE TABLE sent_form (
    key TEXT NOT NULL PRIMARY KEY,
    person_id TEXT REFERENCES person (id),
    location TEXT NOT NULL,
    notice TEXT,
    typed TEXT NOT NULL,
    sent_at {instant} NOT NULL
){strict};
CREATE INDEX sent_form_sent_at ON sent_form (sent_at);

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL CHECK (length(secret) = 64)
){strict};
",
};
