//! The pages of results: the list of sittings, one sitting, the correction of one result.

mod correction;
mod entry;
mod part;
mod recorded;
mod sitting;
mod sittings;
mod words;

pub use correction::CorrectResultPage;
pub use sitting::SittingPage;
pub use sittings::Sittings;
