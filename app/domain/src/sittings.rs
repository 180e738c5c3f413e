//! Sittings: what was recorded of a candidate, which of it stands and which counts; on which day one can have been held, and which
//! of its results go to another when that was wrong.

use crate::dates::in_words;
use crate::framework::Framework;
use crate::ids::PersonId;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::hash::Hash;

/// What was recorded of one candidate at one sitting, perhaps on another day at last: oldest first, each corrects the one before.
/// What was confirmed counts until its correction is confirmed, so that nobody takes a pass away alone.
#[derive(Clone, Debug)]
pub struct Rounds<T>(Vec<T>);

/// How one of the results of a candidate at a sitting is by now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Now {
    /// It stands, and waits for a second person.
    #[default]
    Waits,
    /// It stands, and a second person has confirmed it.
    Confirmed,
    /// Another took its place.
    Corrected,
}

impl<T> Rounds<T> {
    /// Those of several sittings and candidates, in the order of what was recorded first: by what each is called and what it
    /// corrects, which no other one does, if that is among them.
    pub fn of_all<Id: Eq + Hash>(all: Vec<T>, called: impl Fn(&T) -> (Id, Option<Id>)) -> Vec<Self> {
        let called: Vec<(Id, Option<Id>)> = all.iter().map(called).collect();
        let places: HashMap<&Id, usize> = called.iter().zip(0..).map(|((id, _), at)| (id, at)).collect();
        let corrects = |at: usize| called[at].1.as_ref().and_then(|id| places.get(id).copied());
        let next: HashMap<usize, usize> = (0..all.len()).filter_map(|at| Some((corrects(at)?, at))).collect();
        let mut all: Vec<Option<T>> = all.into_iter().map(Some).collect();
        let firsts = (0..called.len()).filter(|at| corrects(*at).is_none());
        let chain = |first| std::iter::successors(Some(first), |at| next.get(at).copied());
        firsts.map(|first| Rounds(chain(first).filter_map(|at| all[at].take()).collect())).collect()
    }

    /// The one that stands, confirmed or not: none corrects it.
    pub fn stands(&self) -> Option<&T> {
        self.0.last()
    }

    /// How each of them is, by which of them are confirmed.
    pub fn now(&self, is_confirmed: impl Fn(&T) -> bool) -> impl Iterator<Item = (&T, Now)> {
        let last = self.0.len().saturating_sub(1);
        self.0.iter().enumerate().map(move |(at, one)| match at == last {
            false => (one, Now::Corrected),
            true if is_confirmed(one) => (one, Now::Confirmed),
            true => (one, Now::Waits),
        })
    }

    /// The one that counts and its place, by which of them are confirmed.
    pub fn counts(&self, is_confirmed: impl Fn(&T) -> bool) -> Option<(usize, &T)> {
        self.0.iter().enumerate().rfind(|(_, one)| is_confirmed(one))
    }

    /// From which day on each is no more, by the days on which it was recorded and confirmed by somebody else. One that nobody
    /// confirmed waits no more once the next is recorded.
    pub fn corrected_on(&self, days: impl Fn(&T) -> (NaiveDate, Option<NaiveDate>)) -> Vec<Option<NaiveDate>> {
        let (mut next, mut later) = (None, None);
        let each = self.0.iter().rev().map(|one| {
            let (recorded, confirmed) = days(one);
            let corrected = if confirmed.is_some() { later } else { next };
            (next, later) = (Some(recorded), confirmed.or(later));
            corrected
        });
        let mut found: Vec<_> = each.collect();
        found.reverse();
        found
    }
}

impl<T> std::ops::Deref for Rounds<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// Why a sitting was not held on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHeld {
    /// The day is still to come.
    #[error("Enter a date that is not in the future")]
    ToCome,
    /// The version of the framework was not in force yet.
    #[error("Enter a date on or after {}, when this version came into force", in_words(*.0))]
    BeforeVersion(NaiveDate),
    /// It is the day that is recorded.
    #[error("Enter another day: this is the one that is recorded")]
    SameDay,
}

/// What keeps a sitting of a version from having been held on a day.
pub fn held_on(day: NaiveDate, today: NaiveDate, version: Option<&Framework>) -> Vec<NotHeld> {
    let to_come = (day > today).then_some(NotHeld::ToCome);
    let before = version.filter(|version| !version.is_in_force(day));
    let before = before.map(|version| NotHeld::BeforeVersion(version.effective_from()));
    to_come.into_iter().chain(before).collect()
}

/// A result of a sitting whose day is to be corrected.
#[derive(Clone, Copy, Debug)]
pub struct Moving<'a> {
    /// Whose it is, by name.
    pub name: &'a str,
    /// Whose it is.
    pub trainee: PersonId,
    /// Who recorded it, where it waits to be confirmed.
    pub waits_of: Option<PersonId>,
    /// Whether there is a result of them on the right day already.
    pub is_there: bool,
    /// The first day on which they are a candidate of the provider; none where it is not known.
    pub since: Option<NaiveDate>,
}

/// Why results are not moved to another day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotMoved {
    /// A result that waits is its recorder's to move: else whoever recorded it could confirm alone what nobody else has looked at.
    #[error("What a colleague recorded of {0} waits to be confirmed. Confirm it first")]
    Waits(String),
    /// Nobody corrects a result of their own.
    #[error("A result of yours is among them. Ask a colleague to correct the day")]
    Own,
    /// Which of the two is right can't be told from here.
    #[error("On that day there is a result already of {0}. Correct one of the two first")]
    There(String),
    /// Nobody sits for a provider with which they are not registered yet.
    #[error("Enter {day} or a later day. Before it these candidates were not registered with you: {0}", day = in_words(*.1))]
    Before(String, NaiveDate),
}

/// Why no result of a day can be recorded of somebody who is registered with the provider, and enrolled, since a day: it was before.
/// Without a full stop.
pub fn registered_later(since: Option<NaiveDate>, held_on: NaiveDate) -> Option<String> {
    since.filter(|since| *since > held_on).map(|since| {
        format!(
            "they are registered with you from {} on, and this sitting was before. If their first day is wrong, ask their professional body to correct it",
            in_words(since)
        )
    })
}

/// Why no result can be recorded of somebody who was a candidate of a sitting. Without a full stop.
pub const LEFT: &str = "they are no candidate of this sitting any more, because their registration with you ended before it, or their enrolment has ended";

/// What keeps somebody from moving the results of a sitting to a day.
pub fn not_moved(all: &[Moving<'_>], by: PersonId, to: NaiveDate) -> Vec<NotMoved> {
    let named = |is: &dyn Fn(&Moving<'_>) -> bool| {
        let names: Vec<&str> = all.iter().filter(|one| is(one)).map(|one| one.name).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let waits = named(&|one| one.waits_of.is_some_and(|recorder| recorder != by)).map(NotMoved::Waits);
    let own = all.iter().any(|one| one.trainee == by).then_some(NotMoved::Own);
    let there = named(&|one| one.is_there).map(NotMoved::There);
    let later: Vec<(&str, NaiveDate)> =
        all.iter().filter_map(|one| Some((one.name, one.since.filter(|since| *since > to)?))).collect();
    let before = later.iter().map(|(_, since)| *since).max().map(|last| {
        let each: Vec<String> =
            later.iter().map(|(name, since)| format!("{name} (from {} on)", in_words(*since))).collect();
        NotMoved::Before(each.join(", "), last)
    });
    waits.into_iter().chain(own).chain(there).chain(before).collect()
}
