//! The forms of enrolments.

mod enrol;
mod supervise;
mod ties;

pub use enrol::{Enrol, EnrolTrainee};
pub use supervise::Supervise;
pub use ties::{Employ, Register};
