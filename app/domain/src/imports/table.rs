use std::borrow::Cow;

use super::cell::{letters, place, quoted};
use super::{LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Unread};
use crate::text::one_line;
use serde::{Deserialize, Serialize};

/// What a spreadsheet knows of a cell. Of a text file nothing is known: all is text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// Text, or a file of text.
    #[default]
    #[serde(rename = "t")]
    Text,
    /// A number; zeros before it are lost.
    #[serde(rename = "n")]
    Number,
    /// A day, written as 2026-01-31.
    #[serde(rename = "d")]
    Day,
}

/// Unicode's sign for a character that can't be read.
pub const UNREADABLE: &str = "\u{fffd}";

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell(pub String, pub CellKind);

impl Cell {
    /// A text. What is a control character in it is shown as one that can't be read, so that nobody is taken for somebody else.
    pub fn text(text: &str) -> Self {
        let is_control = |c: char| c.is_control() && !c.is_whitespace();
        Self(unguarded(&one_line(&text.replace(is_control, UNREADABLE))), CellKind::Text)
    }
}

/// A row of a file, by the number that a spreadsheet shows beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// From 1; that of the headings is the first.
    pub number: u32,
    /// As many as there are headings, or fewer.
    pub cells: Vec<Cell>,
}

impl Line {
    /// The cell of a column; an empty one where the row is shorter.
    pub fn cell(&self, column: Option<usize>) -> &Cell {
        const NONE: &Cell = &Cell(String::new(), CellKind::Text);
        column.and_then(|at| self.cells.get(at)).unwrap_or(NONE)
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.0.is_empty())
    }
}

/// A table with headings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// What its columns are called; empty where one is not.
    pub headings: Vec<String>,
    /// Those that say anything.
    pub lines: Vec<Line>,
}

/// # Errors
/// [`Unread::LongCell`] where a cell is longer than any that means something.
fn is_short(line: &Line) -> Result<(), Unread> {
    match line.cells.iter().enumerate().find(|(_, cell)| cell.0.chars().count() > LONGEST_CELL) {
        Some((at, cell)) => Err(Unread::LongCell(place(at, line.number), quoted(&cell.0))),
        None => Ok(()),
    }
}

/// Rows from which samples of a column are taken.
const SAMPLED: usize = 50;

impl Table {
    /// The table that the rows of a file are: the first row of several cells has the headings.
    ///
    /// # Errors
    /// Why they are none.
    pub fn of(lines: impl IntoIterator<Item = Line>) -> Result<Self, Unread> {
        let mut lines = lines.into_iter().filter(|line| !line.is_blank()).peekable();
        if lines.peek().is_none() {
            return Err(Unread::Empty);
        }
        let filled = |line: &Line| line.cells.iter().filter(|cell| !cell.0.is_empty()).count();
        // What stands above the table has one cell: a title, a day.
        let head = lines.find(|line| filled(line) > 1).ok_or(Unread::OneColumn)?;
        let is_number = |text: &str| text.bytes().all(|one| one.is_ascii_digit() || b"./-, ".contains(&one));
        let is_value = |cell: &Cell| {
            !cell.0.is_empty() && (cell.1 != CellKind::Text || cell.0.contains('@') || is_number(&cell.0))
        };
        if head.cells.iter().filter(|cell| is_value(cell)).count() * 2 >= filled(&head) {
            return Err(Unread::NoHeadings);
        }
        is_short(&head)?;
        let mut headings: Vec<String> = head.cells.into_iter().map(|cell| cell.0).collect();
        let mut rows = Vec::new();
        for mut line in lines {
            while line.cells.len() > headings.len() && line.cells.last().is_some_and(|cell| cell.0.is_empty()) {
                line.cells.pop();
            }
            while headings.len() < line.cells.len() {
                headings.push(String::new());
            }
            if rows.len() == MOST_ROWS {
                return Err(Unread::TooManyRows);
            }
            is_short(&line)?;
            rows.push(line);
        }
        if headings.len() > MOST_COLUMNS {
            return Err(Unread::TooManyColumns);
        }
        if rows.is_empty() {
            return Err(Unread::OnlyHeadings);
        }
        Ok(Self { headings, lines: rows })
    }

    /// Its headings and first rows.
    pub fn head(&self) -> Self {
        Self { headings: self.headings.clone(), lines: self.lines.iter().take(SAMPLED).cloned().collect() }
    }

    /// What a column is called: by its heading, else as a spreadsheet does.
    pub fn heading(&self, column: usize) -> String {
        match self.headings.get(column) {
            Some(heading) if !heading.is_empty() => heading.clone(),
            _ => format!("Column {}", letters(column)),
        }
    }

    /// What the first rows have in a column.
    pub fn samples(&self, column: usize) -> Vec<&str> {
        let cells = self.lines.iter().map(|line| line.cell(Some(column)).0.as_str());
        cells.filter(|text| !text.is_empty()).take(3).collect()
    }

    /// All cells of a column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.lines.iter().map(move |line| line.cell(Some(column)))
    }
}

/// The signs with which a spreadsheet begins to reckon.
const RECKONS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A text as it is written into a file, so that no spreadsheet reckons with it
/// (<https://owasp.org/www-community/attacks/CSV_Injection>). What is a number stays one.
pub fn guarded(text: &str) -> String {
    let is_number = text.len() < 20
        && text
            .strip_prefix(['-', '+'])
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|one| one.is_ascii_digit() || one == b'.'));
    let reckons = if is_number { [].as_slice() } else { RECKONS.as_slice() };
    each_cell(text, |cell| if cell.starts_with(reckons) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) })
}

/// The text that was [`guarded`].
fn unguarded(text: &str) -> String {
    let rest = |cell: &str| cell.strip_prefix('\'').map(str::to_owned).filter(|rest| rest.starts_with(RECKONS));
    each_cell(text, |cell| rest(cell).map_or(Cow::Borrowed(cell), Cow::Owned))
}

/// A text of which each part is changed that a spreadsheet takes for a cell: in many countries a semicolon parts them.
fn each_cell<'t>(text: &'t str, change: impl Fn(&'t str) -> Cow<'t, str>) -> String {
    text.split(';').map(change).collect::<Vec<_>>().join(";")
}
