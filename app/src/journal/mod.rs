//! The journal: what was done, as events in chains, each written in the transaction that does it, and what is made of them there:
//! rows, chapter files, listings.

mod append;
mod change;
pub mod chapter_file;
pub mod doctor;
pub mod known_until;
pub mod listing;
mod lock;
pub mod lost_basis;
mod made;
mod place;
pub mod refusals;
pub mod store;
mod tables;
mod words;

pub use append::{NewEvent, append};
pub use change::{Changes, changed};
pub use lock::{lock, lock_all};
pub use made::{EventContext, made};
pub use place::{LocalPlace, chapters_of, place_at, place_of, places_at, places_of};
pub use tables::Table;
pub use words::{Because, Words, salt};
