use super::{AskedOf, Hours, minutes};
use crate::dates::{hours_in_words, minutes_between};
use crate::interval::{Interval, free, in_words_of, uncovered};
use crate::invalid::Invalid;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// A spell of work as it was filled in. A day that is not there yet is no fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FilledIn<'a> {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day, included.
    pub last_day: Option<NaiveDate>,
    /// How many hours were worked.
    pub hours: &'a str,
    /// The code of what they are of: each week, or all of it.
    pub hours_of: &'a str,
    /// Share of full time; empty for full time.
    pub full_time_percent: &'a str,
}

/// A spell that can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recordable {
    /// First day.
    pub from: NaiveDate,
    /// First day after it.
    pub until: NaiveDate,
    /// Minutes worked; 0 where nobody asks.
    pub minutes: i64,
    /// Those of each week, where the hours were said so.
    pub minutes_each_week: Option<i64>,
    /// Share of full time, below 100; none for full time.
    pub full_time_percent: Option<i64>,
}

/// What is recorded already of work that is added up with it.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// The days of the employment there; none where no employer is chosen.
    pub employed: Option<&'a [Interval]>,
    /// The days of work there.
    pub there: &'a [Interval],
    /// The days and the minutes of all work, there and for others.
    pub hours: &'a [(Interval, i64)],
}

/// Not all of the days lie in the employment on record, which is in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The employment on record is {0}, and this work lies {1}. Take it out and record the days that lie in it, or ask your professional body to correct the employment"
)]
pub struct NotEmployed(String, Interval);

/// May it be recorded on a day, where the framework's days are those of a zone? Only work that is done, at an employer for whom the
/// trainee worked on each of its days, not what is recorded there already (hours of two spells are added up), and with all else that
/// is recorded no more hours than the days have.
///
/// # Errors
/// Everything that is wrong, by field.
pub fn recordable(
    spell: &FilledIn,
    asked: AskedOf,
    (on, zone): (NaiveDate, Tz),
    recorded: Recorded,
) -> Result<Recordable, Invalid> {
    let mut invalid = Invalid::default();
    let days = days(&mut invalid, spell, on);
    if let (Some((from, until)), Some(employed)) = (days, recorded.employed) {
        not_there(&mut invalid, Interval { from, until: Some(until) }, employed, recorded.there);
    }
    let days_in_zone = days.map(|(from, until)| (from, until, zone));
    let minutes = worked(&mut invalid, spell, (asked, recorded.hours), days_in_zone);
    let share = invalid.take("full_time_percent", share(spell.full_time_percent));
    match (days, minutes, share) {
        (Some((from, until)), Some((minutes, minutes_each_week)), Some(full_time_percent)) if invalid.is_empty() => {
            Ok(Recordable { from, until, minutes, minutes_each_week, full_time_percent })
        }
        _ => Err(invalid),
    }
}

/// May somebody be asked to confirm work of these days, and confirm it? The employment may have been ended or corrected since it was
/// recorded.
///
/// # Errors
/// What the trainee is to do.
pub fn confirmable(days: Interval, employed: &[Interval]) -> Result<(), NotEmployed> {
    if uncovered(employed, days).is_empty() { Ok(()) } else { Err(NotEmployed(in_words_of(employed), days)) }
}

/// The first day and the first day after it; none where one of them is wrong or not there.
fn days(invalid: &mut Invalid, spell: &FilledIn, on: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if spell.from.is_some_and(|from| from > on) {
        invalid.add("from", "Choose a first day that is not in the future: only work that is done can be recorded");
    }
    if spell.last_day.is_some_and(|last| last > on) {
        invalid.add("last_day", "Choose a last day that is not in the future. If the work goes on, enter today");
    } else if spell.from.zip(spell.last_day).is_some_and(|(from, last)| last < from) {
        invalid.add("last_day", "Choose a last day on or after the first day");
    }
    let until = spell.last_day.and_then(|day| day.succ_opt());
    spell.from.zip(until).filter(|_| invalid.is_empty())
}

