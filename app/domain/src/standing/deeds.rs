//! What was done of a stage.

use super::item::FactKind;
use super::leaf;
use super::reading::Reading;
use super::spans::{Span, Spans};
use crate::framework::NodeIx;

/// What was done of a stage: since when it was sat, sent, verified, worked. What is signed by somebody who may not sign it is
/// nothing done. Of anything but a stage, nothing is.
pub(super) fn deeds(stage: NodeIx, reading: &Reading<'_>) -> Spans {
    let (facts, known) = (reading.facts, reading.known);
    let mut deeds: Vec<Span> = Vec::new();
    for (ix, node) in reading.framework.nodes().filter(|(_, node)| node.stage == Some(stage)) {
        let acts = facts.of(ix).iter().filter(|item| item.kind != FactKind::Exemption);
        deeds.extend(acts.filter(|item| item.is_deed(known)).map(|item| Span::since(item.happened_on)));
        let mut kinds = Vec::new();
        node.rule.iter().for_each(|rule| rule.kinds(&mut kinds));
        let spells = kinds.into_iter().flat_map(|kind| leaf::spells(kind, reading)).map(|at| &facts.items()[at]);
        deeds.extend(spells.filter(|item| item.is_deed(known)).map(|item| Span::since(item.happened_on)));
    }
    Spans::of(deeds)
}
