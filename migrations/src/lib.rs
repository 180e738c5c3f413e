//! The schema: one file per change, each with its way back. Written by hand; the truth about the database.
//!
//! Every state change is a row with who and when. Three rules of the field are kept here too, so that no program can
//! break them: nobody decides on their own record, whoever records a result does not confirm it, and what is decided
//! is never edited or deleted.

mod m20261122_000001_people;
mod m20261122_000002_enrolments;
mod m20261122_000003_results;
mod m20261122_000004_sign_off;
mod m20261122_000005_awards;
mod m20261122_000006_events;
mod m20261123_000007_one_role_at_a_time;
mod m20261125_000008_search;
mod m20261125_000009_request_closures;
mod m20261125_000010_provisional_results;
mod m20261125_000011_indexes;
mod m20261125_000012_asked_employer;
mod m20261125_000013_joining;
mod m20261128_000014_forms;
mod sql;

pub use sea_orm_migration::prelude::*;

/// All migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_people::Migration),
            Box::new(m20261122_000002_enrolments::Migration),
            Box::new(m20261122_000003_results::Migration),
            Box::new(m20261122_000004_sign_off::Migration),
            Box::new(m20261122_000005_awards::Migration),
            Box::new(m20261122_000006_events::Migration),
            Box::new(m20261123_000007_one_role_at_a_time::Migration),
            Box::new(m20261125_000008_search::Migration),
            Box::new(m20261125_000009_request_closures::Migration),
            Box::new(m20261125_000010_provisional_results::Migration),
            Box::new(m20261125_000011_indexes::Migration),
            Box::new(m20261125_000012_asked_employer::Migration),
            Box::new(m20261125_000013_joining::Migration),
            Box::new(m20261128_000014_forms::Migration),
        ]
    }
}
