//! What is held from before, where something of it was refused or withdrawn.

use super::super::own::Own;
use super::answers::{is_settled, said};
use super::item;
use crate::design::next::NextItem;
use crate::features::exemptions::store::PriorLearning;
use crate::features::exemptions::title;
use crate::features::frameworks::map::called_by_id;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::exemptions::PriorState;
use domain::interval::is_late;

/// An exemption that was refused or withdrawn.
struct Lost<'a> {
    /// As the framework names it.
    element: &'a str,
    on: NaiveDate,
    why: &'a str,
    is_withdrawn: bool,
}

/// Each with what was decided and why. What is decided for good stands here for as long as it is news.
pub(super) fn items(case: &Case, own: &Own) -> Vec<NextItem> {
    own.priors.iter().filter_map(|one| answer(case, one, &own.priors)).collect()
}

fn answer(case: &Case, one: &PriorLearning, all: &[PriorLearning]) -> Option<NextItem> {
    let decided = one.decisions.last().filter(|_| matches!(one.state(), PriorState::Decided | PriorState::Reviewed))?;
    let can_be_reviewed = one.state().can_be_reviewed(one.was_refused());
    let is_news = |on: NaiveDate| can_be_reviewed || !is_late(on, case.today());
    let is_anew = |is_same: &dyn Fn(&PriorLearning) -> bool| {
        let later = |other: &&PriorLearning| other.row.id != one.row.id && other.row.sent_at >= one.row.sent_at;
        all.iter().filter(later).any(|other| other.state() != PriorState::TakenBack && is_same(other))
    };
    let is_open = |lost: &Lost<'_>| {
        let names = |other: &PriorLearning| other.elements().any(|element| element == lost.element);
        let is_same = |other: &PriorLearning| names(other) || is_alike(one, other);
        is_news(lost.on) && !is_settled(case, lost.element) && !is_anew(&is_same)
    };
    let lost: Vec<Lost<'_>> = all_lost(one).into_iter().filter(is_open).collect();
    let mut told = Vec::new();
    let is_unproved = !decided.row.is_proved && one.row.elements.is_empty();
    if is_unproved && is_news(decided.row.decided_on) && !is_anew(&|other| is_alike(one, other)) {
        let (by, on) = (&decided.by, words::date(decided.row.decided_on));
        told.push(format!("{by} did not confirm its proof on {on}{}", said(&decided.row.reason)));
    }
    told.extend(lost.iter().map(|lost| {
        let (element, on) = (called_by_id(&case.framework, lost.element), words::date(lost.on));
        let what = if lost.is_withdrawn { "was withdrawn" } else { "was refused" };
        format!("Your exemption from {element} {what} on {on}{}", said(lost.why))
    }));
    if told.is_empty() {
        return None;
    }
    let (to_do, then) = match (can_be_reviewed, lost.iter().any(|lost| lost.is_withdrawn) || is_unproved) {
        (true, _) => ("Answer on", "You may ask for a review."),
        (false, true) => ("Answer on", "You may send proof of it anew."),
        // Nothing can be answered, and it is news.
        (false, false) => ("Read the last decision on", "That was the last decision."),
    };
    told.push(String::from(then));
    let title = format!("{to_do} what you have from before: {}", title(&case.framework, one));
    Some(item(paths::PRIOR_LEARNING.to(one.row.id), title, told.join(" ")))
}

/// Whether they are the same qualification, where the framework names it.
fn is_alike(one: &PriorLearning, other: &PriorLearning) -> bool {
    one.row.prior.is_some() && one.row.prior == other.row.prior
}

/// The elements that were refused and not granted since, and the exemptions that were withdrawn.
fn all_lost(one: &PriorLearning) -> Vec<Lost<'_>> {
    let last = |element: &str| one.exemptions.iter().rev().find(|it| it.row.element == element);
    let refused = one.refused().filter_map(|element| {
        let it = last(element)?;
        Some(Lost { element, on: it.row.decided_on, why: &it.row.reason, is_withdrawn: false })
    });
    let withdrawn = one.exemptions.iter().filter_map(|it| {
        let (on, why) = it.withdrawn_on.zip(it.withdrawn_because.as_deref())?;
        Some(Lost { element: &it.row.element, on, why, is_withdrawn: true })
    });
    refused.chain(withdrawn).collect()
}
