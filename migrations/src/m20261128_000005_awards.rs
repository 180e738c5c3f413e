//! Awards: applications for a status, their decisions, what was conferred and withdrawn.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000005_awards",
    unchangeable: &["application_decision", "award", "award_withdrawal"],
    // Only whether it waits may change.
    unchangeable_columns: &[(
        "application",
        "id, enrolment_id, body_id, trainee_id, step_off, round, status, applied_on, applied_at",
    )],
    swept: &[],
    sql: r"
CREATE TABLE application (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    -- The body that holds the record, whose list it is in.
    body_id TEXT NOT NULL REFERENCES organisation (id),
    trainee_id TEXT NOT NULL,
    step_off TEXT NOT NULL,
    -- Counts the applications for one step-off point: the last is the one with the highest.
    round {bigint} NOT NULL CHECK (round > 0),
    status TEXT NOT NULL,
    applied_on {date} NOT NULL,
    applied_at {instant} NOT NULL,
    is_open {bool} NOT NULL,
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, enrolment_id, trainee_id),
    UNIQUE (enrolment_id, step_off, round)
){strict};
CREATE UNIQUE INDEX application_one_open ON application (enrolment_id, step_off) WHERE is_open = {true};
CREATE INDEX application_enrolment ON application (enrolment_id);
CREATE INDEX application_waiting ON application (body_id, applied_on, id) WHERE is_open = {true};

CREATE TABLE application_decision (
    application_id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    body_id TEXT NOT NULL REFERENCES organisation (id),
    trainee_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('conferred', 'declined')),
    reason TEXT NOT NULL,
    -- The standing on which it was decided, so that the decision can be explained years later.
    standing TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    decided_by TEXT NOT NULL REFERENCES person (id),
    decided_on {date} NOT NULL,
    decided_at {instant} NOT NULL,
    FOREIGN KEY (application_id, enrolment_id, trainee_id) REFERENCES application (id, enrolment_id, trainee_id),
    CONSTRAINT nobody_decides_their_own_application CHECK (decided_by <> trainee_id)
){strict};
CREATE INDEX application_decision_body ON application_decision (body_id, decided_on, application_id);

CREATE TABLE award (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL UNIQUE REFERENCES application_decision (application_id),
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    status TEXT NOT NULL,
    holder TEXT NOT NULL,
    title TEXT NOT NULL,
    letters TEXT,
    code TEXT NOT NULL UNIQUE,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    conferred_by TEXT NOT NULL REFERENCES person (id),
    conferred_on {date} NOT NULL,
    conferred_at {instant} NOT NULL,
    -- The first day on which it is no longer held, where it lasts for a time only.
    expires_on {date} CHECK (expires_on > conferred_on),
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, trainee_id),
    CONSTRAINT nobody_confers_on_themselves CHECK (conferred_by <> trainee_id)
){strict};
CREATE INDEX award_enrolment ON award (enrolment_id);

-- Derived from awards and records: a row for each word of the holder's names, of then, before and since, and one without a word
-- for the list.
CREATE TABLE award_listing (
    body_id TEXT NOT NULL REFERENCES organisation (id),
    word {sorted} NOT NULL,
    conferred_on {date} NOT NULL,
    award_id TEXT NOT NULL REFERENCES award (id),
    PRIMARY KEY (body_id, word, conferred_on, award_id)
){strict};
CREATE INDEX award_listing_award ON award_listing (award_id);

CREATE TABLE award_withdrawal (
    award_id TEXT NOT NULL PRIMARY KEY,
    trainee_id TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    withdrawn_by TEXT NOT NULL REFERENCES person (id),
    withdrawn_on {date} NOT NULL,
    withdrawn_at {instant} NOT NULL,
    FOREIGN KEY (award_id, trainee_id) REFERENCES award (id, trainee_id),
    CONSTRAINT nobody_withdraws_their_own CHECK (withdrawn_by <> trainee_id)
){strict};
",
};
