//! Finds what the facts name, and writes down what the framework does not know.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::{UnknownId, or_never};
use crate::dates::Length;
use crate::framework::{
    CompetencyLevel, ElementKind, ExperienceKind, Framework, NodeIx, NodeKind, SpecialismIx, nearest,
};
use crate::standing::FactsFile;
use crate::standing::item::{Answer, FactKind, Flaw, Item, NOBODY, TRAINEE};
use crate::standing::spans::{NEVER, Span};

/// For how many unknown ids of a file the nearest known one is looked for.
const HINTS: usize = 100;

pub(super) struct Binder<'a> {
    framework: &'a Framework,
    file: &'a FactsFile,
    facts: u32,
    seen: HashSet<&'a str>,
    pub(super) people: Vec<&'a str>,
    person_of: HashMap<&'a str, u32>,
    organisations: HashMap<&'a str, u32>,
    pub(super) specialism: Option<SpecialismIx>,
    pub(super) unknown: Vec<UnknownId>,
    items: Vec<Item>,
}

impl<'a> Binder<'a> {
    pub(super) fn new(framework: &'a Framework, file: &'a FactsFile) -> Self {
        let facts = file.results.len()
            + file.exemptions.len()
            + file.claims.len()
            + file.experience.len()
            + file.verifications.len()
            + file.awards.len();
        let trainee = file.trainee.trim();
        Binder {
            framework,
            file,
            facts: 0,
            seen: HashSet::with_capacity(facts),
            people: vec![trainee],
            person_of: HashMap::from([(trainee, TRAINEE)]),
            organisations: HashMap::new(),
            specialism: None,
            unknown: Vec::new(),
            items: Vec::with_capacity(facts),
        }
    }

    /// Every list, in the order of the file's fields.
    pub(super) fn bind(&mut self) {
        self.specialism = self.specialism();
        self.results();
        self.exemptions();
        self.claims();
        self.experience();
        self.verifications();
        self.awards();
    }

    /// The items in order of what they are about, and where each stand.
    pub(super) fn sorted(&mut self) -> (Vec<Item>, Vec<(u32, u32)>) {
        let mut items = std::mem::take(&mut self.items);
        items.sort_by_cached_key(|item| {
            // Sittings in their order, all else in the order in which it came to count.
            let (first, then) = match item.kind {
                FactKind::Result => (item.happened_on, item.counts.from),
                _ => (item.counts.from, item.happened_on),
            };
            let exemptions_first = item.kind == FactKind::Result;
            (item.about, exemptions_first, first, then, item.fact)
        });
        let mut ranges = vec![(0, 0); self.framework.len() + self.framework.experience_kinds().len()];
        for (at, item) in items.iter().enumerate() {
            let range = &mut ranges[item.about as usize];
            if range.1 == 0 {
                range.0 = at as u32;
            }
            range.1 = at as u32 + 1;
        }
        self.extend_terms(&mut items, &ranges);
        (items, ranges)
    }

