use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{ClaimOutcome, FactsFile, Outcome};
use crate::framework::{CompetencyLevel, ElementKind, Framework, KindIx, NodeIx, NodeKind, SpecialismIx, nearest};

/// An id in a facts file that does not fit the framework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownId {
    /// The fact that names it; empty for the file's own fields.
    pub fact: String,
    /// What it should have been: "assessment or course", "outcome", "status", "specialism" and so on.
    pub expected: &'static str,
    /// The id as typed.
    pub id: String,
    /// The known one that is nearest.
    pub nearest: Option<String>,
    /// More to say: the id is known, but is something else; or it is used twice.
    pub note: Option<String>,
}

impl fmt::Display for UnknownId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.note {
            Some(note) => f.write_str(note),
            None => write!(f, "the framework has no {} `{}`", self.expected, self.id),
        }?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownId {}

/// Nobody: a signature that was not recorded.
pub(super) const NOBODY: u32 = u32::MAX;
/// The trainee, whose own signature never counts.
pub(super) const TRAINEE: u32 = 0;
/// "Never", for dates that are not there.
pub(super) const NEVER: NaiveDate = NaiveDate::MAX;

#[derive(Clone, Copy, Debug)]
pub(super) struct BoundResult {
    pub fact: u32,
    pub pass: bool,
    pub sat_on: NaiveDate,
    pub confirmed_on: NaiveDate,
    pub voided_on: NaiveDate,
    pub superseded_on: NaiveDate,
    pub recorder: u32,
    pub confirmer: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BoundExemption {
    pub fact: u32,
    pub decided_on: NaiveDate,
    pub withdrawn_on: NaiveDate,
    pub decider: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BoundClaim {
    pub fact: u32,
    pub worked_until: NaiveDate,
    pub submitted_on: NaiveDate,
    pub decided_on: NaiveDate,
    pub decision: Option<ClaimOutcome>,
    pub decider: u32,
    pub withdrawn_on: NaiveDate,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BoundVerification {
    pub fact: u32,
    pub on: NaiveDate,
    pub withdrawn_on: NaiveDate,
    pub verifier: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BoundAward {
    pub fact: u32,
    pub conferred_on: NaiveDate,
    pub expires_on: NaiveDate,
    pub withdrawn_on: NaiveDate,
    pub conferrer: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct BoundExperience {
    pub fact: u32,
    pub kind: KindIx,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub minutes: i64,
    pub percent: i64,
    pub organisation: u32,
    pub confirmed_on: NaiveDate,
    pub confirmer: u32,
    pub withdrawn_on: NaiveDate,
}

/// Facts of one kind, by the node they are about.
#[derive(Clone, Debug)]
pub(super) struct PerNode<T> {
    facts: Vec<T>,
    ranges: Vec<(u32, u32)>,
}

impl<T: Copy> PerNode<T> {
    fn new(nodes: usize, mut facts: Vec<(NodeIx, T)>, order: impl Fn(&T) -> (NaiveDate, NaiveDate, u32)) -> Self {
        facts.sort_by_key(|(ix, fact)| (*ix, order(fact)));
        let mut ranges = vec![(0, 0); nodes];
        for (at, (ix, _)) in facts.iter().enumerate() {
            let range = &mut ranges[ix.index()];
            if range.1 == 0 {
                range.0 = at as u32;
            }
            range.1 = at as u32 + 1;
        }
        PerNode {
            facts: facts.into_iter().map(|(_, fact)| fact).collect(),
            ranges,
        }
    }

    pub fn of(&self, ix: NodeIx) -> &[T] {
        let (from, until) = self.ranges[ix.index()];
        &self.facts[from as usize..until as usize]
    }

    pub fn all(&self) -> &[T] {
        &self.facts
    }
}

/// The facts of one enrolment, bound to one framework: ids are indices, lists are sorted.
#[derive(Clone, Debug)]
pub struct Facts {
    pub(super) file: Arc<FactsFile>,
    pub(super) ids: Arc<[String]>,
    pub(super) people: Vec<String>,
    pub(super) specialism: Option<SpecialismIx>,
    pub(super) results: PerNode<BoundResult>,
    pub(super) exemptions: PerNode<BoundExemption>,
    pub(super) claims: PerNode<BoundClaim>,
    pub(super) verifications: PerNode<BoundVerification>,
    pub(super) awards: PerNode<BoundAward>,
    pub(super) experience: Vec<BoundExperience>,
}

impl Facts {
    /// Binds the facts to the framework.
    ///
    /// # Errors
    /// Every id that the framework does not know or that names the wrong kind of thing, and every fact id used twice.
    pub fn bind(framework: &Framework, file: &FactsFile) -> Result<Facts, Vec<UnknownId>> {
        let mut binder = Binder::new(framework, file);
        let specialism = binder.specialism();
        let nodes = framework.len();
        let facts = Facts {
            results: PerNode::new(nodes, binder.results(), |r| (r.sat_on, r.confirmed_on, r.fact)),
            exemptions: PerNode::new(nodes, binder.exemptions(), |e| (e.decided_on, NEVER, e.fact)),
            claims: PerNode::new(nodes, binder.claims(), |c| (c.decided_on, c.submitted_on, c.fact)),
            experience: binder.experience(),
            verifications: PerNode::new(nodes, binder.verifications(), |v| (v.on, NEVER, v.fact)),
            awards: PerNode::new(nodes, binder.awards(), |a| (a.conferred_on, NEVER, a.fact)),
            file: Arc::new(file.clone()),
            ids: binder.ids.into(),
            people: binder.people.into_iter().map(str::to_owned).collect(),
            specialism,
        };
        if binder.unknown.is_empty() {
            Ok(facts)
        } else {
            Err(binder.unknown)
        }
    }

    /// The facts as they were written.
    pub fn file(&self) -> &FactsFile {
        &self.file
    }

    /// The chosen specialism.
    pub fn specialism(&self) -> Option<SpecialismIx> {
        self.specialism
    }

    /// What a person is called.
    pub(super) fn name(&self, person: u32) -> &str {
        match self.people.get(person as usize) {
            Some(id) => self.file.name_of(id),
            None => "somebody",
        }
    }
}

struct Binder<'a> {
    framework: &'a Framework,
    file: &'a FactsFile,
    ids: Vec<String>,
    seen: BTreeSet<&'a str>,
    people: Vec<&'a str>,
    person_of: BTreeMap<&'a str, u32>,
    unknown: Vec<UnknownId>,
}

impl<'a> Binder<'a> {
    fn new(framework: &'a Framework, file: &'a FactsFile) -> Self {
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
        let nearest = nearest(id, fitting.map(|(_, node)| node.id.as_str())).map(str::to_owned);
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

    fn specialism(&mut self) -> Option<SpecialismIx> {
        let id = self.file.specialism.as_deref()?;
        let all = self.framework.specialisms();
        let found = all.iter().position(|specialism| specialism.id == id);
        if found.is_none() {
            self.unknown.push(UnknownId {
                fact: String::new(),
                expected: "specialism",
                id: id.to_owned(),
                nearest: nearest(id, all.iter().map(|s| s.id.as_str())).map(str::to_owned),
                note: None,
            });
        }
        found.map(|at| SpecialismIx(at as u32))
    }

    fn results(&mut self) -> Vec<(NodeIx, BoundResult)> {
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

    fn exemptions(&mut self) -> Vec<(NodeIx, BoundExemption)> {
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

    fn claims(&mut self) -> Vec<(NodeIx, BoundClaim)> {
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

    fn verifications(&mut self) -> Vec<(NodeIx, BoundVerification)> {
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

    fn awards(&mut self) -> Vec<(NodeIx, BoundAward)> {
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

    fn experience(&mut self) -> Vec<BoundExperience> {
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
                    nearest: nearest(&spell.kind, kinds.iter().map(|k| k.id.as_str())).map(str::to_owned),
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
