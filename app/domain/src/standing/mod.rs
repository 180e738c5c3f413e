//! Where one person stands in a framework on one day, and every reason.
//!
//! [`standing`] is the only place that decides whether a node is met. Pages print what it says.

mod bind;
mod evaluate;
mod facts;
mod gathered;
mod help;
mod read;
mod reasons;
mod report;
mod sittings;
mod state;
mod verdicts;

pub use bind::{Facts, UnknownId};
pub use evaluate::standing;
pub use facts::*;
pub use read::read_facts;
pub use reasons::{Reason, Verdict};
pub use report::{KeyReport, NodeReport, ProgressReport, StageReport, StandingReport, report};
pub use state::{Key, KeyProblem, KeyStanding, Standing, State};
