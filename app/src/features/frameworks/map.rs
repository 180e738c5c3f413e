//! A framework as a picture: which nodes are drawn, what needs what, and how each stands.

use crate::design::graph::{GraphGroup, GraphNode};
use crate::design::reason::ReasonItem;
use crate::features::frameworks::row_groups::row_group;
use crate::prelude::pages::*;
use domain::framework::{ElementKind, Framework, NodeIx, NodeKind, Stage};
use domain::sign_off::SigningKind;
use domain::standing::{Reason, State, Verdict};
use std::collections::BTreeSet;

/// The tone of a state.
pub fn tone(state: State) -> Tone {
    match state {
        State::Met => Tone::Met,
        State::Exempt => Tone::Exempt,
        State::InProgress => Tone::Now,
        State::Available => Tone::Open,
        State::Blocked => Tone::Later,
        State::Expired => Tone::Late,
        State::Held => Tone::Held,
    }
}

/// The word of a state, as a label. A closed node is "not open yet": the reason beside it says what opens it.
pub fn word(state: State) -> &'static str {
    match state {
        State::Met => "Met",
        State::Exempt => "Exempt",
        State::InProgress => "In progress",
        State::Available => "Open",
        State::Blocked => "Not open yet",
        State::Expired => "Expired",
        State::Held => "Held",
    }
}

/// Reasons as the design shows them; `href` links the node that a reason speaks of.
pub fn reason_items(reasons: Vec<Reason>, href: &dyn Fn(&str) -> String) -> Vec<ReasonItem> {
    reasons
        .into_iter()
        .map(|reason| ReasonItem {
            tone: match reason.verdict {
                Verdict::Met => Tone::Met,
                Verdict::Unmet => Tone::Later,
                Verdict::NotYet => Tone::Now,
                Verdict::DoesNotCount => Tone::Late,
                Verdict::NotNeeded => Tone::Plain,
            },
            word: match reason.verdict {
                Verdict::Met => "Met",
                Verdict::Unmet => "Missing",
                Verdict::NotYet => "Not yet",
                Verdict::DoesNotCount => "Does not count",
                Verdict::NotNeeded => "Not needed",
            }
            .to_owned(),
            text: reason.sentence,
            href: reason.node.as_deref().map(href),
            folded: reason.alternative,
            children: reason_items(reason.children, href),
        })
        .collect()
}

/// A node's code, where its id is one ("F01"), to stand before the title.
pub fn code(id: &str) -> Option<String> {
    let mut chars = id.chars();
    let coded = chars.next().is_some_and(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && chars.clone().any(|c| c.is_ascii_digit())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '.');
    coded.then(|| id.to_owned())
}

/// A code that fits into the corner of a node, beside the longest state; a longer one stays in the title.
fn short_code(id: &str) -> Option<String> {
    code(id).filter(|code| code.len() <= 3)
}

/// "F01 Legal Systems".
pub fn called(framework: &Framework, ix: NodeIx) -> String {
    let node = framework.node(ix);
    match code(&node.id) {
        Some(code) if !node.title.starts_with(&code) => format!("{code} {}", node.title),
        _ => node.title.clone(),
    }
}

/// "F01 Legal Systems, Foundation": where those of several stages are listed together, and may have nearly one title.
pub fn called_at(framework: &Framework, ix: NodeIx) -> String {
    let name = called(framework, ix);
    framework.node(ix).stage.map_or(name.clone(), |stage| format!("{name}, {}", framework.node(stage).title))
}

/// The same of the node of an id; the id where the framework has none of it.
pub fn called_by_id(framework: &Framework, id: &str) -> String {
    framework.find(id).map_or_else(|| id.to_owned(), |ix| called(framework, ix))
}

/// The title of a kind of experience; its id where the framework has none of it.
pub fn kind_title<'a>(framework: &'a Framework, id: &'a str) -> &'a str {
    let kind = framework.experience_kinds().iter().find(|kind| kind.id == id);
    kind.map_or(id, |kind| &kind.title)
}

/// What is to be signed, as the framework calls it.
pub fn subject_title(framework: &Framework, kind: SigningKind, named: &str) -> String {
    match kind {
        SigningKind::Claim | SigningKind::Stage => called_by_id(framework, named),
        SigningKind::Experience => kind_title(framework, named).to_owned(),
    }
}

/// What a picture is made of.
#[derive(Debug)]
pub struct Drawing {
    pub groups: Vec<GraphGroup>,
    /// Elements, stages and step-off points.
    pub nodes: Vec<GraphNode>,
    /// How many elements there are in each state, in a sentence.
    pub summary: String,
}

/// How each node stands for one person; none where whoever looks may not know.
pub type States<'a> = dyn Fn(NodeIx) -> Option<State> + 'a;

