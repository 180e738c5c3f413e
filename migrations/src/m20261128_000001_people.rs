//! People: who they are, where they belong, how they sign in.

use crate::migration::Migration;

pub(crate) const MIGRATION: Migration = Migration {
    name: "m20261128_000001_people",
    unchangeable: &[],
    unchangeable_columns: &[],
    swept: &[],
    sql: r"
-- A salt is 16 random bytes: events hold the hash of a row's words under it, and words and salt are erased together.
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    created_at {instant} NOT NULL,
    -- Since when they have this address.
    addressed_on {date} NOT NULL
){strict};

CREATE TABLE credential (
    person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    password_hash TEXT NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    set_at {instant} NOT NULL
){strict};

CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    -- What names that look the same have in common: two organisations can be told apart.
    look TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('employer', 'provider', 'body')),
    -- The folder of a body under content/bodies.
    slug TEXT UNIQUE CHECK (slug <> ''),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    created_at {instant} NOT NULL,
    CHECK ((kind = 'body') = (slug IS NOT NULL))
){strict};

-- Which employers and providers serve the trainees of a body.
CREATE TABLE recognition (
    body_id TEXT NOT NULL REFERENCES organisation (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    since {date} NOT NULL,
    recognised_by TEXT REFERENCES person (id),
    PRIMARY KEY (body_id, organisation_id),
    CHECK (body_id <> organisation_id)
){strict};
CREATE INDEX recognition_organisation ON recognition (organisation_id);

-- Intervals are half-open: from_on is the first day, until_on the first day no longer.
CREATE TABLE membership (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    role TEXT NOT NULL CHECK (role IN ('supervisor', 'employer_admin', 'officer', 'registrar')),
    from_on {date} NOT NULL,
    until_on {date} CHECK (until_on IS NULL OR until_on >= from_on),
    granted_by TEXT REFERENCES person (id) CHECK (granted_by IS NULL OR granted_by <> person_id),
    granted_at {instant} NOT NULL,
    ended_by TEXT REFERENCES person (id),
    -- The proposal by which the account was reset with which it ended. Proposals come with a later migration.
    reset_id TEXT CHECK (reset_id IS NULL OR until_on IS NOT NULL)
){strict};
-- Memberships begin on the day they are granted and end on the day they are ended, so two that overlap are two without
-- an end. Both engines can refuse that; an exclusion of intervals only PostgreSQL could.
CREATE UNIQUE INDEX membership_one_in_force ON membership (person_id, organisation_id, role) WHERE until_on IS NULL;
CREATE INDEX membership_person ON membership (person_id);
CREATE INDEX membership_organisation ON membership (organisation_id);

CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    token_sha256 TEXT NOT NULL UNIQUE CHECK (length(token_sha256) = 64),
    name TEXT NOT NULL,
    email TEXT NOT NULL CHECK (email = lower(email)),
    -- Where the role is, or for which body an account is opened; none for an account at the server.
    organisation_id TEXT REFERENCES organisation (id),
    role TEXT CHECK (role IN ('supervisor', 'employer_admin', 'officer', 'registrar')),
    -- Whose account it opens, where it opens no role.
    person_id TEXT REFERENCES person (id),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    invited_by TEXT REFERENCES person (id),
    invited_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant},
    used_by TEXT REFERENCES person (id),
    withdrawn_at {instant},
    CHECK ((role IS NULL) = (person_id IS NOT NULL)),
    CHECK (role IS NULL OR organisation_id IS NOT NULL),
    -- Whoever makes a link to an account makes it for their body; at the server it is made for none.
    CHECK (role IS NOT NULL OR (organisation_id IS NULL) = (invited_by IS NULL))
){strict};
CREATE INDEX invitation_organisation ON invitation (organisation_id);
CREATE INDEX invitation_person ON invitation (person_id);
CREATE INDEX invitation_invited_by ON invitation (invited_by);
CREATE INDEX invitation_used_by ON invitation (used_by);

-- Only the hash of a session's id is kept: who reads the table can't become anyone.
CREATE TABLE session (
    id_sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(id_sha256) = 64),
    person_id TEXT NOT NULL REFERENCES person (id),
    record TEXT NOT NULL,
    expires_at {instant} NOT NULL
){strict};
CREATE INDEX session_expires ON session (expires_at);
CREATE INDEX session_person ON session (person_id);

-- Browsers in which somebody has signed in; of a browser's token only the hash. It opens nothing.
CREATE TABLE known_device (
    token_sha256 TEXT NOT NULL CHECK (length(token_sha256) = 64),
    person_id TEXT NOT NULL REFERENCES person (id),
    signed_in_at {instant} NOT NULL,
    PRIMARY KEY (token_sha256, person_id)
){strict};
CREATE INDEX known_device_signed_in_at ON known_device (signed_in_at);

-- Attempts to sign in that did not succeed of late, as JSON; of what they are counted by only the hash.
CREATE TABLE sign_in_attempts (
    of_sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(of_sha256) = 64),
    attempts TEXT NOT NULL,
    last_at {instant} NOT NULL
){strict};
CREATE INDEX sign_in_attempts_last_at ON sign_in_attempts (last_at);
",
};
