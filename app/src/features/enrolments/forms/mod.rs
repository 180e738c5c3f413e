//! The forms of enrolments.

mod employers_and_providers;
mod enrol;
mod joining;
mod supervise;

pub use employers_and_providers::{Employ, Register};
pub use enrol::{Enrol, EnrolTrainee};
pub use joining::joined_on;
pub use supervise::Supervise;
