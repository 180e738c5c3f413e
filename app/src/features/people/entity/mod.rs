//! The rows of people.

pub mod credential;
pub mod invitation;
pub mod membership;
pub mod organisation;
pub mod person;
pub mod recognition;
pub mod session;
pub mod sign_in_attempts;
