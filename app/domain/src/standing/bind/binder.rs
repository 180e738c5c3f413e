//! Finds what the facts name, and writes down what the framework does not know.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    BoundAward, BoundClaim, BoundExemption, BoundExperience, BoundResult, BoundVerification, NEVER, NOBODY, TRAINEE,
    UnknownId,
};
use crate::framework::{CompetencyLevel, ElementKind, Framework, KindIx, NodeIx, NodeKind, SpecialismIx, nearest};
use crate::standing::{FactsFile, Outcome};

/// For how many unknown ids of a file the nearest known one is looked for.
const HINTS: usize = 100;

pub(super) struct Binder<'a> {
    framework: &'a Framework,
    file: &'a FactsFile,
    pub(super) ids: Vec<String>,
    seen: BTreeSet<&'a str>,
    pub(super) people: Vec<&'a str>,
    person_of: BTreeMap<&'a str, u32>,
    pub(super) unknown: Vec<UnknownId>,
}

impl<'a> Binder<'a> {
    pub(super) fn new(framework: &'a Framework, file: &'a FactsFile) -> Self {
        Binder {
            framework,
            file,
            ids: Vec::new(),
            seen: BTreeSet::new(),
            people: vec![&file.trainee],
            person_of: BTreeMap::from([(file.trainee.as_str(), TRAINEE)]),
            unknown: Vec::new(),
        }
    }

    fn fact(&mut self, id: &'a str) -> u32 {
        if !self.seen.insert(id) {
            self.unknown.push(UnknownId {
                fact: id.to_owned(),
                expected: "fact",
                id: id.to_owned(),
                nearest: None,
                note: Some(format!("two facts have the id `{id}`")),
            });
        }
        self.ids.push(id.to_owned());
        self.ids.len() as u32 - 1
    }

    fn person(&mut self, id: Option<&'a str>) -> u32 {
        let Some(id) = id else { return NOBODY };
        let next = self.people.len() as u32;
        let person = *self.person_of.entry(id).or_insert(next);
        if person == next {
            self.people.push(id);
        }
        person
    }

    fn node(&mut self, fact: &str, id: &str, expected: &'static str, fits: fn(&NodeKind) -> bool) -> Option<NodeIx> {
        let found = self.framework.find(id);
        if let Some(ix) = found
            && fits(&self.framework.node(ix).kind)
        {
            return Some(ix);
        }
        let fitting = self.framework.nodes().filter(|(_, node)| fits(&node.kind));
        let nearest = self.near(id, fitting.map(|(_, node)| node.id.as_str()));
        let note = found.map(|ix| {
            let kind = self.framework.node(ix).kind.word();
            format!("`{id}` is of kind {kind}, where one of kind {expected} is wanted")
        });
        let (fact, id) = (fact.to_owned(), id.to_owned());
        self.unknown.push(UnknownId {
            fact,
            expected,
            id,
            nearest,
            note,
        });
        None
    }

