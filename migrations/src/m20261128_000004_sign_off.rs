//! Sign-off: claims of workplace competence and their evidence, experience; what is signed of claims, of stages and of experience.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000004_sign_off",
    unchangeable: &["signature", "signature_withdrawal", "signing_end"],
    // What a signer is shown stays what it was when it was sent; only whether it waits may change.
    unchangeable_columns: &[
        (
            "experience",
            "id, enrolment_id, trainee_id, kind, employer_id, from_on, until_on, minutes, minutes_each_week, full_time_percent, work, salt, recorded_at",
        ),
        ("signing_link", "id, enrolment_id, token_sha256, made_at"),
        (
            "signing_request",
            "id, enrolment_id, trainee_id, subject, node, claim_id, experience_id, round, employer_id, person_id, link_id, shown, shown_sha256, happened_from, happened_until, sent_at, sent_on, until_on",
        ),
    ],
    swept: &[],
    sql: r"
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

-- A spell of work. It is never changed: a wrong one is taken out and recorded anew.
CREATE TABLE experience (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    -- As the framework names it.
    kind TEXT NOT NULL,
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    from_on {date} NOT NULL,
    until_on {date} NOT NULL,
    minutes {bigint} NOT NULL CHECK (minutes >= 0),
    -- Where the trainee said the hours of each week.
    minutes_each_week {bigint} CHECK (minutes_each_week > 0),
    full_time_percent {bigint} CHECK (full_time_percent BETWEEN 1 AND 99),
    work TEXT NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    recorded_at {instant} NOT NULL,
    withdrawn_at {instant},
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, trainee_id),
    CHECK (from_on < until_on)
){strict};
CREATE INDEX experience_enrolment ON experience (enrolment_id);

-- The holder of a link, who signs without an account.
CREATE TABLE signing_link (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    token_sha256 TEXT NOT NULL UNIQUE CHECK (length(token_sha256) = 64),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    made_at {instant} NOT NULL,
    mailbox_proved_at {instant}
){strict};
CREATE INDEX signing_link_enrolment ON signing_link (enrolment_id);

CREATE TABLE signing_request (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN ('claim', 'stage', 'experience')),
    -- As the framework names it: the outcome that is claimed, the verification of the stage, the kind of experience.
    node TEXT NOT NULL,
    claim_id TEXT,
    experience_id TEXT,
    -- Counts the requests about one claim, one stage or one spell of work: the last is the one with the highest.
    round {bigint} NOT NULL CHECK (round > 0),
    -- Its people read and answer it, those of another employer do not.
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    -- A person, the holder of a link, or neither: then any of the employer's people who may sign it.
    person_id TEXT REFERENCES person (id),
    link_id TEXT UNIQUE REFERENCES signing_link (id),
    -- Exactly what is shown, as JSON, and its hash: fixed when it is sent.
    shown TEXT NOT NULL,
    shown_sha256 TEXT NOT NULL CHECK (length(shown_sha256) = 64),
    -- The first and the last day of the work, as a claim shows them: facts are read without its text.
    happened_from {date},
    happened_until {date},
    sent_at {instant} NOT NULL,
    sent_on {date} NOT NULL,
    -- The first day on which it can be answered no longer.
    until_on {date},
    is_open {bool} NOT NULL,
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    FOREIGN KEY (claim_id, trainee_id) REFERENCES claim (id, trainee_id),
    FOREIGN KEY (experience_id, trainee_id) REFERENCES experience (id, trainee_id),
    UNIQUE (id, trainee_id, subject),
    UNIQUE (id, link_id),
    CHECK ((subject = 'claim') = (claim_id IS NOT NULL)),
    CHECK ((subject = 'experience') = (experience_id IS NOT NULL)),
    CHECK ((subject = 'claim') = (happened_from IS NOT NULL)),
    CHECK ((happened_from IS NULL) = (happened_until IS NULL)),
    CHECK (person_id IS NULL OR link_id IS NULL),
    CHECK (link_id IS NULL OR until_on IS NOT NULL),
    CONSTRAINT nobody_is_asked_about_themselves CHECK (person_id <> trainee_id)
){strict};
CREATE UNIQUE INDEX signing_request_round ON signing_request (enrolment_id, COALESCE(claim_id, experience_id, node), round);
CREATE UNIQUE INDEX signing_request_one_open ON signing_request (enrolment_id, COALESCE(claim_id, experience_id, node)) WHERE is_open = {true};
CREATE INDEX signing_request_claim ON signing_request (claim_id);
CREATE INDEX signing_request_experience ON signing_request (experience_id);
CREATE INDEX signing_request_employer ON signing_request (employer_id, sent_on, id) WHERE is_open = {true};
CREATE INDEX signing_request_person ON signing_request (person_id) WHERE is_open = {true};