/// Draws a framework; with states, as it is for one person.
pub fn draw(framework: &Framework, states: Option<&States<'_>>, href: &dyn Fn(&str) -> String) -> Drawing {
    let state_of = |ix| states.and_then(|states| states(ix));
    let groups = framework
        .stages()
        .iter()
        .map(|ix| GraphGroup {
            id: framework.node(*ix).id.clone(),
            title: framework.node(*ix).title.clone(),
            tone: state_of(*ix).map_or(Tone::Plain, tone),
            state: state_of(*ix).map_or("Stage", word).to_owned(),
        })
        .collect();
    let nodes = framework
        .nodes()
        .filter(|(_, node)| is_drawn(&node.kind))
        .map(|(ix, node)| GraphNode {
            id: node.id.clone(),
            code: short_code(&node.id),
            title: match &node.kind {
                NodeKind::Stage(stage) => keys_of(&node.title, stage),
                _ => match short_code(&node.id).and_then(|code| node.title.strip_prefix(&code)) {
                    Some(rest) => rest.trim_start_matches([',', ':', ' ']).to_owned(),
                    None if short_code(&node.id).is_some() => node.title.clone(),
                    None => called(framework, ix),
                },
            },
            kind: node.kind.word().to_owned(),
            group: node
                .stage
                .map(|stage| framework.node(stage).id.clone())
                .or_else(|| matches!(node.kind, NodeKind::Stage(_)).then(|| node.id.clone())),
            row_group: row_group(framework, ix),
            href: href(&node.id),
            tone: state_of(ix).map_or(if node.unpublished.is_some() { Tone::Unpublished } else { Tone::Plain }, tone),
            state: match state_of(ix) {
                Some(state) => word(state).to_owned(),
                // The title says whose verification it is, and the words of its kind are wider than a node.
                None if node.kind == NodeKind::Element(ElementKind::Verification) => String::from("Verification"),
                None => capital(node.kind.word()),
            },
            needs: drawn_needs(framework, ix).into_iter().map(|need| framework.node(need).id.clone()).collect(),
            unpublished: node.unpublished.is_some(),
        })
        .collect();
    Drawing { groups, nodes, summary: summary(framework, states) }
}

/// The text with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn is_drawn(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Stage(_) | NodeKind::Element(_) | NodeKind::StepOff { .. })
}

/// What comes first in the picture: through competencies and statuses, which are not drawn, to what is; and for what
/// belongs to a stage, what lets one enter it.
fn drawn_needs(framework: &Framework, ix: NodeIx) -> BTreeSet<NodeIx> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let node = framework.node(ix);
    let mut open: Vec<NodeIx> = framework.needs(ix).to_vec();
    match (&node.kind, node.stage) {
        // What lets one enter a stage comes before its elements, and so before the stage: an arrow of its own would only cross.
        (NodeKind::Stage(_), _) if !elements_of(framework, ix).is_empty() => {
            let entry = entry(framework, ix);
            open.retain(|need| !entry.contains(need));
        }
        (NodeKind::Element(_), Some(stage)) => {
            // Elements of another stage are the way in by exemptions: the stage's page tells of it.
            let entry = entry(framework, stage).into_iter();
            open.extend(entry.filter(|need| !matches!(framework.node(*need).kind, NodeKind::Element(_))));
        }
        _ => {}
    }
    while let Some(need) = open.pop() {
        if need == ix || !seen.insert(need) {
            continue;
        }
        match &framework.node(need).kind {
            kind if is_drawn(kind) => {
                // The stage a thing belongs to is met by it, not needed for it.
                if framework.node(ix).stage != Some(need) || matches!(framework.node(ix).kind, NodeKind::StepOff { .. })
                {
                    found.insert(need);
                }
            }
            NodeKind::Status(_) => open.extend(framework.step_offs().iter().filter(
                |step_off| matches!(framework.node(**step_off).kind, NodeKind::StepOff { status } if status == need),
            )),
            _ => open.extend(framework.needs(need)),
        }
    }
    found.remove(&ix);
    found
}

/// What the rule of entering a stage names.
fn entry(framework: &Framework, stage: NodeIx) -> Vec<NodeIx> {
    let mut named = Vec::new();
    if let Some(rule) = &framework.node(stage).requires {
        rule.nodes(&mut named);
    }
    named
}

fn elements_of(framework: &Framework, stage: NodeIx) -> Vec<NodeIx> {
    let nodes = framework.nodes();
    let elements = nodes.filter(|(_, node)| node.stage == Some(stage) && matches!(node.kind, NodeKind::Element(_)));
    elements.map(|(ix, _)| ix).collect()
}

/// "Foundation: both keys"; a stage without one of the keys names the other.
fn keys_of(title: &str, stage: &Stage) -> String {
    match (stage.results.rule(), stage.employer.rule()) {
        (Some(_), None) => format!("{title}: results key"),
        (None, Some(_)) => format!("{title}: employer’s key"),
        _ => format!("{title}: both keys"),
    }
}

fn summary(framework: &Framework, states: Option<&States<'_>>) -> String {
    let elements: Vec<NodeIx> =
        framework.nodes().filter(|(_, node)| matches!(node.kind, NodeKind::Element(_))).map(|(ix, _)| ix).collect();
    let stages = framework.stages().len();
    match states {
        None => format!(
            "{} elements in {stages} stages, with {}.",
            elements.len(),
            words::count(framework.step_offs().len(), "step-off point", "step-off points")
        ),
        Some(states) => {
            let count = |state| elements.iter().filter(|ix| states(**ix) == state).count();
            let parts: Vec<String> = [
                (Some(State::Met), "met"),
                (Some(State::Exempt), "exempt"),
                (Some(State::InProgress), "in progress"),
                (Some(State::Available), "open"),
                (Some(State::Blocked), "not open yet"),
                (Some(State::Expired), "expired"),
                (None, "shown at work"),
            ]
            .into_iter()
            .map(|(state, word)| (count(state), word))
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{n} {word}"))
            .collect();
            format!("{} elements in {stages} stages: {}.", elements.len(), parts.join(", "))
        }
    }
}
