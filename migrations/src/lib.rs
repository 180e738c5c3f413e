//! The schema: one file per change, each with its way back. Written by hand; the truth about the database.
//!
//! Every state change is a row with who and when. Three rules of the field are kept here too, so that no program can
//! break them: nobody decides on their own record, whoever records a result does not confirm it, and what is decided
//! is never edited or deleted.

mod m20261128_000001_people;
mod m20261128_000002_enrolments;
mod m20261128_000003_results;
mod m20261128_000004_sign_off;
mod m20261128_000005_awards;
mod m20261128_000006_events;
mod m20261128_000007_forms;
mod m20261128_000008_jobs;
mod m20261128_000009_proposals;
mod migration;

pub use sea_orm_migration::prelude::*;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261128_000001_people::MIGRATION),
            Box::new(m20261128_000002_enrolments::MIGRATION),
            Box::new(m20261128_000003_results::MIGRATION),
            Box::new(m20261128_000004_sign_off::MIGRATION),
            Box::new(m20261128_000005_awards::MIGRATION),
            Box::new(m20261128_000006_events::MIGRATION),
            Box::new(m20261128_000007_forms::MIGRATION),
            Box::new(m20261128_000008_jobs::MIGRATION),
            Box::new(m20261128_000009_proposals::MIGRATION),
        ]
    }
}
