//! The rows of enrolments and of the relations around them.

pub mod case_file;
pub mod employment;
pub mod enrolment;
pub mod joining;
pub mod record;
pub mod registration;
pub mod specialism;
pub mod supervision;
