//! What is read from a file that people bring: a table with headings, whose columns are matched once and whose rows each get a
//! verdict and a reason. What a row is of, its kind says ([`results`]); all else here knows no kind.

mod cell;
mod columns;
mod days;
mod identify;
mod read;
pub mod results;
mod table;
mod verdict;

pub use cell::{place, quoted, unreadable};
pub use columns::{Columns, Wanted, suggest};
pub use days::{DayOrder, NoDay, Orders, day_of, orders, serial_day};
pub use identify::{Candidate, Clue, Found, ONLY_NAME, identify};
pub use read::{Encoding, Unread, read};
pub use table::{Cell, CellKind, Line, Table, UNREADABLE, guarded};
pub use verdict::{ImportEnd, Judged, Verdict, twice};

/// Most rows of a file, besides the headings.
pub const MOST_ROWS: usize = 10_000;
/// Most columns of a file.
pub const MOST_COLUMNS: usize = 100;
/// Longest cell, in characters.
pub const LONGEST_CELL: usize = 1_000;
