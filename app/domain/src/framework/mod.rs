//! A qualification as a graph: stages, elements, competencies, step-off points and statuses, joined by rules.
//!
//! A framework is a value, built whole from one file by [`load`], with every problem found. It is never half loaded and
//! never changed afterwards.

mod at_work;
mod checks;
mod choice;
mod graph;
mod link;
mod load;
mod model;
mod names;
mod nearest;
mod parse_element;
mod parse_node;
mod parse_other;
mod parse_rule;
mod problem;
mod reader;
mod rule;
mod title;
mod words;

pub use crate::dates::Length;
pub use choice::Choice;
pub use graph::{Framework, NeedsGraph};
pub use load::load;
pub use model::*;
pub use nearest::nearest;
pub use problem::{Problem, SourceFile};
pub use rule::*;
pub use title::StatusTitle;
