//! Exemptions: what people hold from before, what it is worth by the framework's rules, and until when a decision is due.

mod state;
mod working_days;
mod worth;

pub use state::{PriorState, Sent};
pub use working_days::working_day_after;
pub use worth::{Excused, Nearly, Worth, excuses, newly_exempt, worth};
