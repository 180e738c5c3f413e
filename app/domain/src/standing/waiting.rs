use super::Standing;
use super::doing::held_on_but_for_now;
use super::sittings;
use super::spans::Spans;
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind};

/// Whether facts are there already that will count once what the element asks for now is there, or a specialism is chosen.
pub(crate) fn waits_only_for_what_comes_first(framework: &Framework, standing: &Standing, ix: NodeIx) -> bool {
    let node = framework.node(ix);
    let Some(requires) = &node.requires else {
        return false;
    };
    let reading = &standing.reading(framework);
    let mut acts: Vec<(usize, Spans)> = Vec::new();
    match node.kind {
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => {
            sittings::passes(ix, reading, &mut |at, spans| acts.push((at, spans)));
        }
        NodeKind::Element(ElementKind::Verification) => {
            let each = standing.facts.range(ix);
            acts.extend(each.map(|at| (at, Spans::One(standing.facts.items()[at].counts(standing.known)))));
        }
        NodeKind::Element(_)
        | NodeKind::Competency(_)
        | NodeKind::Stage(_)
        | NodeKind::StepOff { .. }
        | NodeKind::Status(_)
        | NodeKind::Route => {}
    }
    acts.iter().any(|(at, spans)| {
        let day = standing.facts.items()[*at].happened_on;
        spans.has(standing.on) && !held_on_but_for_now(requires, day, reading).is_empty()
    })
}