CREATE TABLE signature (
    request_id TEXT NOT NULL PRIMARY KEY,
    trainee_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id TEXT REFERENCES person (id),
    link_id TEXT,
    outcome TEXT NOT NULL,
    comment TEXT NOT NULL,
    missing TEXT,
    reason_code TEXT CHECK (reason_code IN ('did_not_supervise', 'not_authorised', 'not_enough_seen', 'conflict_of_interest', 'other')),
    statement TEXT NOT NULL,
    statement_version TEXT NOT NULL,
    -- What was shown when it was signed, where that was no longer what had been sent.
    shown TEXT,
    shown_sha256 TEXT NOT NULL CHECK (length(shown_sha256) = 64),
    signed_sha256 TEXT NOT NULL CHECK (length(signed_sha256) = 64),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    signed_on {date} NOT NULL,
    signed_at {instant} NOT NULL,
    FOREIGN KEY (request_id, trainee_id, subject) REFERENCES signing_request (id, trainee_id, subject),
    FOREIGN KEY (request_id, link_id) REFERENCES signing_request (id, link_id),
    CHECK ((person_id IS NULL) <> (link_id IS NULL)),
    CHECK (
        (subject = 'claim' AND outcome IN ('met', 'partly_met', 'not_yet', 'declined'))
        OR (subject = 'stage' AND outcome IN ('verified', 'declined'))
        OR (subject = 'experience' AND outcome IN ('confirmed', 'declined'))
    ),
    CHECK ((outcome = 'partly_met') = (missing IS NOT NULL)),
    CHECK ((subject = 'claim' AND outcome = 'declined') = (reason_code IS NOT NULL)),
    CONSTRAINT nobody_signs_about_themselves CHECK (person_id <> trainee_id)
){strict};

CREATE INDEX signature_person ON signature (person_id, signed_on, request_id);

-- That a signature was given by mistake: what was signed stays, and from then on it never counted.
CREATE TABLE signature_withdrawal (
    request_id TEXT NOT NULL PRIMARY KEY REFERENCES signature (request_id),
    trainee_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    withdrawn_by TEXT NOT NULL REFERENCES person (id),
    withdrawn_on {date} NOT NULL,
    withdrawn_at {instant} NOT NULL,
    FOREIGN KEY (request_id, trainee_id, subject) REFERENCES signing_request (id, trainee_id, subject),
    CONSTRAINT nobody_withdraws_what_is_signed_of_them CHECK (withdrawn_by <> trainee_id)
){strict};

CREATE INDEX signature_withdrawal_by ON signature_withdrawal (withdrawn_by);

-- How a request ended that nobody answered.
CREATE TABLE signing_end (
    request_id TEXT NOT NULL PRIMARY KEY REFERENCES signing_request (id),
    reason TEXT NOT NULL CHECK (reason IN ('taken_back', 'employment_ended')),
    ended_by TEXT REFERENCES person (id),
    ended_on {date} NOT NULL,
    ended_at {instant} NOT NULL
){strict};
",
};
