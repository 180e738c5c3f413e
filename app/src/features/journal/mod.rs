//! The journal: what was done, as events in chains, each written in the transaction that does it.

mod append;
pub mod doctor;
pub mod entity;
mod lock;
pub mod refusals;
pub mod store;
mod words;

pub use append::{Said, append};
pub use lock::lock;
pub use words::{Salted, salt};
