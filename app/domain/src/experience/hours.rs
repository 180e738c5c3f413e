use crate::codes::codes;
use crate::dates::hours_in_words;

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
    /// The minutes of a spell of so many days; those of a part of a week are rounded down.
    pub fn of(self, minutes: i64, days: i64) -> i64 {
        match self {
            Self::EachWeek => minutes.saturating_mul(days) / 7,
            Self::InAll => minutes,
        }
    }
}

/// Minutes worked as they were said: "150 h", or "35 h each week, 150 h in all".
pub fn worked_in_words(minutes: i64, each_week: Option<i64>) -> String {
    let in_all = hours_in_words(minutes);
    each_week.map_or_else(|| in_all.clone(), |week| format!("{} each week, {in_all} in all", hours_in_words(week)))
}

/// What was written is no number of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write the hours as a number, like 36, 36.5 or 36:30")]
pub struct NotHours;

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
        (Some(_), Some(_)) => return Err(NotHours),
    };
    whole(hours).zip(rest).map(|(hours, rest)| hours * 60 + rest).ok_or(NotHours)
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
