//! Sign-off: claims of workplace competence, their evidence, requests and decisions; stage verification.

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
        sql::run(manager, UP).await?;
        sql::lock_rows(manager, &["decision", "verification", "request_closure"]).await?;
        // What a signer is shown stays what it was when it was sent; only whether it waits may change.
        sql::lock_columns(
            manager,
            "claim_request",
            "shown, shown_sha256, claim_id, trainee_id, supervisor_id, employer_id, sent_at, sent_on",
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::drop_tables(
            manager,
            &[
                "request_closure",
                "verification",
                "verification_request",
                "decision",
                "claim_request",
                "evidence",
                "claim",
            ],
        )
        .await
    }
}

const UP: &str = r"
CREATE TABLE claim (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    narrative TEXT NOT NULL,
    happened_from {date},
    happened_until {date},
    redacted {bool} NOT NULL,
    revision {bigint} NOT NULL,
    created_at {instant} NOT NULL,
    changed_at {instant} NOT NULL,
    deleted_at {instant},
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, trainee_id)
){strict};
CREATE INDEX claim_enrolment ON claim (enrolment_id);

CREATE TABLE evidence (
    id TEXT NOT NULL PRIMARY KEY,
    claim_id TEXT NOT NULL REFERENCES claim (id),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'link', 'file')),
    title TEXT NOT NULL,
    content TEXT,
    file_key TEXT UNIQUE,
    media_type TEXT,
    size {bigint},
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    added_at {instant} NOT NULL,
    removed_at {instant},
    CHECK ((kind = 'file') = (file_key IS NOT NULL))
){strict};
CREATE INDEX evidence_claim ON evidence (claim_id);

CREATE TABLE claim_request (
    id TEXT NOT NULL PRIMARY KEY,
    claim_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    supervisor_id TEXT NOT NULL REFERENCES person (id),
    -- Its people read and decide the claim, those of another employer do not.
    employer_id TEXT REFERENCES organisation (id),
    sent_at {instant} NOT NULL,
    sent_on {date} NOT NULL,
    -- Exactly what the supervisor is shown, as JSON, and its hash: fixed when it is sent.
    shown TEXT NOT NULL,
    shown_sha256 TEXT NOT NULL CHECK (length(shown_sha256) = 64),
    taken_back_at {instant},
    is_open {bool} NOT NULL,
    FOREIGN KEY (claim_id, trainee_id) REFERENCES claim (id, trainee_id),
    UNIQUE (id, trainee_id),
    CONSTRAINT nobody_is_asked_about_their_own_claim CHECK (supervisor_id <> trainee_id)
){strict};
CREATE UNIQUE INDEX claim_request_one_open ON claim_request (claim_id) WHERE is_open = {true};
CREATE INDEX claim_request_employer ON claim_request (employer_id) WHERE is_open = {true};
CREATE INDEX claim_request_claim ON claim_request (claim_id);
CREATE INDEX claim_request_supervisor ON claim_request (supervisor_id) WHERE is_open = {true};

CREATE TABLE decision (
    request_id TEXT NOT NULL PRIMARY KEY,
    trainee_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('met', 'partly_met', 'not_yet', 'declined')),
    comment TEXT NOT NULL,
    missing TEXT,
    reason_code TEXT CHECK (reason_code IN ('did_not_supervise', 'not_authorised', 'not_enough_seen', 'conflict_of_interest', 'other')),
    statement TEXT NOT NULL,
    statement_version TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    shown_sha256 TEXT NOT NULL,
    signed_sha256 TEXT NOT NULL CHECK (length(signed_sha256) = 64),
    decided_by TEXT NOT NULL REFERENCES person (id),
    decided_on {date} NOT NULL,
    decided_at {instant} NOT NULL,
    FOREIGN KEY (request_id, trainee_id) REFERENCES claim_request (id, trainee_id),
    CHECK ((outcome = 'partly_met') = (missing IS NOT NULL)),
    CHECK ((outcome = 'declined') = (reason_code IS NOT NULL)),
    CONSTRAINT nobody_decides_their_own_claim CHECK (decided_by <> trainee_id)
){strict};

CREATE TABLE verification_request (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    element TEXT NOT NULL,
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    asked_at {instant} NOT NULL,
    asked_on {date} NOT NULL,
    is_open {bool} NOT NULL,
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, trainee_id)
){strict};
CREATE UNIQUE INDEX verification_request_one_open ON verification_request (enrolment_id, element) WHERE is_open = {true};
CREATE INDEX verification_request_enrolment ON verification_request (enrolment_id, element);
CREATE INDEX verification_request_employer ON verification_request (employer_id) WHERE is_open = {true};

CREATE TABLE verification (
    request_id TEXT NOT NULL PRIMARY KEY,
    trainee_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('verified', 'declined')),
    comment TEXT NOT NULL,
    statement TEXT NOT NULL,
    statement_version TEXT NOT NULL,
    shown TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    signed_sha256 TEXT NOT NULL CHECK (length(signed_sha256) = 64),
    verified_by TEXT NOT NULL REFERENCES person (id),
    verified_on {date} NOT NULL,
    verified_at {instant} NOT NULL,
    FOREIGN KEY (request_id, trainee_id) REFERENCES verification_request (id, trainee_id),
    CONSTRAINT nobody_verifies_themselves CHECK (verified_by <> trainee_id)
){strict};

-- Of a claim or of a stage, never of both.
CREATE TABLE request_closure (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    claim_request_id TEXT UNIQUE REFERENCES claim_request (id),
    verification_request_id TEXT UNIQUE REFERENCES verification_request (id),
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    closed_by TEXT REFERENCES person (id),
    closed_on {date} NOT NULL,
    closed_at {instant} NOT NULL,
    CHECK ((claim_request_id IS NULL) <> (verification_request_id IS NULL))
){strict};
CREATE INDEX request_closure_enrolment ON request_closure (enrolment_id);
";
