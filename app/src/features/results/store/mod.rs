//! Reading and writing results.

mod candidates;
mod object;
pub mod provisional;
mod results;
mod sittings;
mod waiting;
mod write;

pub use candidates::{
    Candidate, Recorded, ResultVersion, candidates, candidates_of, candidates_with_facts, history, is_candidate,
};
pub use results::{OneResult, result, stands};
pub use sittings::{PAGE, Sitting, SittingList, SittingRow, find_sitting, sitting, sittings};
pub use waiting::{WaitingRow, waiting};
pub use write::{add_sitting, confirm, correct, new_confirmation, new_result, new_sitting, of_sitting, record};
