//! A qualification as a graph: stages, elements, competencies, step-off points and statuses, joined by rules.
//!
//! A framework is a value, built whole from one file by [`load`], with every problem found. It is never half loaded and
//! never changed afterwards.

// Whoever adds a form of rule is told of every place that reads rules.
#![deny(clippy::wildcard_enum_match_arm)]

mod at_work;
mod brackets;
mod checks;
mod circles;
mod contradictions;
mod encoded;
mod gaps;
mod graph;
mod header_lines;
mod headers;
mod hidden;
mod json;
mod kinds;
mod link;
mod lists;
mod load;
mod marks;
mod mended;
mod merged;
mod model;
mod names;
mod nearest;
mod no_value;
mod open_texts;
pub(crate) mod order;
mod other_language;
mod outside;
mod parse_node;
mod parse_other;
mod parse_rule;
mod parted;
mod plain_values;
mod prior;
mod problem;
mod prose;
mod quotation;
mod reach;
mod reader;
mod rule;
mod statements;
mod statuses;
mod syntax;
mod table;
mod table_kinds;
mod title;
mod unseen;
mod values;
mod words;

pub use crate::dates::{Length, day};
pub use graph::{Framework, NeedsGraph};
pub(crate) use hidden::Hidden;
pub(crate) use json::{document as json_document, readable as readable_json};
pub(crate) use load::check_id;
pub use load::{load, load_in_part};
pub use marks::{LONGEST_MARK, MarkScheme, NoMark, mark};
pub use model::*;
pub use nearest::{Nearest, nearest};
pub use prior::{Exempts, Held, Prior};
pub use problem::{Problem, SourceFile};
pub use prose::check_prose;
pub(crate) use reader::{Reader, did_you_mean, list, shorten, within};
pub use rule::*;
pub(crate) use syntax::readable as readable_toml;
pub(crate) use table::{Table, with_unseen};
pub(crate) use table_kinds::{Kind, Kinds, Looks};
pub use title::StatusTitle;
