//! Each list of a facts file, turned into items.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::binder::Binder;
use super::or_never;
use crate::dates::Length;
use crate::framework::{CompetencyLevel, ElementKind, ExperienceKind, NodeIx, NodeKind};
use crate::standing::item::{Answer, FactKind, Flaw, Item, NOBODY, TRAINEE};
use crate::standing::spans::{NEVER, Span};

impl<'a> Binder<'a> {
    fn add(&mut self, about: Option<NodeIx>, item: Item) {
        self.items.extend(about.map(|ix| Item { about: ix.0, ..item }));
    }

    pub(super) fn results(&mut self) {
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

    pub(super) fn exemptions(&mut self) {
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

    pub(super) fn claims(&mut self) {
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
                done: Span { from: claim.happened_from, until: claim.happened_until.succ_opt().unwrap_or(NEVER) },
                sent_after: (claim.submitted_on - claim.happened_until).num_days(),
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
            self.items.extend(named.into_iter().map(|ix| Item { about: ix.0, ..item }));
        }
    }

    pub(super) fn experience(&mut self) {
        let (file, framework) = (self.file, self.framework);
        let kinds: HashMap<&str, usize> =
            framework.experience_kinds().iter().enumerate().map(|(at, kind)| (kind.id.as_str(), at)).collect();
        for spell in &file.experience {
            let fact = self.fact(&spell.id);
            let signer = self.person(spell.confirmed_by.as_deref());
            let next = self.organisations.len() as u32;
            let organisation = *self.organisations.entry(spell.organisation.as_str()).or_insert(next);
            let Some(at) = kinds.get(spell.kind.as_str()).copied() else {
                let known = framework.experience_kinds().iter().map(|kind| kind.id.as_str());
                let near = self.near(&spell.kind, known);
                self.unknown(&spell.id, "kind of experience", &spell.kind, near, None);
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
                done: Span { from: spell.from, until: spell.until.max(spell.from) },
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

    pub(super) fn verifications(&mut self) {
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

    pub(super) fn awards(&mut self) {
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
                counts: Span { until: award.expires_on.unwrap_or(by_rule.until), ..by_rule },
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
            done: Span { from: day, until: day.succ_opt().unwrap_or(NEVER) },
            happened_on: day,
            recorded_on: recorded_on.unwrap_or(day),
            sent_after: 0,
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
    Span { from, until: length.map_or(NEVER, |length| length.after(from)) }
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
