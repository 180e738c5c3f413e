//! Records: a person at a body; their enrolments on its frameworks, with which provider, at which employer, supervised by whom.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000002_enrolments",
    unchangeable: &["joining", "record_name", "record_number", "specialism"],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
-- The account is the person's; a body holds a record, under a name and a membership number of its own.
CREATE TABLE record (
    id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES organisation (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    number TEXT CHECK (number <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    -- The key of collation, by which lists are sorted.
    name_key {sorted} NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    created_at {instant} NOT NULL,
    UNIQUE (body_id, person_id),
    UNIQUE (body_id, number),
    UNIQUE (id, person_id)
){strict};
CREATE INDEX record_person ON record (person_id);

-- A chapter of a record. Whose it is stands here too, so that checks can say that nobody signs for themselves.
CREATE TABLE enrolment (
    id TEXT NOT NULL PRIMARY KEY,
    record_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    framework_slug TEXT NOT NULL,
    framework_version TEXT NOT NULL,
    from_on {date} NOT NULL,
    enrolled_by TEXT REFERENCES person (id),
    enrolled_at {instant} NOT NULL,
    -- The first day on which it is over, why, and by which of the reasons given.
    ended_on {date},
    ended_as TEXT CHECK (ended_as IN ('mistake', 'left')),
    end_reason_id TEXT,
    CHECK ((ended_on IS NULL) = (ended_as IS NULL) AND (ended_on IS NULL) = (end_reason_id IS NULL)),
    FOREIGN KEY (record_id, person_id) REFERENCES record (id, person_id),
    UNIQUE (id, person_id)
){strict};
CREATE INDEX enrolment_person ON enrolment (person_id);
CREATE INDEX enrolment_record ON enrolment (record_id);
-- Of one version a person has one that goes on.
CREATE UNIQUE INDEX enrolment_one_goes_on ON enrolment (record_id, framework_slug, framework_version) WHERE ended_on IS NULL;

-- Facts that outlive a change of mind: a row for each time one was noted. The last round holds, and what was known before
-- is read from those before it. Of the names and of the numbers `record` has the one that holds.
CREATE TABLE record_name (
    record_id TEXT NOT NULL REFERENCES record (id),
    round INTEGER NOT NULL CHECK (round > 0),
    name TEXT NOT NULL CHECK (name <> ''),
    -- The day from which they bear it.
    from_on {date} NOT NULL,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    recorded_by TEXT REFERENCES person (id),
    recorded_at {instant} NOT NULL,
    recorded_on {date} NOT NULL,
    PRIMARY KEY (record_id, round)
){strict};

-- The same of numbers; none where it was taken out.
CREATE TABLE record_number (
    record_id TEXT NOT NULL REFERENCES record (id),
    round INTEGER NOT NULL CHECK (round > 0),
    number TEXT CHECK (number <> ''),
    recorded_on {date} NOT NULL,
    PRIMARY KEY (record_id, round)
){strict};

CREATE TABLE joining (
    record_id TEXT NOT NULL REFERENCES record (id),
    round INTEGER NOT NULL CHECK (round > 0),
    joined_on {date} NOT NULL,
    recorded_by TEXT REFERENCES person (id),
    recorded_at {instant} NOT NULL,
    PRIMARY KEY (record_id, round)
){strict};

CREATE TABLE specialism (
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    round INTEGER NOT NULL CHECK (round > 0),
    specialism TEXT NOT NULL,
    from_on {date} NOT NULL,
    recorded_by TEXT REFERENCES person (id),
    recorded_at {instant} NOT NULL,
    PRIMARY KEY (enrolment_id, round)
){strict};

CREATE TABLE registration (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    provider_id TEXT NOT NULL REFERENCES organisation (id),
    from_on {date} NOT NULL,
    until_on {date} CHECK (until_on IS NULL OR until_on >= from_on),
    recorded_by TEXT REFERENCES person (id),
    recorded_at {instant} NOT NULL
){strict};
CREATE INDEX registration_enrolment ON registration (enrolment_id);
CREATE INDEX registration_provider ON registration (provider_id);

CREATE TABLE employment (
    id TEXT NOT NULL PRIMARY KEY,
    record_id TEXT NOT NULL REFERENCES record (id),
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    job_title TEXT NOT NULL,
    from_on {date} NOT NULL,
    until_on {date} CHECK (until_on IS NULL OR until_on >= from_on),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    recorded_by TEXT REFERENCES person (id),
    recorded_at {instant} NOT NULL
){strict};
CREATE INDEX employment_record ON employment (record_id);
CREATE INDEX employment_employer ON employment (employer_id);

CREATE TABLE supervision (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    supervisor_id TEXT NOT NULL REFERENCES person (id),
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    authorised_as TEXT,
    from_on {date} NOT NULL,
    until_on {date} CHECK (until_on IS NULL OR until_on >= from_on),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    recorded_by TEXT REFERENCES person (id),
    recorded_at {instant} NOT NULL,
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    CONSTRAINT nobody_supervises_themselves CHECK (supervisor_id <> trainee_id)
){strict};
CREATE INDEX supervision_enrolment ON supervision (enrolment_id);
CREATE INDEX supervision_supervisor ON supervision (supervisor_id);

-- Derived: the facts of an enrolment as the rules read them, in ids, codes and days, rewritten in the transaction that
-- changes one. One of another format is made again from its rows when it is read.
CREATE TABLE chapter_file (
    enrolment_id TEXT NOT NULL PRIMARY KEY REFERENCES enrolment (id),
    format INTEGER NOT NULL,
    facts TEXT NOT NULL,
    waiting TEXT NOT NULL
){strict};

-- Derived from records, employments, registrations and supervisions. The lister is a body, an employer, a provider or a
-- supervisor. One row has an empty word, for the list itself; one has each word of the name, for a search.
CREATE TABLE listing (
    lister_id TEXT NOT NULL,
    word {sorted} NOT NULL,
    name_key {sorted} NOT NULL,
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    from_on {date} NOT NULL,
    until_on {date},
    PRIMARY KEY (lister_id, word, name_key, enrolment_id, from_on)
){strict};
CREATE INDEX listing_enrolment ON listing (enrolment_id);
",
};
