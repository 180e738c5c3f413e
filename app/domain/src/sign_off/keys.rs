//! Which employer's keys a signature turns, so that nobody turns both keys of a stage, nor judges for the body what they signed for
//! the employer.

use super::SigningKind;
use crate::experience::asks_for;
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind};
use crate::standing::Facts;

/// The stages of which a signature about a node, or about work of a kind, turns the employer's key: one that is verified is turned
/// by who verifies it, another one by who confirms the work and decides the claims that it asks for. Source: docs/standing.md.
pub fn keys_turned(framework: &Framework, kind: SigningKind, node: &str) -> Vec<NodeIx> {
    let signed = framework.find(node);
    let turns = |stage: &NodeIx| {
        let children = framework.children(*stage);
        let verification = NodeKind::Element(ElementKind::Verification);
        let is_verified = || children.iter().any(|ix| framework.node(*ix).kind == verification);
        let decides = |outcome: NodeIx| children.iter().any(|ix| framework.outcomes_beneath(*ix).contains(&outcome));
        match kind {
            SigningKind::Stage => signed.is_some_and(|ix| framework.node(ix).stage == Some(*stage)),
            SigningKind::Experience => !is_verified() && children.iter().any(|ix| asks_for(framework, *ix, node)),
            SigningKind::Claim => !is_verified() && signed.is_some_and(decides),
        }
    };
    framework.stages().iter().copied().filter(turns).collect()
}

/// Whether the results of an element turn the other key of one of some stages: it belongs to it, or to a stage that its key names,
/// through however many others.
pub fn turns_results(framework: &Framework, stages: &[NodeIx]) -> impl Fn(&str) -> bool {
    let named = framework.beneath(stages.to_vec(), |ix, left| {
        let stage = framework.node(ix).as_stage();
        stage.and_then(|stage| stage.results.rule()).into_iter().for_each(|rule| rule.nodes(left));
    });
    move |element| {
        let element = framework.find(element);
        element
            .is_some_and(|ix| named[ix.index()] || framework.node(ix).stage.is_some_and(|stage| named[stage.index()]))
    }
}

/// The ids of the people who confirmed results that turn the other key of some stages.
pub fn results_confirmed_by<'a>(framework: &Framework, facts: &'a Facts, stages: &[NodeIx]) -> Vec<&'a str> {
    let turns = turns_results(framework, stages);
    let results = facts.file().results.iter().filter(|result| turns(&result.element));
    results.filter_map(|result| result.confirmed_by.as_deref()).collect()
}

/// Whether a step-off point rests on what a signature is about, or on its stage, at any depth.
pub fn rests_on(framework: &Framework, step_off: &str, kind: SigningKind, node: &str) -> bool {
    let Some(step_off) = framework.find(step_off) else { return false };
    let beneath = framework.beneath(vec![step_off], |ix, left| left.extend(framework.needs(ix)));
    let is_beneath =
        |ix: NodeIx| beneath[ix.index()] || framework.node(ix).stage.is_some_and(|stage| beneath[stage.index()]);
    match kind {
        SigningKind::Claim | SigningKind::Stage => framework.find(node).is_some_and(is_beneath),
        SigningKind::Experience => framework.nodes().any(|(ix, _)| is_beneath(ix) && asks_for(framework, ix, node)),
    }
}
