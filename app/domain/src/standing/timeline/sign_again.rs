//! What one person signed for both keys, to be signed again by another.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::parting::Search;
use super::sides::{Side, of_kinds};
use crate::framework::{Framework, NodeIx};
use crate::standing::item::{FactKind, Item, NOBODY};
use crate::standing::reading::Reading;
use crate::standing::{ExperienceFact, Facts, Key, KeyProblem, Standing};

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

/// The facts without the claims that those decided who signed for results too, and without the work that they confirmed, where
/// another person has confirmed the same: nobody does it a second time.
pub(crate) fn by_others(framework: &Framework, facts: &Facts, on: NaiveDate) -> Option<Facts> {
    let both: Vec<&str> = facts.on_both_sides().iter().map(|person| facts.person(*person)).collect();
    let signed_both = |by: &str| both.contains(&by.trim());
    let mut file = facts.file().clone();
    file.claims.retain(|claim| !claim.decision.as_ref().is_some_and(|decision| signed_both(&decision.by)));
    let what = |it: &ExperienceFact| (it.kind.clone(), it.from, it.until, it.minutes, it.organisation.clone());
    // What a plan supposes stands in no file.
    let in_file = |item: &Item| facts.file().experience.get(item.fact as usize);
    let others: Vec<_> = of_others(facts, on).filter_map(in_file).map(what).collect();
    let by = |it: &ExperienceFact| it.confirmed_by.as_deref().is_some_and(signed_both);
    file.experience.retain(|spell| !by(spell) || !others.contains(&what(spell)));
    Facts::bind(framework, file).ok()
}

/// Those who confirmed work and signed for no result, in the order of their ids.
pub(crate) fn confirmed_only_work(facts: &Facts, on: NaiveDate) -> Vec<u32> {
    // Whoever is supposed to have signed has no id.
    let known =
        of_others(facts, on).map(|item| (facts.person(item.signer), item.signer)).filter(|(id, _)| !id.is_empty());
    known.collect::<BTreeMap<&str, u32>>().into_values().collect()
}

/// Work that counts by itself and that nobody confirmed who signed for results too.
fn of_others(facts: &Facts, on: NaiveDate) -> impl Iterator<Item = &Item> {
    let counts = move |item: &&Item| item.kind == FactKind::Experience && item.counts(on).has(on);
    let by_another = |item: &&Item| item.signer != NOBODY && !facts.on_both_sides().contains(&item.signer);
    facts.items().iter().filter(counts).filter(by_another)
}
