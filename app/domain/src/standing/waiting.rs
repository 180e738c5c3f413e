use super::Standing;
use super::doing::held_on;
use super::sittings;
use super::spans::Spans;
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind};

/// Whether facts are there already that will count once what the element asks for now is there, or a specialism is chosen.
pub(crate) fn waits_only_for_what_comes_first(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    let node = framework.node(ix);
    let Some(requires) = &node.requires else { return false };
    let (reading, items) = (&standing.reading(framework), standing.facts.items());
    let acts = if node.kind.has_results() {
        sittings::passes(ix, reading)
    } else if node.kind == NodeKind::Element(ElementKind::Verification) {
        standing.facts.range(ix).map(|at| (at, Spans::One(items[at].counts(standing.known)))).collect()
    } else {
        return false;
    };
    acts.iter().any(|(at, spans)| {
        spans.has(standing.on) && !held_on(requires, items[*at].happened_on, reading, true).is_empty()
    })
}
