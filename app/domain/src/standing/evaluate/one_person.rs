//! The rule that different people turn the two keys of a stage.

use chrono::NaiveDate;

use super::Evaluation;
use crate::framework::{Framework, KindIx, NodeIx, Rule, Stage};
use crate::standing::bind::Facts;
use crate::standing::{Key, KeyProblem, Standing, verdicts};

impl Evaluation<'_> {
    /// The person without whom neither key would turn, if the two can't be told apart by who signed.
    ///
    /// The keys are turned by different people when what was signed can be parted: some people's signatures for the
    /// results, the others' for the employer, and both keys still turn. Asking for one such way, and not whether anyone
    /// signed on both sides, keeps a further signature from ever taking a stage away.
    pub(super) fn one_person_for_both(&self, stage: &Stage) -> Option<u32> {
        if self.facts.sign_on_both_sides.is_empty() {
            return None;
        }
        let (results, employer) = (key_rule(stage, Key::Results)?, key_rule(stage, Key::Employer)?);
        let [formal, at_work] = [Key::Results, Key::Employer].map(|key| Side::of(self.framework, stage, key));
        let both = self.facts.sign_on_both_sides.iter().copied();
        let shared: Vec<u32> = both
            .filter(|person| formal.is_signed_by(self, *person) && at_work.is_signed_by(self, *person))
            .collect();
        if shared.is_empty() {
            return None;
        }
        let turns = |rule: &Rule, side: &Side, people: &[u32]| {
            let aside = LeftAside { people, side };
            let other = Evaluation::of_all(self.framework, self.facts, self.on, Some(aside));
            other.rule_without(rule, people).holds
        };
        // Beyond so many people nobody is counted on either side; a stage that nine people sign on both sides is unheard of.
        let tried = shared.len().min(MOST_PARTED);
        let parted = (0..1u32 << tried).any(|choice| {
            let (mut for_results, mut for_employer) = (shared[tried..].to_vec(), shared[tried..].to_vec());
            for (at, person) in shared[..tried].iter().enumerate() {
                let left_out = if choice & (1 << at) == 0 {
                    &mut for_employer
                } else {
                    &mut for_results
                };
                left_out.push(*person);
            }
            turns(results, &formal, &for_results) && turns(employer, &at_work, &for_employer)
        });
        if parted {
            return None;
        }
        let needed = |person: &u32| !turns(results, &formal, &[*person]) && !turns(employer, &at_work, &[*person]);
        shared.iter().copied().find(needed).or(shared.first().copied())
    }
}

/// People whose choices of side are all tried: twice as many evaluations for each.
const MOST_PARTED: usize = 8;

/// Signatures that an evaluation leaves aside: those of some people, on one side of a stage.
#[derive(Clone, Copy)]
pub(super) struct LeftAside<'a> {
    pub people: &'a [u32],
    pub side: &'a Side,
}

/// What one key of a stage rests on: the nodes on which people sign for it, and the kinds of experience.
pub(super) struct Side {
    /// For each node of the framework, whether it is one.
    pub nodes: Vec<bool>,
    kinds: Vec<KindIx>,
}

impl Side {
    /// Through the same key of every stage that the key names, and through what gathers outcomes. Where the employer
    /// verifies a stage, that verification turns its key; where it does not, whoever decided the claims or confirmed the
    /// experience did.
    fn of(framework: &Framework, stage: &Stage, key: Key) -> Self {
        let mut side = Side {
            nodes: vec![false; framework.len()],
            kinds: Vec::new(),
        };
        let mut stages = vec![stage];
        while let Some(stage) = stages.pop() {
            let verified = key == Key::Employer && !stage.verifications.is_empty();
            let mut rules: Vec<&Rule> = key_rule(stage, key).into_iter().collect();
            let mut named = Vec::new();
            while let Some(rule) = rules.pop() {
                if !verified {
                    rule.kinds(&mut side.kinds);
                }
                rule.nodes(&mut named);
                for ix in named.drain(..) {
                    let node = framework.node(ix);
                    let passed_over = verified && node.as_stage().is_none() && !stage.verifications.contains(&ix);
                    if passed_over || std::mem::replace(&mut side.nodes[ix.index()], true) {
                        continue;
                    }
                    stages.extend(node.as_stage());
                    rules.extend(&node.rule);
                }
            }
        }
        side
    }

