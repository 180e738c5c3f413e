use chrono::NaiveDate;

use super::Standing;
use super::doing::{ButFor, Doing};
use super::sittings::{self, Sittings};
use super::validities::Validities;
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind};

/// Whether facts are there already that will count once what the element asks for now is there, or a specialism is chosen.
pub(crate) fn waits_only_for_what_comes_first(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    let node = framework.node(ix);
    let Some(requires) = &node.requires else { return false };
    let (reading, items) = (&standing.reading(framework), standing.facts.items());
    let by_itself = |at: usize| (at, Validities::One(items[at].validity(standing.known)));
    let acts: Vec<(usize, Validities)> = if node.kind.has_results() && !sittings::is_simple(node) {
        Sittings::new(ix, reading).passes()
    } else if node.kind.has_results() {
        sittings::results(ix, reading).map(by_itself).collect()
    } else if node.kind == NodeKind::Element(ElementKind::Verification) {
        standing.facts.range(ix).map(by_itself).collect()
    } else {
        return false;
    };
    let mut doing = Doing::new(requires, *reading, ButFor::Choices);
    let mut good = acts.iter().filter(|(_, validities)| validities.counts().has(standing.on));
    good.any(|(at, _)| !doing.on(items[*at].happened_on).is_empty())
}

/// The day on which attempts at an element count again, where all are used up, whatever it requires besides;
/// [`NEVER`](super::spans::NEVER) where none will.
pub(crate) fn attempts_count_again(framework: &Framework, standing: &Standing, ix: NodeIx) -> Option<NaiveDate> {
    let node = framework.node(ix);
    let is_limited = node.attempts.is_some() && node.kind.has_results();
    let is_sat = is_limited && !standing.facts.range(ix).is_empty();
    is_sat.then(|| Sittings::new(ix, &standing.reading(framework)).closed_until()).flatten()
}
