//! The rows of enrolments and of the relations around them.

pub mod chapter_file;
pub mod employment;
pub mod enrolment;
pub mod joining;
pub mod listing;
pub mod record;
pub mod record_name;
pub mod registration;
pub mod specialism;
pub mod supervision;
