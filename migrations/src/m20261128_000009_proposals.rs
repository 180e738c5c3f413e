//! What one registrar asks for and a second one of the same body confirms.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000009_proposals",
    unchangeable: &[],
    // What was asked for stays; how it ended is said once.
    unchangeable_columns: &[(
        "proposal",
        "id, body_id, act, person_id, award_id, email, reason, salt, proposed_by, proposed_on, proposed_at",
    )],
    swept: &[],
    sql: r"
CREATE TABLE proposal (
    id TEXT NOT NULL PRIMARY KEY,
    body_id TEXT NOT NULL REFERENCES organisation (id),
    act TEXT NOT NULL CHECK (act IN ('start account anew', 'withdraw award', 'end registrar')),
    person_id TEXT NOT NULL REFERENCES person (id),
    award_id TEXT REFERENCES award (id),
    -- The address that an account is to have, where it changes.
    email TEXT CHECK (email = lower(email)),
    reason TEXT NOT NULL CHECK (reason <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    proposed_by TEXT NOT NULL REFERENCES person (id),
    proposed_on {date} NOT NULL,
    proposed_at {instant} NOT NULL,
    settled TEXT CHECK (settled IN ('confirmed', 'dropped', 'lapsed')),
    settled_by TEXT REFERENCES person (id),
    settled_on {date},
    CHECK ((act = 'withdraw award') = (award_id IS NOT NULL)),
    CHECK (email IS NULL OR act = 'start account anew'),
    -- What lapses with the grant of whoever asked is settled by nobody.
    CHECK ((settled IS NULL OR settled = 'lapsed') = (settled_by IS NULL)),
    CHECK ((settled IS NULL) = (settled_on IS NULL)),
    CONSTRAINT nobody_proposes_about_themselves CHECK (proposed_by <> person_id),
    CONSTRAINT nobody_settles_about_themselves CHECK (settled_by <> person_id),
    CONSTRAINT nobody_confirms_what_they_proposed CHECK (settled <> 'confirmed' OR settled_by <> proposed_by)
){strict};
CREATE UNIQUE INDEX proposal_one_open_of_person ON proposal (person_id, act, body_id) WHERE settled IS NULL AND award_id IS NULL;
CREATE UNIQUE INDEX proposal_one_open_of_award ON proposal (award_id) WHERE settled IS NULL AND award_id IS NOT NULL;
CREATE INDEX proposal_body ON proposal (body_id);
",
};
