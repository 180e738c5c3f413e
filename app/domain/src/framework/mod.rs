//! A qualification as a graph: stages, elements, competencies, step-off points and statuses, joined by rules.
//!
//! A framework is a value, built whole from one file by [`load`], with every problem found. It is never half loaded and
//! never changed afterwards.

mod load;
mod model;
mod nearest;
mod problem;
mod rule;

pub use crate::dates::Length;
pub use load::load;
pub use model::*;
pub use nearest::nearest;
pub use problem::{Problem, SourceFile};
pub use rule::*;
