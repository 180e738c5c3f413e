//! Awards of which it is known by now that what they were conferred on was not there.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261129_000011_lost_bases",
    unchangeable: &[],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
-- Derived from a chapter, and written with its file.
CREATE TABLE lost_basis (
    award_id TEXT NOT NULL PRIMARY KEY REFERENCES award (id),
    enrolment_id TEXT NOT NULL REFERENCES enrolment (id),
    body_id TEXT NOT NULL REFERENCES organisation (id),
    missing TEXT NOT NULL,
    since_on {date} NOT NULL
){strict};
CREATE INDEX lost_basis_enrolment ON lost_basis (enrolment_id);
CREATE INDEX lost_basis_body ON lost_basis (body_id, since_on, award_id);
",
};
