//! Reading and writing results.

mod candidates;
mod files;
mod lists;
mod object;
pub mod provisional;
mod results;
mod since_file;
mod sittings;
mod verifiers;
mod waiting;
mod write;

pub use candidates::{Candidate, Confirmed, Recorded, candidates_of, candidates_since, history, left};
pub use files::{
    Import, ImportState, Settlement, came_back, came_back_to_be_mended, import, imports_at, left_of, waiting_of,
    whose_wait,
};
pub use lists::{Progress, ToRecord, lists, not_met, progress, registered_by};
pub use object::with_subjects;
pub use results::{
    Corrected, Declined, OneResult, corrections, declined, left_behind, recorded_of, result, results, standing_at,
};
pub use since_file::{SinceFile, changed_since, since_file};
pub use sittings::{NewSitting, Sitting, SittingRow, find_sitting, moved, sitting, sittings};
pub use verifiers::{officers, own_keys, signed_by, verifiers};
pub use waiting::{WaitingRow, waiting};
pub use write::{
    Entry, add_sitting, confirm, correct, move_results, new_result, new_sitting, of_sitting, record, replace,
};
