//! The journal: what was done, as events in chains, each written in the transaction that does it.

mod append;
mod change;
pub mod doctor;
pub mod entity;
mod lock;
mod made;
pub mod refusals;
pub mod store;
mod tables;
mod words;

pub use append::{Said, append};
pub use change::{Changes, changed};
pub use lock::{lock, lock_all};
pub use made::{Beside, made};
pub use tables::Table;
pub use words::{Words, salt};
