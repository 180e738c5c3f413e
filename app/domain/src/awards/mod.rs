//! Awards: what the body decides on an application for a status, and how a status that was conferred stands on a day.

mod basis;
mod state;
mod term;

pub use basis::{LostBasis, lost_bases};
pub use state::{AwardChange, AwardEvent, AwardState, state};
pub use term::ends_on;

use crate::codes::codes;

codes! {
    /// The two answers to an application.
    ApplicationOutcome {
        /// The status was conferred.
        Conferred = "conferred",
        /// It was not, for a reason.
        Declined = "declined",
    }
}
