//! The schema: one file per change, each with its way back. Written by hand; the truth about the database.
//!
//! Every state change is a row with who and when. Three rules of the field are kept here too, so that no program can
//! break them: nobody decides on their own record, whoever records a result does not confirm it, and what is decided
//! is never edited or deleted.

mod migration;

pub use sea_orm_migration::prelude::*;

/// Declares the migrations, in order.
macro_rules! migrations {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+

        /// All migrations in order.
        pub struct Migrator;

        #[async_trait::async_trait]
        impl MigratorTrait for Migrator {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$(Box::new($name::MIGRATION)),+]
            }
        }
    };
}

migrations! {
    m20261128_000001_people,
    m20261128_000002_enrolments,
    m20261128_000003_results,
    m20261128_000004_sign_off,
    m20261128_000005_awards,
    m20261128_000006_events,
    m20261128_000007_forms,
    m20261128_000008_jobs,
    m20261128_000009_proposals,
    m20261129_000010_exemptions,
    m20261129_000011_lost_bases,
    m20261129_000012_reasons,
    m20261201_000013_former_names,
}
