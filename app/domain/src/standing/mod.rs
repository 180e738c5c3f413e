//! Where one person stands in a framework on one day, by what is known on a day, and every reason.
//!
//! [`standing`] is the only place that decides whether a node is met. Pages print what it says.

// Whoever adds a form of rule is told of every place that reads rules.
#![deny(clippy::wildcard_enum_match_arm)]

mod asked_then;
mod attempts;
mod bind;
mod corrections;
mod counted;
mod dated;
mod deeds;
mod doing;
mod elapsed;
mod example;
mod explanation;
mod facts;
mod fitting;
mod help;
mod item;
mod leaf;
mod lines;
mod loss;
mod read;
mod reading;
mod reasons;
mod report;
mod schema;
mod sittings;
mod spans;
mod state;
mod tally;
mod terms;
mod timeline;
mod validities;
mod waiting;
mod windows;
mod worked;

pub(crate) use bind::Deed;
pub use bind::{Facts, UnknownId};
pub use counted::{Counted, Unit, parts_in_words};
pub use dated::{Dated, Since};
pub use example::{Example, ExpectedKeys, Says, check_example, read_example, run_example};
pub(crate) use explanation::Explanation;
pub use facts::*;
pub use loss::Loss;
pub use read::read_facts;
pub use reasons::{Audience, Reason, Verdict};
pub use report::{
    InForceReport, KeyReport, NodeReport, ProgressReport, StageReport, StandingReport, report, report_schema,
};
pub(crate) use spans::NEVER;
pub use spans::{Span, Spans};
pub use state::{Key, KeyProblem, KeyStanding, Standing, State};
pub use timeline::standing;
pub(crate) use timeline::{by_others, confirmed_only_work, signed_for_both, to_sign_again};
pub(crate) use waiting::{
    attempts_count_again, is_there_for_its_set, lapses_with_its_set, waits_for_a_correction,
    waits_only_for_what_comes_first,
};