    /// An award made while an earlier one is in force lasts from the end of that one, where the status says so.
    fn extend_terms(&self, items: &mut [Item], ranges: &[(u32, u32)]) {
        for (ix, node) in self.framework.nodes() {
            let Some(lasts) = node
                .as_status()
                .filter(|status| status.extends)
                .and_then(|status| status.expires)
            else {
                continue;
            };
            let (from, until) = ranges[ix.index()];
            let mut end = NaiveDate::MIN;
            for item in &mut items[from as usize..until as usize] {
                let conferred = item.counts.from;
                let by_rule = lasts.after(conferred);
                if end > conferred && item.counts.until == by_rule {
                    item.counts.until = lasts.after(end);
                }
                if item.flaw.is_none() && item.corrected_on == NEVER {
                    end = end.max(item.counts.until.min(item.ended_on));
                }
            }
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
        self.facts += 1;
        self.facts - 1
    }

    /// A person by id. A blank is nobody, and spaces around an id make nobody else of it.
    fn person(&mut self, id: Option<&'a str>) -> u32 {
        let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) else {
            return NOBODY;
        };
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

    fn specialism(&mut self) -> Option<SpecialismIx> {
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

    fn add(&mut self, about: Option<NodeIx>, item: Item) {
        self.items.extend(about.map(|ix| Item { about: ix.0, ..item }));
    }

    fn results(&mut self) {
        let file = self.file;
        for result in &file.results {
            let fact = self.fact(&result.id);
            let node = self.node(&result.id, &result.element, "assessment or course", can_be_exempt);
            let recorder = self.person(result.recorded_by.as_deref());
            let signer = self.person(result.confirmed_by.as_deref());
            let expiry = node.and_then(|ix| self.framework.node(ix).expires);
            // What lapses with its whole set lapses with a window.
            let alone = expiry.filter(|expiry| expiry.whole_set.is_none());
            let item = Item {
                answer: Answer::Result(result.outcome),
                flaw: flaw_of_signer(signer).or((signer == recorder).then_some(Flaw::RecorderConfirmed)),
                counts: Span {
                    from: or_never(result.confirmed_on).max(result.sat_on),
                    until: alone.map_or(NEVER, |expiry| expiry.after.after(result.sat_on)),
                },
                corrected_on: or_never(result.voided_on).min(or_never(result.superseded_on)),
                signer,
                ..Item::on(fact, FactKind::Result, result.sat_on, result.recorded_on)
            };
            self.add(node, item);
        }
    }

    fn exemptions(&mut self) {
        let file = self.file;
        for exemption in &file.exemptions {
            let fact = self.fact(&exemption.id);
            // Only results can be excused: an excused verification would turn the employer's key with no employer.
            let node = self.node(&exemption.id, &exemption.element, "assessment or course", can_be_exempt);
            let signer = self.person(exemption.decided_by.as_deref());
            let item = Item {
                flaw: (signer == TRAINEE).then_some(Flaw::ByTrainee),
                ended_on: or_never(exemption.withdrawn_on),
                signer,
                ..Item::on(fact, FactKind::Exemption, exemption.decided_on, exemption.recorded_on)
            };
            self.add(node, item);
        }
    }

    fn claims(&mut self) {
        let file = self.file;
        for claim in &file.claims {
            let fact = self.fact(&claim.id);
            let decision = claim.decision.as_ref();
            let signer = self.person(decision.map(|decision| decision.by.as_str()));
            let goes_on = claim.happened_until > claim.submitted_on;
            let decided_on = decision.map_or(NEVER, |decision| decision.on.max(claim.submitted_on));
            let item = Item {
                answer: Answer::Claim(decision.map(|decision| decision.outcome)),
                flaw: if goes_on {
                    Some(Flaw::SignedBeforeOver)
                } else {
                    flaw_of_signer(signer).filter(|_| decision.is_some())
                },
                done: Span {
                    from: claim.happened_from,
                    until: claim.happened_until.succ_opt().unwrap_or(NEVER),
                },
                // What never counts says so at once, decided or not.
                counts: Span::since(if goes_on { claim.submitted_on } else { decided_on }),
                corrected_on: or_never(claim.withdrawn_on),
                signer,
                ..Item::on(fact, FactKind::Claim, claim.submitted_on, claim.recorded_on)
            };
            let mut named: Vec<NodeIx> = Vec::with_capacity(claim.outcomes.len());
            for id in &claim.outcomes {
                let outcome = |kind: &NodeKind| matches!(kind, NodeKind::Competency(CompetencyLevel::Outcome));
                if let Some(ix) = self.node(&claim.id, id, "outcome", outcome) {
                    named.push(ix);
                }
            }
            named.sort_unstable();
            named.dedup();
            self.items
                .extend(named.into_iter().map(|ix| Item { about: ix.0, ..item }));
        }
    }

    fn experience(&mut self) {
        let (file, framework) = (self.file, self.framework);
        let kinds: HashMap<&str, usize> = framework
            .experience_kinds()
            .iter()
            .enumerate()
            .map(|(at, kind)| (kind.id.as_str(), at))
            .collect();
        for spell in &file.experience {
            let fact = self.fact(&spell.id);
            let signer = self.person(spell.confirmed_by.as_deref());
            let next = self.organisations.len() as u32;
            let organisation = *self.organisations.entry(spell.organisation.as_str()).or_insert(next);
            let Some(at) = kinds.get(spell.kind.as_str()).copied() else {
                let known = framework.experience_kinds().iter().map(|kind| kind.id.as_str());
                self.unknown.push(UnknownId {
                    fact: spell.id.clone(),
                    expected: "kind of experience",
                    id: spell.kind.clone(),
                    nearest: self.near(&spell.kind, known),
                    note: None,
                });
                continue;
            };
            let confirmed_on = or_never(spell.confirmed_on);
            let item = Item {
                about: (framework.len() + at) as u32,
                flaw: flaw_of_signer(signer).or(flaw_of_day(
                    spell.until,
                    confirmed_on,
                    &framework.experience_kinds()[at],
                )),
                done: Span {
                    from: spell.from,
                    until: spell.until.max(spell.from),
                },
                counts: Span::since(confirmed_on.max(spell.from)),
                corrected_on: or_never(spell.withdrawn_on),
                signer,
                minutes: spell.minutes.max(0),
                percent: i64::from(spell.full_time_percent.unwrap_or(100).min(100)),
                organisation,
                ..Item::on(fact, FactKind::Experience, spell.from, spell.recorded_on)
            };
            self.items.push(item);
        }
    }

    fn verifications(&mut self) {
        let file = self.file;
        for verification in &file.verifications {
            let fact = self.fact(&verification.id);
            let wanted = |kind: &NodeKind| matches!(kind, NodeKind::Element(ElementKind::Verification));
            let node = self.node(&verification.id, &verification.element, "employer verification", wanted);
            let signer = self.person(Some(&verification.by));
            let valid_for = node.and_then(|ix| self.framework.node(ix).valid_for);
            let item = Item {
                flaw: flaw_of_signer(signer),
                counts: lasting(verification.on, valid_for),
                corrected_on: or_never(verification.withdrawn_on),
                signer,
                ..Item::on(fact, FactKind::Verification, verification.on, verification.recorded_on)
            };
            self.add(node, item);
        }
    }

    fn awards(&mut self) {
        let file = self.file;
        for award in &file.awards {
            let fact = self.fact(&award.id);
            let wanted = |kind: &NodeKind| matches!(kind, NodeKind::Status(_));
            let node = self.node(&award.id, &award.status, "status", wanted);
            let signer = self.person(award.conferred_by.as_deref());
            let status = node.and_then(|ix| self.framework.node(ix).as_status());
            let by_rule = lasting(award.conferred_on, status.and_then(|status| status.expires));
            let item = Item {
                flaw: (signer == TRAINEE).then_some(Flaw::ByTrainee),
                counts: Span {
                    until: award.expires_on.unwrap_or(by_rule.until),
                    ..by_rule
                },
                ended_on: or_never(award.withdrawn_on),
                signer,
                ..Item::on(fact, FactKind::Award, award.conferred_on, award.recorded_on)
            };
            self.add(node, item);
        }
    }
}

impl Item {
    /// Something that came to be on one day and counts from it on.
    fn on(fact: u32, kind: FactKind, day: NaiveDate, recorded_on: Option<NaiveDate>) -> Self {
        Item {
            fact,
            about: 0,
            kind,
            answer: Answer::Yes,
            flaw: None,
            done: Span {
                from: day,
                until: day.succ_opt().unwrap_or(NEVER),
            },
            happened_on: day,
            recorded_on: recorded_on.unwrap_or(day),
            counts: Span::since(day),
            ended_on: NEVER,
            corrected_on: NEVER,
            signer: NOBODY,
            minutes: 0,
            percent: 100,
            organisation: 0,
        }
    }
}

fn lasting(from: NaiveDate, length: Option<Length>) -> Span {
    Span {
        from,
        until: length.map_or(NEVER, |length| length.after(from)),
    }
}

fn flaw_of_signer(signer: u32) -> Option<Flaw> {
    match signer {
        NOBODY => Some(Flaw::ByNobody),
        TRAINEE => Some(Flaw::ByTrainee),
        _ => None,
    }
}

/// `until` is the first day after the spell: confirmed on its last day is early enough.
fn flaw_of_day(until: NaiveDate, confirmed_on: NaiveDate, kind: &ExperienceKind) -> Option<Flaw> {
    if until.pred_opt().is_some_and(|last| last > confirmed_on) {
        return Some(Flaw::SignedBeforeOver);
    }
    let before = kind.confirmed_before.filter(|before| confirmed_on >= *before);
    before.map(Flaw::ConfirmedTooLate)
}

fn can_be_exempt(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Element(ElementKind::Assessment | ElementKind::Course))
}
