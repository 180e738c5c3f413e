use super::cell::quoted;
use super::table::{Cell, CellKind};
use crate::codes::codes;
use chrono::{Days, NaiveDate};

codes! {
    /// In which order days are written in numbers.
    DayOrder {
        /// 31/12/2026.
        DayFirst = "day first",
        /// 12/31/2026.
        MonthFirst = "month first",
    }
}

/// Why a cell is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each says what it is to whoever reads it")]
pub enum NoDay {
    #[error("{} is no date: write it as 2026-01-31", quoted(.0))]
    NoDate(String),
    #[error("{} has a year of two digits: write all four", quoted(.0))]
    ShortYear(String),
}

/// How the days of a column can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    /// It makes no difference.
    Any,
    /// Only so.
    Only(DayOrder),
    /// Both ways, and they are other days: it has to be asked. The place of the first such cell.
    Ambiguous(usize),
}

/// How the days of a column can be read: in the order in which all of them, or most, are days.
pub fn orders<'a>(cells: impl Iterator<Item = &'a Cell>) -> Orders {
    let (mut day_first, mut month_first, mut open) = (0_usize, 0_usize, None);
    for (at, cell) in cells.enumerate().filter(|(_, cell)| cell.1 == CellKind::Text) {
        let [one, other] = [DayOrder::DayFirst, DayOrder::MonthFirst].map(|order| day_of(cell, Some(order)).ok());
        match (one, other) {
            (Some(_), None) => day_first += 1,
            (None, Some(_)) => month_first += 1,
            (Some(one), Some(other)) if one != other => open = open.or(Some(at)),
            _ => {}
        }
    }
    match (day_first, month_first, open) {
        (0, 0, None) => Orders::Any,
        (_, 0, _) if day_first > 0 => Orders::Only(DayOrder::DayFirst),
        (0, _, _) if month_first > 0 => Orders::Only(DayOrder::MonthFirst),
        (_, _, Some(at)) => Orders::Ambiguous(at),
        // Both orders stand in it, and each cell tells its own.
        (_, _, None) => Orders::Any,
    }
}

/// The day of a cell. Without an order only one that can be read in one way.
///
/// # Errors
/// [`NoDay`].
pub fn day_of(cell: &Cell, order: Option<DayOrder>) -> Result<NaiveDate, NoDay> {
    let text = cell.0.trim();
    let none = || NoDay::NoDate(text.to_owned());
    // A time of the day, which spreadsheets put behind a day, says nothing.
    let day = text.split_once([' ', 'T']).filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    if let Some(day) = crate::dates::day(day) {
        return Ok(day);
    }
    if let Some(day) = day.parse().ok().and_then(serial_day) {
        return Ok(day);
    }
    let parts: Vec<&str> = day.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Err(none()) };
    if let Some((day, month)) =
        month_in_words(first).map(|month| (second, month)).or_else(|| Some((first, month_in_words(second)?)))
    {
        return date(third, month, day.trim_end_matches(|c: char| c.is_alphabetic()), text);
    }
    if first.len() == 4 {
        let month = second.parse().map_err(|_| none())?;
        return date(first, month, third, text);
    }
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
    let (Some(one), Some(other)) = (number(first), number(second)) else { return Err(none()) };
    let as_day_first = date(third, other, first, text);
    let as_month_first = date(third, one, second, text);
    match (order, as_day_first, as_month_first) {
        (Some(DayOrder::DayFirst), day, _) => day,
        (Some(DayOrder::MonthFirst), _, day) => day,
        (None, Ok(one), Ok(other)) if one != other => Err(none()),
        (None, one, other) => one.or(other),
    }
}

fn date(year: &str, month: u32, day: &str, text: &str) -> Result<NaiveDate, NoDay> {
    if year.len() == 2 && year.bytes().all(|one| one.is_ascii_digit()) {
        return Err(NoDay::ShortYear(text.to_owned()));
    }
    let numbers = (year.len() == 4).then(|| Some((year.parse().ok()?, day.parse().ok()?))).flatten();
    let date = numbers.and_then(|(year, day)| NaiveDate::from_ymd_opt(year, month, day));
    date.filter(|date| *date > NaiveDate::MIN).ok_or_else(|| NoDay::NoDate(text.to_owned()))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its name or its first letters: "Jan", "Sept".
fn month_in_words(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    u32::try_from(at + 1).ok()
}

/// Days that Excel keeps as numbers: those of the years 1955 to 2119, so that no other number is taken for one.
const SERIALS: std::ops::RangeInclusive<u64> = 20_090..=80_000;

/// The day of the number by which Excel keeps it, counted from 30 December 1899: so the 29 February 1900 that it knows and there was
/// not moves no day after it.
pub fn serial_day(serial: u64) -> Option<NaiveDate> {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    SERIALS.contains(&serial).then(|| zero.checked_add_days(Days::new(serial))).flatten()
}
