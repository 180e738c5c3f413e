//! How time passes while steps are taken.

use chrono::{Days, NaiveDate};

use super::What;
use super::gathered::Gathered;
use crate::framework::Framework;

/// Minutes of work that a day of the calendar has room for: 35 hours a week.
pub(super) const MINUTES_A_DAY: u64 = 5 * 60;

const DAYS_A_WEEK: u64 = 7;

/// The day on which the steps before are taken.
#[derive(Clone)]
pub(super) struct Clock<'f> {
    framework: &'f Framework,
    pub day: NaiveDate,
    /// Whether work was done before, as far as it may have been.
    done_before: bool,
    /// Whether hours are worked in a day, however many.
    pub is_quick: bool,
    /// What was gathered without anything between, and the days of each in which other work may be done.
    gathered: Vec<(Gathered, u64)>,
}

impl<'f> Clock<'f> {
    pub fn new(framework: &'f Framework, day: NaiveDate, done_before: bool) -> Self {
        Clock { framework, day, done_before, is_quick: false, gathered: Vec::new() }
    }

    /// The days that a step takes when it is taken now: a length as many as it has by the calendar, and of what counts by the
    /// week whole weeks.
    pub fn days_of(&self, what: What) -> u64 {
        if let What::GatherDays { whole: Some(length), .. } = what {
            return (length.after(self.day) - self.day).num_days().try_into().unwrap_or_default();
        }
        let most = if self.is_quick && matches!(what, What::GatherMinutes { .. }) { 1 } else { u64::MAX };
        self.weeks_of(what).map_or_else(|| days_of(what).min(most), |weeks| weeks.saturating_mul(DAYS_A_WEEK))
    }

    /// The whole weeks that a step takes, where its kind of work counts by the week.
    pub fn weeks_of(&self, what: What) -> Option<u64> {
        let week = what.gathers().and_then(|kind| self.framework.experience_kind(kind).minutes_per_week)?;
        let weeks = if let What::GatherMinutes { minutes, .. } = what { minutes.max(0) as u64 } else { return None };
        Some(weeks.div_ceil(week.max(1) as u64))
    }

    /// Whether a step may have been done before: work that needs no status meanwhile.
    pub fn is_done_before(&self, what: What) -> bool {
        self.done_before && Gathered::of(what).is_some_and(|own| own.while_holding.is_none())
    }

    /// The day on which a step would be done.
    pub fn done_on(&self, what: What) -> NaiveDate {
        if self.is_done_before(what) { self.day } else { days_after(self.day, self.days_of(what)) }
    }

    /// Lets the time of a step pass, and gives the day on which its work begins. Hours and days of the same work pass once,
    /// where nothing else comes between.
    pub fn take(&mut self, what: What) -> NaiveDate {
        let all = self.days_of(what);
        if self.is_done_before(what) {
            // A length may have other days back than it has on.
            if let What::GatherDays { whole: Some(length), .. } = what {
                return length.before(self.day);
            }
            return self.day.checked_sub_days(Days::new(all)).unwrap_or(self.day);
        }
        let mut days = all;
        if let Some(own) = Gathered::of(what) {
            for (_, left) in self.gathered.iter_mut().filter(|(other, _)| own.is_beside(other, self.framework)) {
                let once = days.min(*left);
                (days, *left) = (days - once, *left - once);
            }
            // Days that come later are other ones.
            self.gathered.retain(|(other, _)| !own.in_days || other.in_days);
            self.gathered.push((own, all));
        } else {
            self.gathered.clear();
        }
        self.day = if let What::WaitUntil(until) = what { self.day.max(until) } else { days_after(self.day, days) };
        self.day.checked_sub_days(Days::new(all)).unwrap_or(self.day)
    }
}

/// So many days after a day, or the last day there is.
pub(super) fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// The minutes of work that a step takes; of days, as many as these have room for.
pub(super) fn minutes_of(what: What) -> i64 {
    match what {
        What::GatherMinutes { minutes, .. } => minutes,
        What::GatherDays { days, .. } => days.saturating_mul(MINUTES_A_DAY as i64),
        What::Choose(_) | What::WaitUntil(_) | What::Pass | What::Complete | What::Claim { .. } => 0,
        What::AskToVerify | What::ConfirmAgain | What::Apply => 0,
    }
}

/// The days that a step takes.
pub(super) fn days_of(what: What) -> u64 {
    days_of_minutes(minutes_of(what))
}

/// The days of the calendar that have room for so many minutes of work.
pub(super) fn days_of_minutes(minutes: i64) -> u64 {
    minutes.try_into().map_or(0, |minutes: u64| minutes.div_ceil(MINUTES_A_DAY))
}
