//! Results: sittings of a provider, what candidates achieved, a second person's confirmation, corrections.

pub mod add_sitting;
pub mod confirm;
pub mod correct;
pub mod correct_day;
pub mod files;
pub mod record;
pub mod routes;
pub mod sitting;
pub mod sittings;
pub mod store;
mod waiting;
pub mod words;
