//! Where one person stands in a framework on one day, and every reason.
//!
//! [`standing`] is the only place that decides whether a node is met. Pages print what it says.

mod bind;
mod evaluate;
mod example;
mod facts;
mod gathered;
mod help;
mod impossible;
mod lines;
mod parts;
mod read;
mod reasons;
mod report;
mod schema;
mod sittings;
mod state;
mod verdicts;

pub use bind::{Facts, UnknownId};
pub use evaluate::standing;
pub(crate) use evaluate::{to_sign_again, waits_only_for_what_comes_first};
pub use example::{Example, ExpectedKeys, Says, check_example, read_example, run_example};
pub use facts::*;
pub(crate) use gathered::{Missing, still_to_gather};
pub use parts::{Counted, Unit, parts_in_words};
pub use read::read_facts;
pub use reasons::{Reader, Reason, Verdict};
pub use report::{KeyReport, NodeReport, ProgressReport, StageReport, StandingReport, report, report_schema};
pub use state::{Key, KeyProblem, KeyStanding, Standing, State};
