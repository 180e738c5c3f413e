use crate::codes::codes;
use crate::dates::hours_in_words;
use crate::text::{on_one_line, thousands};
use chrono::{Datelike, NaiveDate};

codes! {
    /// What a number of hours is of.
    Hours {
        /// Of each week of the spell.
        EachWeek = "week",
        /// Of the whole spell.
        InAll = "all",
    }
}

impl Hours {
    /// The minutes of a spell from its first day until the first day after it. Those of a week are worked from Monday to Friday, a
    /// fifth on each; of a spell that has no such day each day has a seventh. A part of a minute is rounded down.
    pub fn of(self, minutes: i64, (from, until): (NaiveDate, NaiveDate)) -> i64 {
        match (self, working_days(from, until)) {
            (Self::EachWeek, 0) => minutes.saturating_mul((until - from).num_days()) / 7,
            (Self::EachWeek, days) => minutes.saturating_mul(days) / 5,
            (Self::InAll, _) => minutes,
        }
    }
}

/// How hours of each week are counted over a spell, with the weekends: "35 h each week are 140 h in all: a fifth of them for 20 days from
/// Monday to Friday, and nothing for 8 days at weekends."
pub fn counted_in_words(minutes: i64, (from, until): (NaiveDate, NaiveDate)) -> String {
    let days = |number: i64| if number == 1 { String::from("1 day") } else { format!("{} days", thousands(number)) };
    let (week, all) = (hours_in_words(minutes), hours_in_words(Hours::EachWeek.of(minutes, (from, until))));
    let (working, in_all) = (working_days(from, until), (until - from).num_days());
    let how = match (working, in_all - working) {
        (0, weekend) => format!("a seventh of them for {}, because none is from Monday to Friday", days(weekend)),
        (working, 0) => format!("a fifth of them for {} from Monday to Friday", days(working)),
        (working, weekend) => format!(
            "a fifth of them for {} from Monday to Friday, and nothing for {} at weekends",
            days(working),
            days(weekend)
        ),
    };
    format!("{week} each week are {all} in all: {how}.")
}

/// Minutes of a week above which it is asked whether they are meant.
const MANY: i64 = 60 * 60;

/// That a number of hours is so many for each week that it may be a slip: "That is 94 h a week: is this right?". Days that are no whole
/// week are compared as working days of one.
pub fn many_in_words(of: Hours, minutes: i64, (from, until): (NaiveDate, NaiveDate)) -> Option<String> {
    let days = (until - from).num_days();
    let week = match (of, days) {
        (Hours::EachWeek, _) => minutes,
        (Hours::InAll, ..=0) => return None,
        (Hours::InAll, 1..=6) => minutes.saturating_mul(5) / days.min(5),
        (Hours::InAll, _) => minutes.saturating_mul(7) / days,
    };
    (week > MANY).then(|| format!("That is {} a week: is this right?", hours_in_words(week)))
}

/// How many days from Monday to Friday there are from a day until another one.
fn working_days(from: NaiveDate, until: NaiveDate) -> i64 {
    let (weeks, rest) = ((until - from).num_days() / 7, (until - from).num_days() % 7);
    let first = i64::from(from.weekday().num_days_from_monday());
    weeks * 5 + (first..first + rest).filter(|day| day % 7 < 5).count() as i64
}

/// Minutes worked as they were said: "150 h", or "35 h each week, 140 h in all".
pub fn worked_in_words(minutes: i64, each_week: Option<i64>) -> String {
    let in_all = hours_in_words(minutes);
    each_week.map_or_else(|| in_all.clone(), |week| format!("{} each week, {in_all} in all", hours_in_words(week)))
}

/// What was written is no number of hours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write “{0}” as a number alone, like 36, 36.5 or 36:30. A comma stands only before thousands, as in 1,240")]
pub struct NotHours(String);

impl NotHours {
    fn of(text: &str) -> Self {
        const TOLD: usize = 40;
        let told: String = text.chars().take(TOLD).collect();
        let more = if text.chars().count() > TOLD { "…" } else { "" };
        Self(format!("{}{more}", on_one_line(&told)))
    }
}

/// Whole minutes of hours as people write them: 36, 1,240, 36.5, 36:30. A hundredth of an hour is rounded down.
///
/// # Errors
/// Where it is anything else.
pub fn minutes(text: &str) -> Result<i64, NotHours> {
    let text = text.trim();
    let (hours, rest) = match (text.split_once(':'), text.split_once('.')) {
        (Some((hours, rest)), None) => (hours, number(rest, 2).filter(|minutes| rest.len() == 2 && *minutes < 60)),
        (None, Some((hours, rest))) => {
            let hundredths = number(rest, 2).map(|number| if rest.len() == 1 { number * 10 } else { number });
            (hours, hundredths.map(|hundredths| hundredths * 60 / 100))
        }
        (None, None) => (text, Some(0)),
        (Some(_), Some(_)) => return Err(NotHours::of(text)),
    };
    whole(hours).zip(rest).map(|(hours, rest)| hours * 60 + rest).ok_or_else(|| NotHours::of(text))
}

/// A whole number with or without commas between thousands.
fn whole(text: &str) -> Option<i64> {
    let mut groups = text.split(',');
    let first = groups.next().filter(|first| !first.is_empty())?;
    let groups: Vec<&str> = groups.collect();
    let is_grouped = groups.iter().all(|group| group.len() == 3) && (groups.is_empty() || first.len() <= 3);
    is_grouped.then(|| number(&format!("{first}{}", groups.concat()), 6)).flatten()
}

fn number(digits: &str, most: usize) -> Option<i64> {
    let is_number = (1..=most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}
