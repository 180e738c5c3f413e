//! Enrolments: who is on which framework, with which provider, at which employer, supervised by whom.

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
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::drop_tables(
            manager,
            &["case_file", "supervision", "employment", "registration", "enrolment"],
        )
        .await
    }
}

const UP: &str = r"
CREATE TABLE enrolment (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    framework_slug TEXT NOT NULL,
    framework_version TEXT NOT NULL,
    specialism TEXT,
    from_on {date} NOT NULL,
    joined_on {date},
    enrolled_by TEXT REFERENCES person (id),
    enrolled_at {instant} NOT NULL,
    UNIQUE (person_id, framework_slug, framework_version),
    UNIQUE (id, person_id)
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
    person_id TEXT NOT NULL REFERENCES person (id),
    employer_id TEXT NOT NULL REFERENCES organisation (id),
    job_title TEXT NOT NULL,
    from_on {date} NOT NULL,
    until_on {date} CHECK (until_on IS NULL OR until_on >= from_on),
    salt TEXT NOT NULL CHECK (length(salt) = 32),
    recorded_by TEXT REFERENCES person (id),
    recorded_at {instant} NOT NULL
){strict};
CREATE INDEX employment_person ON employment (person_id);
CREATE INDEX employment_employer ON employment (employer_id);

CREATE TABLE supervision (
    id TEXT NOT NULL PRIMARY KEY,
    enrolment_id TEXT NOT NULL,
    trainee_id TEXT NOT NULL,
    supervisor_id TEXT NOT NULL REFERENCES person (id),
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

-- Derived: the facts of an enrolment as the rules read them, rewritten in the transaction that changes one.
CREATE TABLE case_file (
    enrolment_id TEXT NOT NULL PRIMARY KEY REFERENCES enrolment (id),
    facts TEXT NOT NULL,
    waiting TEXT NOT NULL,
    revision {bigint} NOT NULL
){strict};
";
