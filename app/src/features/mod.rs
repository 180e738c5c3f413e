//! The features.

pub mod awards;
pub mod bodies;
pub mod enrolments;
pub mod exemptions;
pub mod experience;
pub mod frameworks;
pub mod history;
pub mod imports;
pub mod people;
pub mod proposals;
pub mod record;
pub mod results;
pub mod sign_off;
