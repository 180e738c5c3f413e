//! What was done: events in chains, only ever appended to. And what was refused: a log beside them, swept after a time.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000006_events",
    unchangeable: &["event"],
    unchangeable_columns: &[],
    swept: &["refusal"],
    sql: r"
-- The end of each chain, which a writer locks: the number of its last event and that event's hash.
CREATE TABLE chain (
    kind TEXT NOT NULL CHECK (kind IN ('record', 'organisation', 'body', 'account')),
    id TEXT NOT NULL,
    seq {bigint} NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (kind, id)
){strict};

CREATE TABLE event (
    chain_kind TEXT NOT NULL,
    chain_id TEXT NOT NULL,
    seq {bigint} NOT NULL CHECK (seq > 0),
    -- The chapter of the record that it concerns; none where it concerns the whole record.
    enrolment_id TEXT REFERENCES enrolment (id) CHECK (enrolment_id IS NULL OR chain_kind = 'record'),
    id TEXT NOT NULL UNIQUE,
    at {instant} NOT NULL,
    valid_on {date} NOT NULL,
    actor_id TEXT REFERENCES person (id),
    version INTEGER NOT NULL,
    -- Text and not JSON of the database's own: it is hashed as it stands.
    body TEXT NOT NULL,
    prev TEXT NOT NULL CHECK (length(prev) = 64),
    hash TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (chain_kind, chain_id, seq),
    FOREIGN KEY (chain_kind, chain_id) REFERENCES chain (kind, id)
){strict};

-- By whom: a person who was signed in, or the hash of the address with which someone tried to.
CREATE TABLE refusal (
    id TEXT NOT NULL PRIMARY KEY,
    number {bigint} NOT NULL UNIQUE,
    at {instant} NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sign_in', 'permit')),
    person_id TEXT REFERENCES person (id),
    address_sha256 TEXT CHECK (length(address_sha256) = 64),
    what TEXT NOT NULL,
    reason TEXT NOT NULL,
    CHECK ((person_id IS NULL) <> (address_sha256 IS NULL))
){strict};
CREATE INDEX refusal_at ON refusal (at);
CREATE INDEX refusal_person ON refusal (person_id, at);
CREATE INDEX refusal_address ON refusal (address_sha256, at);

-- One row: how many refusals there ever were, and how many of them were deleted because their time was over. One that is gone
-- besides is missed.
CREATE TABLE refusal_log (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    written {bigint} NOT NULL,
    swept {bigint} NOT NULL,
    CHECK (swept BETWEEN 0 AND written)
){strict};
INSERT INTO refusal_log (id, written, swept) VALUES (1, 0, 0);
",
};
