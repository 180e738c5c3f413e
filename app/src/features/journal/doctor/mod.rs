//! What `gradus doctor` reads of the journal: whether the chains are whole, and whether the rows are what the events made.

mod cell;
mod chains;
mod compare;
mod effects;
mod raw;
mod rows;
mod tables;

pub use chains::{Walked, chains};
pub use compare::rows;
