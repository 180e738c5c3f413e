//! What one person signed for both keys, to be signed again by another.

use super::sides::{Side, of_kinds};
use crate::framework::{Framework, NodeIx};
use crate::standing::item::{FactKind, Item};
use crate::standing::reading::Reading;
use crate::standing::{Key, KeyProblem, Standing};

/// What has to be signed once more by somebody else, so that the two keys of a stage come to be turned by different people:
/// the verifications, experience and outcomes that were signed by someone who alone confirmed a result, or excused from
/// one, that the stage depends on.
pub(crate) fn to_sign_again(framework: &Framework, standing: &Standing, stage: NodeIx) -> Vec<NodeIx> {
    let facts = &standing.facts;
    let Some(of) = framework.node(stage).as_stage().filter(|_| !facts.on_both_sides().is_empty()) else {
        return Vec::new();
    };
    let reading = &standing.reading(framework);
    // One key alone is turned by whomever.
    let has_both = of.results.rule().is_some() && of.employer.rule().is_some();
    let [Some(formal), Some(at_work)] =
        [Key::Results, Key::Employer].map(|key| has_both.then(|| Side::of(framework, of, key)).flatten())
    else {
        return Vec::new();
    };
    let mut alone: Vec<u32> = Vec::new();
    for ix in formal.nodes() {
        let signed = signers(facts.of(ix).iter(), reading);
        if let [first, others @ ..] = signed.as_slice()
            && others.iter().all(|other| other == first)
        {
            alone.push(*first);
        }
    }
    let signed_at_work = |ix: NodeIx| {
        let mut kinds = Vec::new();
        framework.node(ix).rule.iter().for_each(|rule| rule.kinds(&mut kinds));
        signers(facts.of(ix).iter().chain(of_kinds(&kinds, facts, framework)), reading)
    };
    let refused = |ix: &NodeIx| {
        let signed = signed_at_work(*ix);
        let by_them = |signer: &u32| alone.contains(signer);
        if of.verifications.contains(ix) {
            // One verification by somebody else is enough.
            !signed.is_empty() && signed.iter().all(by_them)
        } else {
            signed.iter().any(by_them)
        }
    };
    let found: Vec<NodeIx> = at_work.nodes().filter(refused).collect();
    let same = matches!(standing.key(stage, Key::Employer).because, Some(KeyProblem::SamePerson(_)));
    if found.is_empty() && same {
        return at_work.nodes().filter(|ix| !signed_at_work(*ix).is_empty()).collect();
    }
    found
}

/// Who signed what counts on the day.
fn signers<'i>(items: impl Iterator<Item = &'i Item>, reading: &Reading<'_>) -> Vec<u32> {
    let counting = items.filter(|item| item.kind != FactKind::Award && item.counts(reading.known).has(reading.on));
    counting.map(|item| item.signer).collect()
}
