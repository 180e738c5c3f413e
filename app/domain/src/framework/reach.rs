//! Whether everything in a framework is asked for by something, so that no line of it is there in vain.

use std::collections::BTreeSet;

use super::link::above;
use super::names::NodeSort;
use super::parse_node::Draft;
use super::reader::Reader;
use super::{ElementKind, ExperienceKind, KeyRule, Leaf, NodeIx};

pub(super) fn reachable(reader: &mut Reader<'_>, drafts: &[Draft], kinds: &[ExperienceKind]) {
    let meant = reader.meant.clone();
    let mentions = drafts.iter().flat_map(|draft| &draft.mentions);
    let mentioned: BTreeSet<&str> = mentions.chain(&meant).map(String::as_str).collect();
    let evidenced = evidenced(drafts, &mentioned);
    // Where the portfolio of a stage could not be read, nobody knows what it gathers.
    let unfilled: BTreeSet<Option<NodeIx>> = drafts
        .iter()
        .filter(|draft| draft.incomplete || draft.sort == NodeSort::Element(ElementKind::Portfolio) && is_unread(draft))
        .map(|draft| draft.node.stage)
        .collect();
    // Where a step-off could not be read, nobody knows to what it leads.
    let is_partial = drafts.iter().any(|draft| draft.incomplete && draft.sort == NodeSort::StepOff);
    let conferred: BTreeSet<NodeIx> = drafts.iter().filter_map(|draft| draft.node.step_off_to()).collect();
    for (at, draft) in drafts.iter().enumerate() {
        let (id, line) = (draft.node.id.as_str(), draft.node.line);
        let ix = NodeIx(at as u32);
        match draft.sort {
            NodeSort::Element(_) if !mentioned.contains(id) && !key_forgotten(drafts, draft) => {
                let what = format!("`{id}` is unreachable: no key, rule or step-off asks for it");
                reader.problem(line, what, "Name it in a rule, or take it out");
            }
            NodeSort::Outcome if !evidenced[at] && !draft.incomplete && !unfilled.contains(&draft.node.stage) => {
                let what = format!("nobody can evidence `{id}`: no portfolio of its stage gathers it");
                reader.problem(line, what, "Add a portfolio element with outcomes_of, or take it out");
            }
            // A step-off that names no status it could be meant for is the one thing to put right.
            NodeSort::Status if !is_partial && !conferred.contains(&ix) && !meant.contains(id) => {
                let what = format!("the status `{id}` is unreachable: no step-off leads to it");
                reader.problem(line, what, "Add a [[step_off]] with that status, or take it out");
            }
            NodeSort::Stage | NodeSort::Element(_) | NodeSort::Group | NodeSort::Outcome => {}
            NodeSort::StepOff | NodeSort::Status | NodeSort::Route => {}
        }
    }
    for kind in kinds {
        let is_asked = |kind: &ExperienceKind| mentioned.contains(kind.id.as_str());
        // That it counts as one which counts as another is a fault of its own.
        let through = |other: &ExperienceKind| is_asked(other) || other.counts_as.is_some();
        let other = kind.counts_as.and_then(|other| kinds.get(other.index()));
        if !is_asked(kind) && !other.is_some_and(through) {
            let what = format!("nobody asks for the kind of experience `{}`", kind.id);
            let fix = "Name it in a rule with `hours` or `period`, or take it out";
            reader.problem(kind.line, what, fix);
        }
    }
}

/// Whether what completes a node could not be read, or not all of it.
fn is_unread(draft: &Draft) -> bool {
    let is_gap = |leaf: &Leaf| matches!(leaf, Leaf::Unpublished(what) if what.is_empty());
    draft.node.rule.as_ref().is_none_or(|rule| rule.any_leaf(is_gap))
}

/// Of each node, whether a key, a rule or a portfolio asks for it, or for a competency above it.
fn evidenced(drafts: &[Draft], mentioned: &BTreeSet<&str>) -> Vec<bool> {
    let mut named = Vec::new();
    let elements = drafts.iter().filter(|draft| matches!(draft.sort, NodeSort::Element(_)));
    elements.for_each(|draft| draft.node.rule.iter().for_each(|rule| rule.nodes(&mut named)));
    let mut evidenced: Vec<bool> = drafts.iter().map(|draft| mentioned.contains(draft.node.id.as_str())).collect();
    for ix in named {
        evidenced[ix.index()] = true;
    }
    let is_above = |at: usize| above(drafts, at).any(|ix| evidenced[ix.index()]);
    (0..drafts.len()).map(|at| evidenced[at] || is_above(at)).collect()
}

/// Whether the stage of an element has a key forgotten: then that is the one thing to put right.
fn key_forgotten(drafts: &[Draft], draft: &Draft) -> bool {
    let forgotten = |key: &KeyRule| matches!(key, KeyRule::Absent(why) if why.is_empty());
    let stage = draft.node.stage.and_then(|ix| drafts[ix.index()].node.as_stage());
    stage.is_some_and(|stage| forgotten(&stage.results) || forgotten(&stage.employer))
}
