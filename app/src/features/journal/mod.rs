//! The journal: one event per change, written in the transaction that makes it.

mod object;
pub mod store;
