//! Experience: which kinds can be recorded and what is asked of them, when what was typed is a spell of work, and hours as
//! people write them.

mod days;
mod hours;
mod kinds;
mod recordable;
mod state;

pub use crate::dates::hours_in_words;
pub use days::{gaps, is_at_once};
pub use hours::{Hours, NotHours, counted_in_words, many_in_words, minutes, worked_in_words};
pub use kinds::{AskedOf, asked_of, asks_for, is_alike, kind_of_id, recordable_kinds};
pub use recordable::{FilledIn, NotEmployed, Recordable, Recorded, confirmable, recordable};
pub use state::{LastRequest, SpellState};
