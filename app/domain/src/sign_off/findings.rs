//! What supervisors find of claims is between the trainee, the employer and the body. A training provider reads results
//! and how the stages stand, and is not told what was found at work.

use crate::framework::{ElementKind, Framework, NodeIx, NodeKind};
use crate::standing::{Reason, Standing, State};

/// Whether how a node stands says what was found at work: an outcome, a competency of outcomes, a portfolio of either, and the work
/// that was done.
pub fn is_found_at_work(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::Competency(_) | NodeKind::Element(ElementKind::Portfolio | ElementKind::Experience) => true,
        NodeKind::Element(ElementKind::Assessment | ElementKind::Course | ElementKind::Verification)
        | NodeKind::Stage(_)
        | NodeKind::StepOff { .. }
        | NodeKind::Status(_)
        | NodeKind::Route => false,
    }
}

/// Reasons without those that speak of one of these facts alone.
pub fn without_facts(reasons: Vec<Reason>, hidden: &impl Fn(&str) -> bool) -> Vec<Reason> {
    let is_hidden = |reason: &Reason| reason.children.is_empty() && matches!(&reason.facts[..], [only] if hidden(only));
    let left = reasons.into_iter().filter(|reason| !is_hidden(reason));
    left.map(|reason| Reason { children: without_facts(reason.children, hidden), ..reason }).collect()
}

/// How a node stands for who may not know of findings: a verification that is closed only because of what was found at work is
/// open to them.
pub fn state_without_findings(framework: &Framework, standing: &Standing, ix: NodeIx) -> State {
    let node = framework.node(ix);
    let is_verification = node.kind == NodeKind::Element(ElementKind::Verification);
    let is_open = standing.is_open(ix) && node.stage.is_none_or(|stage| standing.is_open(stage));
    match standing.state(ix) {
        State::Blocked if is_verification && is_open => State::Available,
        state => state,
    }
}

/// Reasons without those that say what was found at work, and without all beneath them.
pub fn without_findings(framework: &Framework, reasons: Vec<Reason>) -> Vec<Reason> {
    let finding = |reason: &Reason| {
        let node = reason.node.as_deref().and_then(|id| framework.find(id));
        node.is_some_and(|ix| is_found_at_work(&framework.node(ix).kind))
    };
    reasons
        .into_iter()
        .filter(|reason| !finding(reason))
        .map(|reason| Reason { children: without_findings(framework, reason.children), ..reason })
        .collect()
}
