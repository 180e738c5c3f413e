//! Reading and writing results.

mod candidates;
pub mod provisional;
mod sittings;
mod waiting;
mod write;

pub use candidates::{Candidate, Recorded, ResultVersion, candidates, candidates_with_facts, history, is_of};
pub use sittings::{PAGE, Sitting, SittingList, SittingRow, find_sitting, sitting, sittings};
pub use waiting::{WaitingRow, waiting};
pub use write::{add_sitting, confirm, correct, record};
