//! Exemptions: a trainee says what they hold from before, the body confirms its proof and decides what it is worth
//! (docs/adr/0030).

mod ask_for_review;
mod decide;
mod list;
mod one;
mod proof;
mod queue;
pub mod routes;
mod send;
pub mod store;
mod take_back;
mod withdraw;
mod words;
mod worth;

pub use decide::confirm;
pub use words::{asked_for, title};
