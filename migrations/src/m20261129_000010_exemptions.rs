//! Exemptions: what trainees hold from before, what the body decided on it, and what was withdrawn.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261129_000010_exemptions",
    unchangeable: &["prior_learning_decision", "prior_learning_review", "exemption", "exemption_withdrawal"],
    unchangeable_columns: &[(
        "prior_learning",
        "id, enrolment_id, body_id, trainee_id, prior, title, awarded_by, awarded_on, elements, proof, file_name, file_key, media_type, size, sha256, salt, sent_on, sent_at",
    )],
    swept: &[],
    sql: r"
CREATE TABLE prior_learning (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    -- The body that holds the record, whose list it is in.
    body_id TEXT NOT NULL REFERENCES organisation (id),
    trainee_id TEXT NOT NULL,
    -- What the framework calls it, where it names it.
    prior TEXT,
    title TEXT NOT NULL CHECK (title <> ''),
    awarded_by TEXT NOT NULL,
    awarded_on {date} NOT NULL,
    -- The elements for which an exemption is asked, with a space between; empty where the framework says what it is worth.
    elements TEXT NOT NULL,
    proof TEXT,
    file_name TEXT,
    file_key TEXT UNIQUE,
    media_type TEXT,
    size {bigint},
    sha256 TEXT,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    sent_on {date} NOT NULL,
    sent_at {instant} NOT NULL,
    -- Whether it waits for a decision, and since when: since it was sent, or since the review was asked for.
    is_open {bool} NOT NULL,
    waits_since {date} NOT NULL,
    -- Until when it is to be decided, by the published times; the last day there is where none is published.
    due_on {date} NOT NULL,
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, enrolment_id, trainee_id),
    CONSTRAINT something_proves_it CHECK (proof IS NOT NULL OR file_key IS NOT NULL),
    CONSTRAINT a_file_is_whole CHECK ((file_key IS NULL) = (file_name IS NULL) AND (file_key IS NULL) = (sha256 IS NULL)
        AND (file_key IS NULL) = (media_type IS NULL) AND (file_key IS NULL) = (size IS NULL))
){strict};
CREATE INDEX prior_learning_enrolment ON prior_learning (enrolment_id);
CREATE INDEX prior_learning_waiting ON prior_learning (body_id, due_on, waits_since, id) WHERE is_open = {true};

CREATE TABLE prior_learning_decision (
    prior_learning_id TEXT NOT NULL,
    -- 1 for the first decision, 2 for the review.
    round {bigint} NOT NULL CHECK (round BETWEEN 1 AND 2),
    enrolment_id TEXT NOT NULL,
    body_id TEXT NOT NULL REFERENCES organisation (id),
    trainee_id TEXT NOT NULL,
    is_proved {bool} NOT NULL,
    reason TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    decided_by TEXT NOT NULL REFERENCES person (id),
    decided_on {date} NOT NULL,
    decided_at {instant} NOT NULL,
    PRIMARY KEY (prior_learning_id, round),
    FOREIGN KEY (prior_learning_id, enrolment_id, trainee_id) REFERENCES prior_learning (id, enrolment_id, trainee_id),
    UNIQUE (prior_learning_id, round, enrolment_id, trainee_id),
    CONSTRAINT nobody_reviews_their_own_decision UNIQUE (prior_learning_id, decided_by),
    CONSTRAINT nobody_decides_their_own_exemption CHECK (decided_by <> trainee_id)
){strict};
CREATE INDEX prior_learning_decision_body ON prior_learning_decision (body_id, decided_on, prior_learning_id, round);

CREATE TABLE prior_learning_review (
    prior_learning_id TEXT NOT NULL PRIMARY KEY REFERENCES prior_learning (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    asked_on {date} NOT NULL,
    asked_at {instant} NOT NULL
){strict};

CREATE TABLE exemption (
    id TEXT NOT NULL PRIMARY KEY,
    prior_learning_id TEXT NOT NULL,
    round {bigint} NOT NULL,
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    element TEXT NOT NULL,
    is_granted {bool} NOT NULL,
    -- What it depends on, as its reason is read in a standing.
    because TEXT NOT NULL CHECK (because <> ''),
    reason TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    decided_by TEXT NOT NULL REFERENCES person (id),
    decided_on {date} NOT NULL,
    decided_at {instant} NOT NULL,
    -- The first day on which it counts no longer, where it is for a time only.
    expires_on {date} CHECK (expires_on > decided_on),
    FOREIGN KEY (prior_learning_id, round, enrolment_id, trainee_id)
        REFERENCES prior_learning_decision (prior_learning_id, round, enrolment_id, trainee_id),
    UNIQUE (prior_learning_id, round, element),
    UNIQUE (id, trainee_id),
    CONSTRAINT nobody_exempts_themselves CHECK (decided_by <> trainee_id)
){strict};
CREATE INDEX exemption_enrolment ON exemption (enrolment_id);

CREATE TABLE exemption_withdrawal (
    exemption_id TEXT NOT NULL PRIMARY KEY,
    trainee_id TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    withdrawn_by TEXT NOT NULL REFERENCES person (id),
    withdrawn_on {date} NOT NULL,
    withdrawn_at {instant} NOT NULL,
    FOREIGN KEY (exemption_id, trainee_id) REFERENCES exemption (id, trainee_id),
    CONSTRAINT nobody_withdraws_their_own_exemption CHECK (withdrawn_by <> trainee_id)
){strict};
",
};
