mod binder;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use binder::Binder;

use super::{ClaimOutcome, FactsFile};
use crate::framework::{Framework, KindIx, NodeIx, SpecialismIx};

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
    /// Who confirmed a result or excused from one, and also signed for work. Nobody, nearly always.
    pub(super) sign_on_both_sides: Vec<u32>,
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
        let mut facts = Facts {
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
            sign_on_both_sides: Vec::new(),
        };
        facts.sign_on_both_sides = facts.people_on_both_sides();
        if binder.unknown.is_empty() {
            Ok(facts)
        } else {
            Err(binder.unknown)
        }
    }

    fn people_on_both_sides(&self) -> Vec<u32> {
        let results = self.results.all().iter().map(|result| result.confirmer);
        let formal: BTreeSet<u32> = results.chain(self.exemptions.all().iter().map(|e| e.decider)).collect();
        let claims = self.claims.all().iter().map(|claim| claim.decider);
        let verifications = self.verifications.all().iter().map(|v| v.verifier);
        let experience = self.experience.iter().map(|spell| spell.confirmer);
        let at_work: BTreeSet<u32> = claims.chain(verifications).chain(experience).collect();
        let both = formal.intersection(&at_work).copied();
        both.filter(|person| !matches!(*person, NOBODY | TRAINEE)).collect()
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
