//! Enrolments: how long somebody works for an employer, studies with a provider, is supervised by somebody.

mod spell;

pub use spell::{Phase, Spell, Taken, free};
