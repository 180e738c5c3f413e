use std::rc::Rc;

use chrono::NaiveDate;

use super::Standing;
use super::doing::{ButFor, Doing};
use super::sittings::{self, Sittings};
use super::validities::Validities;
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind};

/// Where facts are there already that will count once what the element asks for now is there: the first day on which they
/// no more would, [`NEVER`](super::spans::NEVER) where there is none.
pub(crate) fn waits_only_for_what_comes_first(
    framework: &Framework,
    standing: &Standing,
    ix: NodeIx,
) -> Option<NaiveDate> {
    let node = framework.node(ix);
    // Where it may be fulfilled without what is asked for now too, by that way they still would not.
    let requires = node.requires.as_ref().filter(|rule| !rule.may_ask_now())?;
    let (reading, items) = (&standing.reading(framework), standing.facts.items());
    let by_itself = |at: usize| (at, Validities::One(items[at].validity(standing.known)));
    let acts: Vec<(usize, Validities)> = if node.kind.has_results() && !sittings::is_simple(node) {
        Sittings::new(ix, reading).passes()
    } else if node.kind.has_results() {
        sittings::results(ix, reading).map(by_itself).collect()
    } else if node.kind == NodeKind::Element(ElementKind::Verification) {
        standing.facts.range(ix).map(by_itself).collect()
    } else {
        return None;
    };
    let mut doing = Doing::new(requires, *reading, ButFor::Now, &Rc::default());
    let good = acts.iter().filter_map(|(at, validities)| Some((*at, validities.counts().at(standing.on)?.until)));
    good.filter(|(at, _)| !doing.on(items[*at].happened_on).is_empty()).map(|(_, until)| until).max()
}

/// The day on which attempts at an element count again, where all are used up, whatever it requires besides;
/// [`NEVER`](super::spans::NEVER) where none will.
pub(crate) fn attempts_count_again(framework: &Framework, standing: &Standing, ix: NodeIx) -> Option<NaiveDate> {
    let node = framework.node(ix);
    let is_limited = node.attempts.is_some() && node.kind.has_results();
    let is_sat = is_limited && !standing.facts.range(ix).is_empty();
    is_sat.then(|| Sittings::new(ix, &standing.reading(framework)).closed_for_further_until()).flatten()
}

/// Whether a correction of a result of an element waits to be confirmed.
pub(crate) fn waits_for_a_correction(standing: &Standing, ix: NodeIx) -> bool {
    let (facts, known) = (&standing.facts, standing.known);
    facts.range(ix).any(|at| facts.items()[at].is_known(known) && facts.is_being_corrected(at, known))
}

/// Whether an element was passed in the window of its set that is open on the day of reading, or is exempt.
pub(crate) fn is_there_for_its_set(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    let (facts, on) = (&standing.facts, standing.on);
    let window = Sittings::new(ix, &standing.reading(framework)).open_window();
    let is_in = |at: usize| window.is_some_and(|days| days.has(facts.items()[at].happened_on));
    let mut passed = facts.range(ix).filter(|at| standing.items[*at].counts().has(on) && is_in(*at));
    passed.next().is_some() || standing.is_exempt(framework, ix)
}

/// The day on which the passes of a set lapse if one of it were sat on the day of reading, where a sitting has opened the
/// window.
pub(crate) fn lapses_with_its_set(framework: &Framework, standing: &Standing, set: u32) -> Option<NaiveDate> {
    let members = &framework.sets[set as usize];
    let is_sat = members.iter().any(|ix| !standing.facts.range(*ix).is_empty());
    let first = members.first().filter(|_| is_sat)?;
    Sittings::new(*first, &standing.reading(framework)).open_window().map(|window| window.until)
}
