//! Lengths of time as a framework author writes them, and civil dates as people read them.

use std::fmt;

use chrono::{Days, Months, NaiveDate, TimeDelta};
use chrono_tz::Tz;

use crate::text::thousands;

/// A length of calendar time: months and days, added to a date in that order.
///
/// "2 years" from 29 February 2024 ends on 28 February 2026: a month that is too short ends on its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

    /// The first day from which this length is not over on `day`: the anniversary is the first day no longer in it.
    pub fn first_in(self, day: NaiveDate) -> NaiveDate {
        let is_over = |from: &NaiveDate| self.after(*from) <= day;
        // A month that is too short ends on its last day, so that several days may have one anniversary.
        let mut first = self.before(day);
        while let Some(earlier) = first.pred_opt().filter(|earlier| !is_over(earlier)) {
            first = earlier;
        }
        while is_over(&first)
            && let Some(later) = first.succ_opt()
        {
            first = later;
        }
        first
    }

    /// The most days that this length has, from whatever day.
    pub fn most_days(self) -> i64 {
        self.each_in_days().max().unwrap_or(0)
    }

    /// The fewest days that this length has, from whatever day.
    pub fn fewest_days(self) -> i64 {
        self.each_in_days().min().unwrap_or(0)
    }

    /// How many days it has from the days on which it has the most and the fewest, and from others.
    fn each_in_days(self) -> impl Iterator<Item = i64> {
        // From a first of a month no month is too short, and within four years each is the first of a length.
        let first = NaiveDate::from_ymd_opt(2019, 1, 1).unwrap_or_default();
        let firsts = (0..48).filter_map(move |month| first.checked_add_months(Months::new(month)));
        firsts.map(move |day| (self.after(day) - day).num_days())
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

/// The minutes from the beginning of one day to that of another: where the clocks are changed, a day has an hour more or
/// less. Without a zone one of the days may be such a day.
pub fn minutes_between(from: NaiveDate, until: NaiveDate, zone: Option<Tz>) -> i64 {
    let days = (until - from).num_days() * 24 * 60;
    let Some(zone) = zone else { return days + 60 };
    // Where the clocks go forward at midnight, the day begins with a later hour; one that was skipped, with the next.
    let begins = |day: NaiveDate| {
        let hours = (0..48).filter_map(|hour| day.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::hours(hour)));
        hours.filter_map(|hour| hour.and_local_timezone(zone).earliest()).next()
    };
    begins(from).zip(begins(until)).map_or(days, |(from, until)| (until - from).num_minutes())
}

/// The day that a text names in the one form that files and commands take: 2026-01-31, of the years 1 to 9999.
pub fn day(text: &str) -> Option<NaiveDate> {
    let is_written = looks_like_a_day(text) && !text.starts_with("0000");
    is_written.then(|| text.parse().ok()).flatten()
}

/// Whether a text has the form of a day, as 2026-01-31 and 2026-02-31 have.
pub(crate) fn looks_like_a_day(text: &str) -> bool {
    let fits = |(n, byte): (usize, u8)| if n == 4 || n == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(fits)
}

/// "15 January 2022".
pub fn in_words(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// "6 h 30 min" for whole minutes; "2,300 h" when nothing is left over.
pub fn hours_in_words(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let digits = thousands(hours);
    match (hours, rest) {
        (_, 0) => format!("{digits} h"),
        (0, _) => format!("{rest} min"),
        (_, _) => format!("{digits} h {rest} min"),
    }
}
