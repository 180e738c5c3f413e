//! What each key of a stage depends on, and who signs for it there.

use std::collections::BTreeMap;

use crate::framework::{Framework, KindIx, Leaf, NodeIx, Rule, Stage};
use crate::standing::item::Item;
use crate::standing::{Facts, Key};

/// One of the two sides: its key and all beneath it.
pub(super) struct Side<'a> {
    pub rule: &'a Rule,
    /// Who signs for the key, each way in which it can be turned.
    pub ways: Vec<Signed>,
}

/// Where people sign for a key.
pub(super) struct Signed {
    /// The nodes on which people sign, each after what it needs; and whether what its rule gathers itself is signed for the
    /// key.
    pub nodes: BTreeMap<NodeIx, bool>,
    kinds: Vec<KindIx>,
    /// The verifications of which one has to be there: then nobody else signs.
    pub verifications: Vec<NodeIx>,
}

impl<'a> Side<'a> {
    /// Through the same key of every stage that the key names, and through what gathers outcomes. Where the employer
    /// verifies a stage, that verification turns its key; where it does not, whoever decided the claims or confirmed the
    /// experience did. So many nodes are `settled` by then: a renewal of a status comes after it.
    pub fn of(framework: &Framework, stage: &'a Stage, key: Key, settled: usize) -> Option<Self> {
        let rule = stage.key(key).rule()?;
        let is_one = |leaf: &Leaf| matches!(leaf, Leaf::Node(ix) if stage.verifications.contains(ix));
        let turns_without = rule.holds_where(&|_, leaf| !is_one(leaf), &|_| true);
        let signed = |verified: bool| signed(framework, stage, (key, verified), settled);
        let ways = match (key, stage.verifications.is_empty()) {
            (Key::Results, _) | (_, true) => vec![signed(false)],
            (Key::Employer, false) if turns_without => vec![signed(false), signed(true)],
            (Key::Employer, false) => vec![signed(true)],
        };
        Some(Side { rule, ways })
    }

    /// The nodes on which somebody signs for the key, in some way.
    pub fn nodes(&self) -> impl Iterator<Item = NodeIx> + '_ {
        self.ways.iter().take(1).flat_map(|way| way.nodes.keys().copied())
    }

    /// Everything that is signed for the key.
    pub fn items<'f>(&'f self, facts: &'f Facts, framework: &'f Framework) -> impl Iterator<Item = &'f Item> {
        self.nodes()
            .flat_map(|ix| facts.of(ix))
            .chain(self.ways.iter().take(1).flat_map(|way| of_kinds(&way.kinds, facts, framework)))
    }
}

/// Who signs for a key of a stage; with `verified`, where it is the verification that turns it.
fn signed(framework: &Framework, stage: &Stage, (key, verified): (Key, bool), settled: usize) -> Signed {
    let mut nodes = BTreeMap::new();
    let mut kinds = Vec::new();
    let mut stages = vec![(stage, verified)];
    while let Some((stage, verified)) = stages.pop() {
        let mut rules: Vec<&Rule> = stage.key(key).rule().into_iter().collect();
        let mut named = Vec::new();
        while let Some(rule) = rules.pop() {
            if !verified {
                rule.kinds(&mut kinds);
            }
            rule.nodes(&mut named);
            for ix in named.drain(..) {
                let node = framework.node(ix);
                let passed_over = verified && node.as_stage().is_none() && !stage.verifications.contains(&ix);
                if passed_over || ix.index() >= settled || nodes.contains_key(&ix) {
                    continue;
                }
                let is_verified = |stage: &Stage| key == Key::Employer && !stage.verifications.is_empty();
                nodes.insert(ix, !node.as_stage().is_some_and(is_verified));
                stages.extend(node.as_stage().map(|stage| (stage, is_verified(stage))));
                rules.extend(&node.rule);
            }
        }
    }
    let verifications = if verified { stage.verifications.clone() } else { Vec::new() };
    Signed { nodes, kinds, verifications }
}

pub(super) fn of_kinds<'f>(
    kinds: &'f [KindIx],
    facts: &'f Facts,
    framework: &'f Framework,
) -> impl Iterator<Item = &'f Item> {
    let counting = kinds.iter().flat_map(|kind| framework.kinds_counting_as(*kind).iter().chain([kind]));
    counting.flat_map(|kind| facts.items()[facts.spells(*kind)].iter())
}
