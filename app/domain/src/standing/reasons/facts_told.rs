//! What becomes of each fact, in plain English.

use chrono::NaiveDate;

use super::{Reader, Reason, Teller, Verdict, by_different};
use crate::dates::in_words;
use crate::framework::{CompetencyLevel, ElementKind, Examples, NodeIx, NodeKind, Rule};
use crate::standing::bind::{BoundClaim, BoundResult, NOBODY};
use crate::standing::verdicts::{self, FactVerdict as V};
use crate::standing::{ClaimOutcome, State, gathered, sittings};

impl Teller<'_> {
    /// The facts about this node itself.
    pub(super) fn own_facts(self, ix: NodeIx) -> Vec<Reason> {
        let node = self.framework.node(ix);
        match &node.kind {
            NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => self.results(ix),
            NodeKind::Element(ElementKind::Verification) => self.verifications(ix),
            NodeKind::Competency(CompetencyLevel::Outcome) => node
                .examples
                .as_ref()
                .map(|examples| self.examples(examples))
                .into_iter()
                .collect(),
            NodeKind::Status(_) => self.awards(ix),
            _ => Vec::new(),
        }
    }

    fn on(self) -> NaiveDate {
        self.standing.on()
    }

    pub(super) fn fact(self, verdict: Verdict, sentence: String, fact: u32) -> Reason {
        let mut reason = Reason::new(verdict, sentence);
        reason.facts = self.ids(&[fact]);
        reason
    }

    pub(super) fn by(self, person: u32) -> String {
        if person == NOBODY {
            String::new()
        } else {
            format!(" by {}", self.facts.name(person))
        }
    }

    fn results(self, ix: NodeIx) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for exemption in self.facts.exemptions.of(ix) {
            let told = self
                .facts
                .file()
                .exemptions
                .iter()
                .find(|e| e.id == self.facts.ids[exemption.fact as usize]);
            let because = told.map_or("", |e| e.because.trim_end_matches('.'));
            let day = in_words(exemption.decided_on);
            let (verdict, sentence) = match verdicts::exemption(exemption, self.on()) {
                V::NotThere => continue,
                V::Withdrawn(on) => (
                    Verdict::DoesNotCount,
                    format!("The exemption of {day} was withdrawn on {}", in_words(on)),
                ),
                V::ByTrainee => (
                    Verdict::DoesNotCount,
                    "The exemption was decided by the trainee, which never counts".to_owned(),
                ),
                _ => (Verdict::Met, format!("Exempt since {day}: {because}")),
            };
            reasons.push(self.fact(verdict, sentence, exemption.fact));
        }
        let blocked = !self.standing.is_open(ix);
        sittings::for_each_sitting(
            self.framework,
            self.facts,
            ix,
            self.on(),
            &[],
            &mut |result, verdict, until| reasons.extend(self.result(ix, result, verdict, until, blocked)),
        );
        if !blocked
            && self.standing.state(ix) == State::Blocked
            && let Some(attempts) = self.framework.node(ix).attempts
        {
            let then = match self.standing.until(ix) {
                Some(until) => format!("; the next one counts from {}", in_words(until)),
                None => String::from(", and no further one counts"),
            };
            reasons.push(Reason::new(
                Verdict::Unmet,
                format!("All {} attempts are used{then}", attempts.max),
            ));
        }
        if reasons.is_empty() {
            let nothing = match self.framework.node(ix).kind {
                NodeKind::Element(ElementKind::Course) => "No completion is recorded",
                _ => "No result is recorded",
            };
            reasons.push(Reason::new(Verdict::Unmet, nothing));
        }
        reasons
    }

    fn result(self, ix: NodeIx, result: &BoundResult, verdict: V, until: NaiveDate, blocked: bool) -> Option<Reason> {
        let course = matches!(self.framework.node(ix).kind, NodeKind::Element(ElementKind::Course));
        let sat = in_words(result.sat_on);
        let what = match (course, result.pass) {
            (true, true) => format!("Completed on {sat}"),
            (true, false) => format!("Not completed on {sat}"),
            (false, true) => format!("Passed on {sat}"),
            (false, false) => format!("Not passed on {sat}"),
        };
        let (verdict, sentence) = match verdict {
            V::NotThere => return None,
            V::Counts if blocked => (
                Verdict::DoesNotCount,
                format!("{what}, which does not count while what it requires first is missing"),
            ),
            V::Counts => {
                let confirmed = format!(
                    "confirmed{} on {}",
                    self.by(result.confirmer),
                    in_words(result.confirmed_on)
                );
                let lapses = match self.framework.node(ix).expires {
                    Some(_) if until < NaiveDate::MAX => format!("; it lapses on {}", in_words(until)),
                    _ => String::new(),
                };
                (Verdict::Met, format!("{what}, {confirmed}{lapses}"))
            }
            V::Failed => (Verdict::Unmet, what),
            V::Provisional => (
                Verdict::NotYet,
                format!("{what}, provisionally: a second person has not confirmed it yet"),
            ),
            V::ByTrainee => (
                Verdict::DoesNotCount,
                format!("{what}, confirmed by the trainee, which never counts"),
            ),
            V::RecorderConfirmed => {
                let person = self.facts.name(result.confirmer);
                (
                    Verdict::DoesNotCount,
                    format!("{what}, recorded and confirmed by {person}: a second person has to confirm"),
                )
            }
            V::ByNobody => (
                Verdict::DoesNotCount,
                format!("{what}; who confirmed it is not recorded, so that it does not count"),
            ),
            V::SatBefore(first) => {
                let first = &self.framework.node(first).title;
                (Verdict::DoesNotCount, format!("{what}, before {first} was passed"))
            }
            V::Voided(on) => (
                Verdict::DoesNotCount,
                format!("The sitting of {sat} was voided on {}", in_words(on)),
            ),
            V::Superseded(on) => (
                Verdict::DoesNotCount,
                format!("The result of {sat} was replaced on {}", in_words(on)),
            ),
            V::BeyondAttempts { max, window_ends } => {
                let ends = if window_ends == NaiveDate::MAX {
                    String::new()
                } else {
                    format!(" before {}", in_words(window_ends))
                };
                (
                    Verdict::DoesNotCount,
                    format!("The sitting of {sat} does not count: {max} attempts are allowed{ends}"),
                )
            }
            V::Lapsed(on) => (
                Verdict::DoesNotCount,
                format!("The pass of {sat} lapsed on {}", in_words(on)),
            ),
            _ => (Verdict::Unmet, what),
        };
        Some(self.fact(verdict, sentence, result.fact))
    }

    fn verifications(self, ix: NodeIx) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for verification in self.facts.verifications.of(ix) {
            let (name, day) = (self.facts.name(verification.verifier), in_words(verification.on));
            let (verdict, sentence) = match verdicts::verification(verification, self.on()) {
                V::NotThere => continue,
                V::Withdrawn(on) => (
                    Verdict::DoesNotCount,
                    format!("The verification by {name} of {day} was withdrawn on {}", in_words(on)),
                ),
                V::ByTrainee => (
                    Verdict::DoesNotCount,
                    format!("Verified on {day} by the trainee, which never counts"),
                ),
                _ if !self.standing.is_open(ix) => (
                    Verdict::DoesNotCount,
                    format!(
                        "Verified on {day} by {name}, which does not count while what it requires first is missing"
                    ),
                ),
                _ => (Verdict::Met, format!("Verified on {day} by {name}")),
            };
            reasons.push(self.fact(verdict, sentence, verification.fact));
        }
        if reasons.is_empty() {
            reasons.push(Reason::new(Verdict::Unmet, "The employer has not verified it"));
            reasons.extend(self.seen_first(ix));
        }
        reasons
    }

    /// The employer verifies last: what it has to have seen first.
    fn seen_first(self, ix: NodeIx) -> Option<Reason> {
        let seen = self.framework.seen_before_verifying(ix).into_iter();
        let left: Vec<Rule> = seen
            .filter(|part| !self.standing.state(*part).counts())
            .map(Rule::Node)
            .collect();
        if self.reader == Reader::OfResults || left.is_empty() {
            return None;
        }
        let missing = self.is_missing(&Rule::All(left))?;
        let sentence = format!("It can be asked for once all that is seen at work is there: {missing}");
        Some(Reason::new(Verdict::Unmet, sentence))
    }

    pub(super) fn examples(self, rule: &Examples) -> Reason {
        let mut counted = Vec::new();
        let found = gathered::examples(self.facts, rule, self.on(), &[], &mut |fact| counted.push(fact));
        let noun = if rule.n == 1 { "example" } else { "examples" };
        let mut sentence = match (found.done, found.of) {
            (0, 1) => String::from("No example yet"),
            (0, of) => format!("None of {of} examples yet"),
            (done, of) => format!("{done} of {of} {noun} decided met"),
        };
        match rule.distinct_signers {
            0 | 1 => {}
            needed if found.done == 0 => {
                sentence.push_str(&format!(", to be decided by at least {needed} different people"));
            }
            needed => sentence.push_str(&by_different(found.signers, needed)),
        }
        let claims = self
            .facts
            .claims
            .of(rule.of)
            .iter()
            .filter_map(|claim| self.claim(claim, rule));
        let verdict = match (found.enough, found.done) {
            (true, _) => Verdict::Met,
            (false, 0) => Verdict::Unmet,
            (false, _) => Verdict::NotYet,
        };
        let mut reason = Reason::new(verdict, sentence)
            .of(self.framework, rule.of)
            .with(claims.collect());
        reason.facts = self.ids(&counted);
        reason
    }

    fn claim(self, claim: &BoundClaim, rule: &Examples) -> Option<Reason> {
        let told = self
            .facts
            .file()
            .claims
            .iter()
            .find(|c| c.id == self.facts.ids[claim.fact as usize]);
        let (sent, worked) = (in_words(claim.submitted_on), in_words(claim.worked_until));
        let (decided, name) = (in_words(claim.decided_on), self.facts.name(claim.decider));
        let missing = told
            .and_then(|c| c.decision.as_ref())
            .and_then(|d| d.missing.as_deref());
        let missing = missing
            .map(|text| format!("; missing: {}", text.trim_end_matches('.')))
            .unwrap_or_default();
        let (verdict, sentence) = match verdicts::claim(claim, rule.max_age, self.on()) {
            V::NotThere => return None,
            V::Counts => (
                Verdict::Met,
                format!("Decided met by {name} on {decided}, for work that ended on {worked}"),
            ),
            V::Undecided => {
                let asked = told
                    .and_then(|c| c.supervisor.as_deref())
                    .map(|id| self.facts.file().name_of(id));
                let asked = asked.map(|name| format!(" to {name}")).unwrap_or_default();
                (Verdict::NotYet, format!("Sent{asked} on {sent}, not decided yet"))
            }
            V::NotMet(ClaimOutcome::PartlyMet) => (
                Verdict::Unmet,
                format!("Decided partly met by {name} on {decided}{missing}"),
            ),
            V::NotMet(ClaimOutcome::NotYet) => (
                Verdict::Unmet,
                format!("Decided not yet met by {name} on {decided}{missing}"),
            ),
            V::NotMet(_) => (Verdict::Unmet, format!("Answered by {name} on {decided}, not decided")),
            V::TooOld(age, last) => {
                let last = in_words(last);
                let sentence = format!(
                    "The work ended on {worked} and was sent on {sent}: more than {age} old, {last} was the last day"
                );
                (Verdict::DoesNotCount, sentence)
            }
            V::SignedBeforeOver(_) => (
                Verdict::DoesNotCount,
                format!("Sent on {sent}, before the work ended on {worked}"),
            ),
            V::ByTrainee => (
                Verdict::DoesNotCount,
                format!("Decided by the trainee on {decided}, which never counts"),
            ),
            V::Withdrawn(on) => (
                Verdict::DoesNotCount,
                format!("The claim of {sent} was withdrawn on {}", in_words(on)),
            ),
            _ => return None,
        };
        Some(self.fact(verdict, sentence, claim.fact))
    }

    fn awards(self, ix: NodeIx) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for award in self.facts.awards.of(ix) {
            let day = in_words(award.conferred_on);
            let (verdict, sentence) = match verdicts::award(award, self.on()) {
                V::NotThere => continue,
                V::Withdrawn(on) => (
                    Verdict::DoesNotCount,
                    format!("The award of {day} was withdrawn on {}", in_words(on)),
                ),
                V::Lapsed(on) => (
                    Verdict::DoesNotCount,
                    format!("The award of {day} lapsed on {}", in_words(on)),
                ),
                V::ByTrainee => (
                    Verdict::DoesNotCount,
                    format!("Conferred on {day} by the trainee, which never counts"),
                ),
                _ => (Verdict::Met, format!("Conferred on {day}{}", self.by(award.conferrer))),
            };
            reasons.push(self.fact(verdict, sentence, award.fact));
        }
        reasons
    }
}