/// The days are days of an employment, and no other spell's.
fn not_there(invalid: &mut Invalid, days: Interval, employed: &[Interval], there: &[Interval]) {
    if !uncovered(employed, days).is_empty() {
        let spells = in_words_of(employed);
        let text = format!(
            "Choose days on which you worked for this employer: {spells}. If that is wrong, ask your professional body to correct it"
        );
        invalid.add("from", text);
    } else if let Err(there) = free(days, there.iter().copied()) {
        invalid.add("from", format!("Choose other days: your work for this employer {there} is recorded already"));
    }
}

/// The minutes of the spell, 0 where no rule asks for them and none are given; and those of each week, where they were said so.
fn worked(
    invalid: &mut Invalid,
    spell: &FilledIn,
    (asked, recorded): (AskedOf, &[(Interval, i64)]),
    days: Option<(NaiveDate, NaiveDate, Tz)>,
) -> Option<(i64, Option<i64>)> {
    if spell.hours.trim().is_empty() && !asked.hours {
        return Some((0, None));
    }
    let of = Hours::from_code(spell.hours_of);
    if of.is_none() {
        invalid.add("hours_of", "Choose whether these are the hours of each week or of the whole time");
    }
    if spell.hours.trim().is_empty() {
        invalid.add("hours", "Enter the hours that you worked");
        return None;
    }
    let number = invalid.take("hours", minutes(spell.hours))?;
    let ((from, until, zone), of) = days.zip(of)?;
    let worked = of.of(number, (from, until));
    let most = minutes_between(from, until, Some(zone));
    if worked > most {
        let (worked, most) = (hours_in_words(worked), hours_in_words(most));
        invalid.add("hours", format!("Enter fewer hours: {worked} are more than the {most} that these days have"));
    } else if worked == 0 {
        invalid.add("hours", "Enter how many hours you worked");
    } else if !fits((from, until, worked), recorded, zone) {
        invalid
            .add("hours", "Enter fewer hours: with the other work that is recorded they are more than the days have");
    }
    Some((worked, (of == Hours::EachWeek).then_some(number)))
}

/// Whether all work has room in its days together, whichever was recorded first: between no two days lies more work than the days
/// between them have hours.
fn fits((from, until, minutes): (NaiveDate, NaiveDate, i64), recorded: &[(Interval, i64)], zone: Tz) -> bool {
    let recorded = recorded.iter().filter_map(|(days, minutes)| Some((days.from, days.until?, *minutes)));
    let mut all: Vec<(NaiveDate, NaiveDate, i64)> = recorded.chain([(from, until, minutes)]).collect();
    all.sort_unstable_by_key(|(_, until, _)| *until);
    let firsts: BTreeSet<NaiveDate> = all.iter().map(|one| one.0).filter(|first| *first <= from).collect();
    firsts.into_iter().all(|first| {
        let mut sum = 0_i64;
        all.iter().filter(|one| one.0 >= first).all(|(_, last, minutes)| {
            sum = sum.saturating_add(*minutes);
            // A day has 23 hours at least: the clock is asked for the others alone.
            let surely = (*last - first).num_days() * 23 * 60;
            *last < until || sum <= surely || sum <= minutes_between(first, *last, Some(zone))
        })
    })
}

/// A share of full time in whole per cent; none for all of it.
fn share(text: &str) -> Result<Option<i64>, &'static str> {
    let text = text.trim().trim_end_matches('%').trim_end();
    match text.parse() {
        _ if text.is_empty() => Ok(None),
        Ok(100) => Ok(None),
        Ok(percent @ 1..=99) => Ok(Some(percent)),
        Ok(_) | Err(_) => Err(
            "Enter the part of full time in whole per cent, from 1 to 100: three of the five days from Monday to Friday are 60",
        ),
    }
}
