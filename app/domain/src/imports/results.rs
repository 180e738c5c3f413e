//! A row of results of one sitting.

use super::{
    Cell, CellKind, Clue, Columns, DayOrder, Judged, Line, Verdict, Wanted, day_of, place, quoted, unreadable,
};
use crate::framework::{LONGEST_MARK, MarkScheme, NoMark, mark};
use crate::standing::Outcome;
use chrono::NaiveDate;

/// The membership number.
pub const NUMBER: &str = "number";
/// The email address.
pub const EMAIL: &str = "email";
/// The name.
pub const NAME: &str = "name";
/// What came of it.
pub const RESULT: &str = "result";
/// The mark.
pub const MARK: &str = "mark";
/// The day of the sitting.
pub const DAY: &str = "day";

/// What a row may say.
pub const WANTED: [Wanted; 6] = [
    Wanted {
        code: NUMBER,
        title: "Membership number",
        called: &[
            "membership number",
            "number",
            "member number",
            "membership no",
            "member no",
            "no",
            "candidate number",
            "candidate no",
            "student number",
            "student id",
            "candidate id",
            "member id",
            "id",
            "registration number",
            "mitgliedsnummer",
            "matrikelnummer",
            "nummer",
            "numero",
        ],
    },
    Wanted {
        code: EMAIL,
        title: "Email address",
        called: &[
            "email address",
            "email",
            "e mail",
            "e mail address",
            "mail",
            "username",
            "login",
            "courriel",
            "correo",
        ],
    },
    Wanted {
        code: NAME,
        title: "Name",
        called: &[
            "name",
            "full name",
            "candidate",
            "candidate name",
            "student",
            "student name",
            "learner",
            "trainee",
            "nom",
            "nombre",
        ],
    },
    Wanted {
        code: RESULT,
        title: "Result",
        called: &[
            "result",
            "outcome",
            "pass fail",
            "status",
            "decision",
            "final result",
            "ergebnis",
            "resultat",
            "resultado",
        ],
    },
    Wanted {
        code: MARK,
        title: "Mark",
        called: &["mark", "marks", "score", "grade", "percent", "percentage", "points", "punkte"],
    },
    Wanted {
        code: DAY,
        title: "Date of the sitting",
        called: &[
            "date",
            "exam date",
            "assessment date",
            "sitting",
            "date of sitting",
            "completion date",
            "completed on",
            "held on",
            "datum",
        ],
    },
];

/// What a row says, where nothing is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultRow {
    /// Whose it is.
    pub clue: Clue,
    /// What came of the sitting; none where the row says that there is no result.
    pub outcome: Option<Outcome>,
    /// The mark, in its one spelling.
    pub mark: Option<String>,
}

/// What a row of results is read against.
#[derive(Clone, Debug)]
pub struct OfSitting<'a> {
    /// The day on which it was held.
    pub held_on: NaiveDate,
    /// How its marks are written.
    pub marks: Option<&'a MarkScheme>,
    /// Whether it is of a course, which is completed rather than passed.
    pub is_course: bool,
}

/// Reads a row.
///
/// # Errors
/// All that is wrong with it, each as an instruction without a full stop.
pub fn read(line: &Line, columns: &Columns, of: &OfSitting<'_>) -> Result<ResultRow, Vec<String>> {
    const EMPTY: &Cell = &Cell(String::new(), CellKind::Text);
    let mut wrong: Vec<String> = WANTED.iter().filter_map(|wanted| says_nothing(line, columns, wanted)).collect();
    // What says nothing is told so, and nothing else of it.
    let cell = |code: &str| match WANTED.iter().find(|one| one.code == code) {
        Some(wanted) if says_nothing(line, columns, wanted).is_some() => EMPTY,
        _ => line.cell(columns.column(code)),
    };
    let text = |code: &str| Some(cell(code).0.trim().to_owned()).filter(|text| !text.is_empty());
    let at = |code: &str| columns.column(code).map_or_else(String::new, |column| place(column, line.number));
    let clue = Clue { number: text(NUMBER), email: text(EMAIL), name: text(NAME), look: None };
    if let Some(number) = clue.number.as_deref().filter(|number| is_in_powers(number)) {
        wrong.push(format!(
            "Cell {}: a spreadsheet has changed the number to {}: format the column as text and enter it again",
            at(NUMBER),
            quoted(number)
        ));
    }
    let outcome = outcome(&cell(RESULT).0);
    if let Err(unknown) = &outcome {
        let [pass, fail] = if of.is_course { ["Completed", "Not completed"] } else { ["Passed", "Not passed"] };
        let (at, unknown) = (at(RESULT), quoted(unknown));
        wrong.push(format!("Cell {at}: {unknown} is no result: write {pass} or {fail}, or leave it empty"));
    }
    let outcome = outcome.unwrap_or(None);
    let mark = match text(MARK).map(|typed| mark_of(&typed, cell(MARK).1, of)).transpose() {
        Ok(mark) => mark,
        Err(why) => {
            wrong.push(format!("Cell {}: {why}", at(MARK)));
            None
        }
    };
    if outcome.is_none() && mark.is_some() && wrong.is_empty() {
        wrong.push(String::from("There is a mark and no result: write the result, or take the mark out"));
    }
    if text(DAY).is_some() {
        match day_of(cell(DAY), columns.days) {
            Ok(day) if day != of.held_on => wrong.push(format!(
                "Cell {}: the date is {}, and this sitting was held on {}",
                at(DAY),
                crate::dates::in_words(day),
                crate::dates::in_words(of.held_on)
            )),
            Ok(_) => {}
            Err(why) => wrong.push(format!("Cell {}: {why}", at(DAY))),
        }
    }
    if wrong.is_empty() { Ok(ResultRow { clue, outcome, mark }) } else { Err(wrong) }
}

