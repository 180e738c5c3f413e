//! Results: sittings, what each candidate achieved, and who confirmed it.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000003_results",
    unchangeable: &["result", "result_confirmation", "sitting"],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
CREATE TABLE sitting (
    id TEXT NOT NULL PRIMARY KEY,
    provider_id TEXT NOT NULL REFERENCES organisation (id),
    framework_slug TEXT NOT NULL,
    framework_version TEXT NOT NULL,
    element TEXT NOT NULL,
    held_on {date} NOT NULL,
    created_by TEXT NOT NULL REFERENCES person (id),
    created_at {instant} NOT NULL,
    UNIQUE (provider_id, framework_slug, framework_version, element, held_on)
){strict};
CREATE INDEX sitting_provider ON sitting (provider_id, held_on, id);

CREATE TABLE result (
    id TEXT NOT NULL PRIMARY KEY,
    sitting_id TEXT NOT NULL REFERENCES sitting (id),
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    -- Counts the results of a candidate at a sitting: the first is 1, and each correction one more, also where it corrects
    -- the day and so is of another sitting.
    round {bigint} NOT NULL CHECK (round > 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('pass', 'fail', 'not sat')),
    mark TEXT,
    recorded_by TEXT NOT NULL REFERENCES person (id),
    recorded_at {instant} NOT NULL,
    -- A correction is a new row; the old one stays and says what was believed until then.
    supersedes TEXT REFERENCES result (id),
    reason TEXT,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, recorded_by, trainee_id),
    CHECK ((supersedes IS NULL) = (reason IS NULL)),
    CHECK ((supersedes IS NULL) = (round = 1)),
    -- Who was not at a sitting is not recorded, but what was recorded of them is corrected so.
    CHECK (outcome <> 'not sat' OR (supersedes IS NOT NULL AND mark IS NULL)),
    CONSTRAINT nobody_records_their_own_result CHECK (recorded_by <> trainee_id)
){strict};
CREATE INDEX result_enrolment ON result (enrolment_id);
-- Not unique: whose result was moved to another day may have another one here. That two are not recorded at once is kept by
-- the lock of the record.
CREATE INDEX result_sitting ON result (sitting_id, enrolment_id, round, outcome, id);
-- Few results are corrected: that none stands in the place of another is seen without looking at all of them.
CREATE UNIQUE INDEX result_superseded ON result (supersedes) WHERE supersedes IS NOT NULL;

CREATE TABLE result_confirmation (
    result_id TEXT NOT NULL PRIMARY KEY,
    recorded_by TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    confirmed_by TEXT NOT NULL REFERENCES person (id),
    confirmed_on {date} NOT NULL,
    confirmed_at {instant} NOT NULL,
    FOREIGN KEY (result_id, recorded_by, trainee_id) REFERENCES result (id, recorded_by, trainee_id),
    CONSTRAINT a_second_person_confirms CHECK (confirmed_by <> recorded_by),
    CONSTRAINT nobody_confirms_their_own_result CHECK (confirmed_by <> trainee_id)
){strict};

-- Derived from `result` and `result_confirmation`, and written with them: a row comes with a result, and goes when the
-- result is confirmed or another one takes its place.
CREATE TABLE provisional_result (
    result_id TEXT NOT NULL PRIMARY KEY REFERENCES result (id),
    sitting_id TEXT NOT NULL REFERENCES sitting (id)
){strict};
CREATE INDEX provisional_result_sitting ON provisional_result (sitting_id);
",
};
