//! A plan for a past day rests on what was known then: nothing that came after is there when its steps are taken.

use chrono::NaiveDate;

use crate::framework::Framework;
use crate::standing::{Dated, Facts, FactsFile};

/// The facts that were known on a day, where others came after.
pub(super) fn then(framework: &Framework, facts: &Facts, on: NaiveDate) -> Option<Facts> {
    let file = facts.file();
    let has_later = file.days().any(|day| day > on);
    has_later.then(|| Facts::bind(framework, known(file.clone(), on)).ok()).flatten()
}

fn is_later(day: Option<NaiveDate>, on: NaiveDate) -> bool {
    day.is_some_and(|day| day > on)
}

fn known(mut file: FactsFile, on: NaiveDate) -> FactsFile {
    let was = |day: NaiveDate, recorded_on: Option<NaiveDate>| day <= on && !is_later(recorded_on, on);
    let until_now = |day: &mut Option<NaiveDate>| *day = day.filter(|day| *day <= on);
    file.results.retain_mut(|it| {
        [&mut it.confirmed_on, &mut it.voided_on, &mut it.superseded_on].into_iter().for_each(until_now);
        was(it.sat_on, it.recorded_on)
    });
    file.exemptions.retain_mut(|it| {
        until_now(&mut it.withdrawn_on);
        was(it.decided_on, it.recorded_on)
    });
    file.claims.retain_mut(|it| {
        it.decision = it.decision.take().filter(|decision| decision.on <= on);
        until_now(&mut it.withdrawn_on);
        was(it.submitted_on, it.recorded_on)
    });
    file.experience.retain_mut(|it| {
        [&mut it.confirmed_on, &mut it.withdrawn_on].into_iter().for_each(until_now);
        was(it.from, it.recorded_on)
    });
    file.verifications.retain_mut(|it| {
        until_now(&mut it.withdrawn_on);
        was(it.on, it.recorded_on)
    });
    file.awards.retain_mut(|it| {
        until_now(&mut it.withdrawn_on);
        was(it.conferred_on, it.recorded_on)
    });
    values(&mut file.specialism, on);
    values(&mut file.joined_on, on);
    file
}

fn values<T>(of: &mut Dated<T>, on: NaiveDate) {
    if let Dated::Changing(values) = of {
        values.retain(|value| !is_later(value.recorded_on.or(value.since), on));
    }
}