/// Why the cell of something wanted says nothing: nobody could read it, or it is a date where none is wanted.
fn says_nothing(line: &Line, columns: &Columns, wanted: &Wanted) -> Option<String> {
    let column = columns.column(wanted.code)?;
    let cell = line.cell(Some(column));
    let told = |why: &str| format!("Cell {}: {} {why}", place(column, line.number), quoted(cell.0.trim()));
    if let Some(why) = unreadable(cell) {
        return Some(told(why));
    }
    let is_date = match cell.1 {
        _ if wanted.code == DAY => false,
        CellKind::Day => true,
        // Of text only a mark is told apart: numbers and names are people's own.
        CellKind::Text => wanted.code == MARK && is_written_as_day(cell),
        CellKind::Number => false,
    };
    is_date.then(|| {
        let title = wanted.title.to_lowercase();
        told(&format!("is a date, where the {title} belongs: format the cell as text and enter it again"))
    })
}

/// Whether a text is a day in either order; a number alone is none.
fn is_written_as_day(cell: &Cell) -> bool {
    let is_number = cell.0.trim().parse::<f64>().is_ok();
    !is_number && [DayOrder::DayFirst, DayOrder::MonthFirst].into_iter().any(|order| day_of(cell, Some(order)).is_ok())
}

/// The mark that was typed, in its one spelling.
fn mark_of(typed: &str, kind: CellKind, of: &OfSitting<'_>) -> Result<String, String> {
    let shown = quoted(typed);
    if kind == CellKind::Number && is_between_zero_and_one(typed) {
        return Err(format!(
            "the mark {shown} may be a percentage: write it as a number such as 62, in a cell that is formatted as a number or text"
        ));
    }
    if typed.chars().count() > LONGEST_MARK {
        return Err(format!("the mark {shown} is longer than {LONGEST_MARK} characters"));
    }
    mark(of.marks, typed).map_err(|why| match why {
        NoMark::Wanted(wanted) => format!("{shown} is no mark: write {wanted}, or leave it empty"),
        NoMark::Outcome => format!("{shown} is no mark: write it under Result, and leave the mark empty"),
    })
}

/// What the cell of a result says, in the words that providers write; none where there is no result.
///
/// # Errors
/// The word that says nothing.
pub fn outcome(cell: &str) -> Result<Option<Outcome>, String> {
    let word: Vec<String> = cell.split_whitespace().map(str::to_lowercase).collect();
    let word = word.join(" ");
    match word.trim_end_matches('.') {
        "passed" | "pass" | "p" | "completed" | "complete" | "c" | "yes" | "y" | "achieved" | "competent" => {
            Ok(Some(Outcome::Pass))
        }
        "not passed" | "failed" | "fail" | "f" | "not completed" | "incomplete" | "not complete" | "no" | "n"
        | "not achieved" | "not yet competent" | "refer" | "referred" => Ok(Some(Outcome::Fail)),
        "" | "-" | "–" | "absent" | "did not sit" | "did not attend" | "not sat" | "n/a" | "na" | "withdrawn"
        | "deferred" => Ok(None),
        _ => Err(cell.trim().to_owned()),
    }
}

/// Whether a spreadsheet has written a long number with a power of ten: 1.23E+11.
fn is_in_powers(text: &str) -> bool {
    let (number, power) = match text.split_once(['E', 'e']) {
        Some(parts) => parts,
        None => return false,
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|one| one.is_ascii_digit());
    power.strip_prefix('+').is_some_and(is_digits) && is_digits(&number.replace(['.', ','], ""))
}

fn is_between_zero_and_one(text: &str) -> bool {
    text.strip_prefix("0.").is_some_and(|rest| rest.bytes().any(|one| one != b'0'))
}

/// A result that stands already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// What came of it.
    pub outcome: Outcome,
    /// The mark.
    pub mark: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// What it says, in words.
    pub said: String,
    /// Whether it waits, came from a file that was declined, and may be put right by whoever brings the row.
    pub is_replaced: bool,
}

/// What becomes of a row whose candidate is known and registered with the provider since a day; `note` is what is worth telling of how
/// they were found.
pub fn judged(
    (outcome, mark): (Option<Outcome>, Option<&String>),
    is_own: bool,
    (stands, later): (Option<&Stands>, Option<String>),
    note: Option<String>,
) -> Judged {
    let Some(outcome) = outcome else { return nothing() };
    match stands {
        _ if is_own => Judged::new(Verdict::Wrong, "Nobody records their own result: a colleague does it"),
        None => match later {
            Some(why) => Judged::new(Verdict::Wrong, format!("No result can be recorded: {why}")),
            None => Judged::new(Verdict::Ready, note.unwrap_or_default()),
        },
        Some(there) if there.is_replaced => {
            let note = note.map(|note| format!("{note}. ")).unwrap_or_default();
            let why = format!("{note}It takes the place of “{}”, of a file that was declined", there.said);
            Judged::new(Verdict::Ready, why)
        }
        // A file that says nothing of marks does not say that there is none.
        Some(there) if there.outcome == outcome && (mark.is_none() || there.mark.as_ref() == mark) => {
            Judged::new(Verdict::Known, format!("{} recorded it already", there.by))
        }
        Some(there) => Judged::new(
            Verdict::Wrong,
            format!(
                "{} recorded another result already: {}. Correct that on the page of the sitting if it is wrong",
                there.by, there.said
            ),
        ),
    }
}

/// What becomes of a row without a result.
pub fn nothing() -> Judged {
    Judged::new(Verdict::Nothing, "It has no result")
}
