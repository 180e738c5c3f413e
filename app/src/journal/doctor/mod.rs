//! What `gradus doctor` reads of the journal: whether the chains are whole, and whether the rows are what the events made.

mod cell;
mod chains;
pub mod chapter_files;
mod compare;
mod raw;
mod rows;

pub use chains::{Walked, chains};
pub use compare::rows;
