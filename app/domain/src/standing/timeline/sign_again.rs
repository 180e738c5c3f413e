//! What one person signed for both keys, to be signed again by another.

use super::parting::Search;
use super::sides::{Side, of_kinds};
use crate::framework::{Framework, NodeIx};
use crate::standing::item::{FactKind, Item};
use crate::standing::reading::Reading;
use crate::standing::{Key, KeyProblem, Standing};

/// What those are called who signed for both keys of a stage.
pub(crate) fn signed_for_both<'a>(framework: &Framework, standing: &'a Standing, stage: NodeIx) -> Vec<&'a str> {
    let facts = &standing.facts;
    let reading = Reading { framework, facts, standing, without: &[] };
    let search = framework.node(stage).as_stage().and_then(|stage| Search::new(&reading, stage));
    let people = search.map(|search| search.people).unwrap_or_default();
    people.into_iter().map(|person| facts.name(person)).collect()
}

/// What has to be signed once more by somebody else, so that the two keys of a stage come to be turned by different people:
/// the verifications, experience and outcomes that were signed by someone who alone confirmed a result, or excused from
/// one, that the stage depends on.
pub(crate) fn to_sign_again(framework: &Framework, standing: &Standing, stage: NodeIx) -> Vec<NodeIx> {
    let facts = &standing.facts;
    let of = framework.node(stage).as_stage().filter(|_| !facts.on_both_sides().is_empty());
    // One key alone is turned by whomever.
    let of = of.filter(|of| of.rules().iter().all(Option::is_some));
    let sides = of.map(|of| [Key::Results, Key::Employer].map(|key| Side::of(framework, of, key, framework.len())));
    let (Some(of), Some([Some(formal), Some(at_work)])) = (of, sides) else {
        return Vec::new();
    };
    // Who signed what counts on the day.
    let signers = |items: &mut dyn Iterator<Item = &Item>| -> Vec<u32> {
        let counts = |item: &&Item| item.kind != FactKind::Award && item.counts(standing.known).has(standing.on);
        items.filter(counts).map(|item| item.signer).collect()
    };
    let signed = formal.nodes().map(|ix| signers(&mut facts.of(ix).iter()));
    let alone: Vec<u32> =
        signed.filter_map(|all| all.first().copied().filter(|first| all.iter().all(|it| it == first))).collect();
    let signed_at_work = |ix: NodeIx| {
        let mut kinds = Vec::new();
        framework.node(ix).rule.iter().for_each(|rule| rule.kinds(&mut kinds));
        signers(&mut facts.of(ix).iter().chain(of_kinds(&kinds, facts, framework)))
    };
    let refused = |ix: &NodeIx| {
        let signed = signed_at_work(*ix);
        let by_them = |signer: &u32| alone.contains(signer);
        // One verification by somebody else is enough.
        let all = of.verifications.contains(ix) && !signed.is_empty();
        if all { signed.iter().all(by_them) } else { signed.iter().any(by_them) }
    };
    let found: Vec<NodeIx> = at_work.nodes().filter(refused).collect();
    let same = matches!(standing.key(stage, Key::Employer).because, Some(KeyProblem::SamePerson(_)));
    if found.is_empty() && same {
        return at_work.nodes().filter(|ix| !signed_at_work(*ix).is_empty()).collect();
    }
    found
}
