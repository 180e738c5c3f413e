//! Records: a person at a body, as every other feature finds them.

// Here and not with the pages of proposals: `people` and `awards`, which stand before those, ask for what a second registrar
// confirms, and end it.
pub mod proposals;
pub mod store;
pub mod waiting;
