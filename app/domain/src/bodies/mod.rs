//! Professional bodies: who they are, how they look, which days are theirs and how they work.
//!
//! A body is content, as its frameworks are: a value, built whole from one file by [`load`], with every problem found
//! (docs/bodies.md).

mod body;
mod colour;
mod load;

pub use body::{Body, Closed, Look, Policies, Published, Register, Service, ServiceTime};
pub use colour::{Accent, Colour, GROUNDS, Ground, contrast};
pub use load::load;
