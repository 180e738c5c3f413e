//! Results: sittings, what each candidate achieved, and who confirmed it.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000003_results",
    unchangeable: &["result", "result_confirmation", "import_settlement", "sitting"],
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

-- A file from which results of a sitting are recorded.
CREATE TABLE import (
    id TEXT NOT NULL PRIMARY KEY,
    provider_id TEXT NOT NULL REFERENCES organisation (id),
    sitting_id TEXT NOT NULL REFERENCES sitting (id),
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    began_by TEXT NOT NULL REFERENCES person (id),
    began_at {instant} NOT NULL,
    discarded_at {instant},
    written_at {instant},
    -- How many results were recorded.
    written {bigint},
    -- The hash of what they were recorded from: how its columns were matched, what was read, and what became of each row.
    recorded_sha256 TEXT CHECK (length(recorded_sha256) = 64),
    row_count {bigint} NOT NULL CHECK (row_count > 0),
    -- How far it is: to what its columns were matched, and how many rows are checked.
    columns TEXT,
    checked {bigint} NOT NULL CHECK (checked BETWEEN 0 AND row_count),
    UNIQUE (id, began_by),
    CHECK (columns IS NOT NULL OR checked = 0),
    CHECK ((written_at IS NULL) = (written IS NULL)),
    CHECK ((written_at IS NULL) = (recorded_sha256 IS NULL)),
    CHECK (written_at IS NULL OR discarded_at IS NULL)
){strict};
CREATE INDEX import_sitting ON import (sitting_id, file_sha256);
CREATE INDEX import_provider ON import (provider_id, began_at);

CREATE TABLE import_settlement (
    import_id TEXT NOT NULL PRIMARY KEY,
    imported_by TEXT NOT NULL,
    settled TEXT NOT NULL CHECK (settled IN ('confirmed', 'declined')),
    settled_by TEXT NOT NULL REFERENCES person (id),
    settled_on {date} NOT NULL,
    settled_at {instant} NOT NULL,
    reason TEXT,
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    FOREIGN KEY (import_id, imported_by) REFERENCES import (id, began_by),
    CHECK ((settled = 'declined') = (reason IS NOT NULL)),
    CONSTRAINT a_second_person_confirms_an_import CHECK (settled_by <> imported_by)
){strict};

-- What was read from the file, as JSON; it goes when the file is thrown away.
CREATE TABLE import_table (
    import_id TEXT NOT NULL PRIMARY KEY REFERENCES import (id),
    -- Its headings and first rows, which are read without the rest.
    head TEXT NOT NULL,
    content TEXT NOT NULL
){strict};

-- What became of each row, by the number that a spreadsheet shows beside it.
CREATE TABLE import_row (
    import_id TEXT NOT NULL REFERENCES import (id),
    number {bigint} NOT NULL CHECK (number > 0),
    verdict TEXT NOT NULL CHECK (verdict IN ('ready', 'ask', 'wrong', 'known', 'nothing', 'left out')),
    why TEXT NOT NULL,
    enrolment_id TEXT REFERENCES enrolment (id),
    outcome TEXT CHECK (outcome IN ('pass', 'fail')),
    mark TEXT,
    -- Of whom it may be, where that has to be asked: ids, as JSON.
    choices TEXT,
    PRIMARY KEY (import_id, number),
    CHECK (verdict <> 'ready' OR (enrolment_id IS NOT NULL AND outcome IS NOT NULL)),
    CHECK (verdict <> 'ask' OR choices IS NOT NULL)
){strict};
CREATE INDEX import_row_verdict ON import_row (import_id, verdict, number);

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
    import_id TEXT REFERENCES import (id),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    FOREIGN KEY (enrolment_id, trainee_id) REFERENCES enrolment (id, person_id),
    UNIQUE (id, recorded_by, trainee_id),
    CHECK ((supersedes IS NULL) = (reason IS NULL)),
    CHECK ((supersedes IS NULL) = (round = 1)),
    -- Who was not at a sitting is not recorded, but what was recorded of them is corrected so.
    CHECK (outcome <> 'not sat' OR (supersedes IS NOT NULL AND mark IS NULL)),
    CONSTRAINT nobody_records_their_own_result CHECK (recorded_by <> trainee_id)
){strict};
CREATE INDEX result_import ON result (import_id, id);
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