    /// The known id nearest to one that is not known, for the first hundred of a file.
    fn near<'n>(&self, id: &str, known: impl IntoIterator<Item = &'n str>) -> Option<String> {
        if self.unknown.len() >= HINTS {
            return None;
        }
        nearest(id, known).map(str::to_owned)
    }

    pub(super) fn specialism(&mut self) -> Option<SpecialismIx> {
        let id = self.file.specialism.as_deref()?;
        let all = self.framework.specialisms();
        let found = all.iter().position(|specialism| specialism.id == id);
        if found.is_none() {
            self.unknown.push(UnknownId {
                fact: String::new(),
                expected: "specialism",
                id: id.to_owned(),
                nearest: self.near(id, all.iter().map(|s| s.id.as_str())),
                note: None,
            });
        }
        found.map(|at| SpecialismIx(at as u32))
    }

    pub(super) fn results(&mut self) -> Vec<(NodeIx, BoundResult)> {
        let mut bound = Vec::with_capacity(self.file.results.len());
        for result in &self.file.results {
            let fact = self.fact(&result.id);
            let node = self.node(&result.id, &result.element, "assessment or course", excusable);
            let recorder = self.person(result.recorded_by.as_deref());
            let confirmer = self.person(result.confirmed_by.as_deref());
            let result = BoundResult {
                fact,
                pass: result.outcome == Outcome::Pass,
                sat_on: result.sat_on,
                confirmed_on: result.confirmed_on.unwrap_or(NEVER),
                voided_on: result.voided_on.unwrap_or(NEVER),
                superseded_on: result.superseded_on.unwrap_or(NEVER),
                recorder,
                confirmer,
            };
            bound.extend(node.map(|ix| (ix, result)));
        }
        bound
    }

    pub(super) fn exemptions(&mut self) -> Vec<(NodeIx, BoundExemption)> {
        let mut bound = Vec::with_capacity(self.file.exemptions.len());
        for exemption in &self.file.exemptions {
            let fact = self.fact(&exemption.id);
            // Only results can be excused: an excused verification would turn the employer's key with no employer.
            let node = self.node(&exemption.id, &exemption.element, "assessment or course", excusable);
            let decider = self.person(exemption.decided_by.as_deref());
            let exemption = BoundExemption {
                fact,
                decided_on: exemption.decided_on,
                withdrawn_on: exemption.withdrawn_on.unwrap_or(NEVER),
                decider,
            };
            bound.extend(node.map(|ix| (ix, exemption)));
        }
        bound
    }

    pub(super) fn claims(&mut self) -> Vec<(NodeIx, BoundClaim)> {
        let mut bound = Vec::with_capacity(self.file.claims.len());
        for claim in &self.file.claims {
            let fact = self.fact(&claim.id);
            let decision = claim.decision.as_ref();
            let decider = self.person(decision.map(|decision| decision.by.as_str()));
            let one = BoundClaim {
                fact,
                worked_until: claim.happened_until,
                submitted_on: claim.submitted_on,
                decided_on: decision.map_or(NEVER, |decision| decision.on.max(claim.submitted_on)),
                decision: decision.map(|decision| decision.outcome),
                decider,
                withdrawn_on: claim.withdrawn_on.unwrap_or(NEVER),
            };
            let mut named = BTreeSet::new();
            for id in &claim.outcomes {
                let outcome = |kind: &NodeKind| matches!(kind, NodeKind::Competency(CompetencyLevel::Outcome));
                if let Some(ix) = self.node(&claim.id, id, "outcome", outcome)
                    && named.insert(ix)
                {
                    bound.push((ix, one));
                }
            }
        }
        bound
    }

    pub(super) fn verifications(&mut self) -> Vec<(NodeIx, BoundVerification)> {
        let mut bound = Vec::with_capacity(self.file.verifications.len());
        for verification in &self.file.verifications {
            let fact = self.fact(&verification.id);
            let wanted = |kind: &NodeKind| matches!(kind, NodeKind::Element(ElementKind::Verification));
            let node = self.node(&verification.id, &verification.element, "employer verification", wanted);
            let verifier = self.person(Some(&verification.by));
            let verification = BoundVerification {
                fact,
                on: verification.on,
                withdrawn_on: verification.withdrawn_on.unwrap_or(NEVER),
                verifier,
            };
            bound.extend(node.map(|ix| (ix, verification)));
        }
        bound
    }

    pub(super) fn awards(&mut self) -> Vec<(NodeIx, BoundAward)> {
        let mut bound = Vec::with_capacity(self.file.awards.len());
        for award in &self.file.awards {
            let fact = self.fact(&award.id);
            let wanted = |kind: &NodeKind| matches!(kind, NodeKind::Status(_));
            let node = self.node(&award.id, &award.status, "status", wanted);
            let conferrer = self.person(award.conferred_by.as_deref());
            let Some(ix) = node else { continue };
            let lasts = self.framework.node(ix).as_status().and_then(|status| status.expires);
            let by_rule = lasts.map_or(NEVER, |length| length.after(award.conferred_on));
            let award = BoundAward {
                fact,
                conferred_on: award.conferred_on,
                expires_on: award.expires_on.unwrap_or(by_rule),
                withdrawn_on: award.withdrawn_on.unwrap_or(NEVER),
                conferrer,
            };
            bound.push((ix, award));
        }
        bound
    }

    pub(super) fn experience(&mut self) -> Vec<BoundExperience> {
        let mut bound = Vec::with_capacity(self.file.experience.len());
        let mut organisations: BTreeMap<&str, u32> = BTreeMap::new();
        for spell in &self.file.experience {
            let fact = self.fact(&spell.id);
            let confirmer = self.person(spell.confirmed_by.as_deref());
            let next = organisations.len() as u32;
            let organisation = *organisations.entry(spell.organisation.as_str()).or_insert(next);
            let kinds = self.framework.experience_kinds();
            let Some(kind) = kinds.iter().position(|kind| kind.id == spell.kind) else {
                self.unknown.push(UnknownId {
                    fact: spell.id.clone(),
                    expected: "kind of experience",
                    id: spell.kind.clone(),
                    nearest: self.near(&spell.kind, kinds.iter().map(|k| k.id.as_str())),
                    note: None,
                });
                continue;
            };
            bound.push(BoundExperience {
                fact,
                kind: KindIx(kind as u32),
                from: spell.from,
                until: spell.until,
                minutes: spell.minutes.max(0),
                percent: i64::from(spell.full_time_percent.unwrap_or(100).min(100)),
                organisation,
                confirmed_on: spell.confirmed_on.unwrap_or(NEVER),
                confirmer,
                withdrawn_on: spell.withdrawn_on.unwrap_or(NEVER),
            });
        }
        bound.sort_by_key(|spell| (spell.confirmed_on, spell.from, spell.fact));
        bound
    }
}

fn excusable(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Element(ElementKind::Assessment | ElementKind::Course))
}
