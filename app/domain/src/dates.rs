//! Lengths of time as a framework author writes them, and civil dates as people read them.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

use crate::text::thousands;

/// A length of calendar time: months and days, added to a date in that order.
///
/// "2 years" from 29 February 2024 ends on 28 February 2026: a month that is too short ends on its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Whole months; a year is twelve.
    pub months: u32,
    /// Whole days; a week is seven.
    pub days: u32,
}

impl Length {
    /// Reads "6 years", "18 months", "2 weeks", "30 days" or several of them joined by "and" or a comma.
    pub fn parse(text: &str) -> Option<Self> {
        let mut length = Length { months: 0, days: 0 };
        let mut words =
            text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty() && *word != "and");
        let mut parts = 0;
        while let Some(number) = words.next() {
            let number: u32 = number.parse().ok().filter(|n| *n <= 1_200)?;
            match words.next()?.trim_end_matches('s') {
                "year" => length.months += number * 12,
                "month" => length.months += number,
                "week" => length.days += number * 7,
                "day" => length.days += number,
                _ => return None,
            }
            parts += 1;
            if parts > 4 {
                return None;
            }
        }
        (length.months > 0 || length.days > 0).then_some(length)
    }

    /// The first day after this length, counted from `from`; the last day there is, when it would lie beyond.
    pub fn after(self, from: NaiveDate) -> NaiveDate {
        from.checked_add_months(Months::new(self.months))
            .and_then(|day| day.checked_add_days(Days::new(u64::from(self.days))))
            .unwrap_or(NaiveDate::MAX)
    }

    /// The day that lies this length before `day`.
    pub fn before(self, day: NaiveDate) -> NaiveDate {
        day.checked_sub_months(Months::new(self.months))
            .and_then(|day| day.checked_sub_days(Days::new(u64::from(self.days))))
            .unwrap_or(NaiveDate::MIN)
    }

    /// How many days this length asks for when days are added up from separate periods: a year counts 365, a month a
    /// twelfth of that, rounded up. A real year is never shorter, so nobody is refused for a leap day.
    pub fn in_days(self) -> i64 {
        (i64::from(self.months) * 365 + 11) / 12 + i64::from(self.days)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.months / 12, self.months % 12);
        let mut first = true;
        for (n, unit) in [(years, "year"), (months, "month"), (self.days, "day")] {
            if n > 0 {
                let join = if first { "" } else { " and " };
                write!(f, "{join}{n} {unit}{}", if n == 1 { "" } else { "s" })?;
                first = false;
            }
        }
        Ok(())
    }
}

/// "15 January 2022".
pub fn in_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// "6 h 30 min" for whole minutes; "2,300 h" when nothing is left over.
pub fn hours_in_words(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let digits = thousands(hours);
    if rest == 0 { format!("{digits} h") } else { format!("{digits} h {rest} min") }
}
