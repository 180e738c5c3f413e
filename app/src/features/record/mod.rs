//! Records: a person at a body, as every other feature finds them.

pub mod proposals;
pub mod store;
pub mod waiting;