    fn iter(&self) -> impl Iterator<Item = NodeIx> {
        let named = self.nodes.iter().enumerate().filter(|(_, named)| **named);
        named.map(|(ix, _)| NodeIx(ix as u32))
    }

    fn is_signed_by(&self, evaluation: &Evaluation<'_>, person: u32) -> bool {
        let (framework, facts, on) = (evaluation.framework, evaluation.facts, evaluation.on);
        self.iter().any(|ix| signers(facts, ix, on).contains(&person))
            || experience_signers(framework, facts, &self.kinds, on).contains(&person)
    }
}

fn key_rule(stage: &Stage, key: Key) -> Option<&Rule> {
    match key {
        Key::Results => stage.results.rule(),
        Key::Employer => stage.employer.rule(),
    }
}

/// Who signed what counts on a node: its results and exemptions, claims, verifications.
fn signers(facts: &Facts, ix: NodeIx, on: NaiveDate) -> Vec<u32> {
    let results = facts.results.of(ix).iter().filter(|r| verdicts::result(r, on).counts());
    let exemptions = facts
        .exemptions
        .of(ix)
        .iter()
        .filter(|e| verdicts::exemption(e, on).counts());
    let claims = facts
        .claims
        .of(ix)
        .iter()
        .filter(|c| verdicts::claim(c, None, on).counts());
    let verifications = facts
        .verifications
        .of(ix)
        .iter()
        .filter(|v| verdicts::verification(v, on).counts());
    let formal = results.map(|r| r.confirmer).chain(exemptions.map(|e| e.decider));
    let at_work = claims.map(|c| c.decider).chain(verifications.map(|v| v.verifier));
    formal.chain(at_work).collect()
}

/// Who confirmed what counts of these kinds of experience.
fn experience_signers(framework: &Framework, facts: &Facts, kinds: &[KindIx], on: NaiveDate) -> Vec<u32> {
    let counting = facts.experience.iter().filter(|spell| {
        kinds
            .iter()
            .any(|kind| framework.experience_counts_as(spell.kind, *kind))
            && verdicts::experience(spell, framework.experience_kind(spell.kind), on).counts()
    });
    counting.map(|spell| spell.confirmer).collect()
}

/// What has to be signed once more by somebody else, so that the two keys of a stage come to be turned by different people:
/// the verifications, experience and outcomes that were signed by someone who alone confirmed a result, or excused from
/// one, on which the stage rests.
pub(crate) fn to_sign_again(framework: &Framework, facts: &Facts, standing: &Standing, stage: NodeIx) -> Vec<NodeIx> {
    let of = framework.node(stage).as_stage();
    // One key alone is turned by whomever.
    let Some(of) = of.filter(|of| key_rule(of, Key::Results).is_some() && key_rule(of, Key::Employer).is_some()) else {
        return Vec::new();
    };
    if facts.sign_on_both_sides.is_empty() {
        return Vec::new();
    }
    let on = standing.on();
    let [formal, at_work] = [Key::Results, Key::Employer].map(|key| Side::of(framework, of, key));
    let mut alone: Vec<u32> = Vec::new();
    for ix in formal.iter() {
        let signed = signers(facts, ix, on);
        if let [first, others @ ..] = signed.as_slice()
            && others.iter().all(|other| other == first)
        {
            alone.push(*first);
        }
    }
    let signed_at_work = |ix: NodeIx| {
        let mut kinds = Vec::new();
        framework.node(ix).rule.iter().for_each(|rule| rule.kinds(&mut kinds));
        let mut signed = signers(facts, ix, on);
        signed.extend(experience_signers(framework, facts, &kinds, on));
        signed
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
    let found: Vec<NodeIx> = at_work.iter().filter(refused).collect();
    let same = matches!(
        standing.key(stage, Key::Employer).because,
        Some(KeyProblem::SamePerson(_))
    );
    if found.is_empty() && same {
        return at_work.iter().filter(|ix| !signed_at_work(*ix).is_empty()).collect();
    }
    found
}
