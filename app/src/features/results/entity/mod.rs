//! The rows of results.

pub mod provisional_result;
pub mod result;
pub mod result_confirmation;
pub mod sitting;
