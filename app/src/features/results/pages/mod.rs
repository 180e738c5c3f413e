//! The pages of results: the list of sittings, a new one, one sitting, the correction of one result.

mod correction;
mod entry;
mod new;
mod part;
mod recorded;
mod sitting;
mod sittings;
mod waiting;
pub mod words;

pub use correction::CorrectResultPage;
pub use new::NewSittingPage;
pub use sitting::SittingPage;
pub use sittings::Sittings;
