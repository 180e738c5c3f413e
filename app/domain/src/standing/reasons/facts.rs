//! What becomes of each fact, in plain English.

use super::rules::verdict;
use super::{Reader, Reason, Verdict, Writer, by_different};
use crate::dates::in_words;
use crate::framework::{Claims, ElementKind, NodeIx, NodeKind, Tally};
use crate::standing::explanation::Explanation;
use crate::standing::item::{Answer, FactKind, FactVerdict as V, Flaw, Item, NOBODY};
use crate::standing::leaf;
use crate::standing::sittings::{self, Sitting};
use crate::standing::spans::NEVER;
use crate::standing::{ClaimOutcome, Outcome, State};

impl Writer<'_> {
    /// The facts about this node itself.
    pub(super) fn own_facts(self, ix: NodeIx) -> Vec<Reason> {
        let node = self.framework.node(ix);
        match &node.kind {
            NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => self.results(ix),
            NodeKind::Element(ElementKind::Verification) => self.verifications(ix),
            &NodeKind::OUTCOME => node.rule.iter().flat_map(|rule| self.parts(rule)).collect(),
            NodeKind::Status(_) => self.awards(ix),
            NodeKind::Element(_)
            | NodeKind::Competency(_)
            | NodeKind::Stage(_)
            | NodeKind::StepOff { .. }
            | NodeKind::Route => Vec::new(),
        }
    }

    pub(super) fn fact(self, verdict: Verdict, sentence: String, item: &Item) -> Reason {
        let mut reason = Reason::new(verdict, sentence);
        reason.facts = vec![self.facts.fact_id(item.fact).to_owned()];
        reason
    }

    pub(super) fn by(self, person: u32) -> String {
        if person == NOBODY {
            String::new()
        } else {
            format!(" by {}", self.facts.name(person))
        }
    }

    pub(super) fn verdict_of(self, item: &Item) -> V {
        item.verdict(self.standing.on, self.standing.known)
    }

    pub(super) fn is_exempt(self, ix: NodeIx) -> bool {
        leaf::exempt(ix, &self.reading()).has(self.standing.on)
    }

    fn results(self, ix: NodeIx) -> Vec<Reason> {
        let exemptions = self
            .facts
            .of(ix)
            .iter()
            .take_while(|item| item.kind == FactKind::Exemption);
        let mut reasons: Vec<Reason> = exemptions.filter_map(|item| self.exemption(item)).collect();
        sittings::each_by(ix, self.standing.on, &self.reading(), &mut |at, sitting| {
            reasons.extend(self.result(ix, at, &sitting));
        });
        if self.standing.is_open(ix)
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

    fn exemption(self, item: &Item) -> Option<Reason> {
        let file = self.facts.file().exemptions.get(self.facts.place(item));
        let because = file.map_or("", |file| file.because.trim_end_matches('.'));
        let day = in_words(item.happened_on);
        let (verdict, sentence) = match self.verdict_of(item) {
            V::NotThere => return None,
            V::Ended(on) => (
                Verdict::DoesNotCount,
                format!("The exemption of {day} was withdrawn on {}", in_words(on)),
            ),
            V::Flawed(_) => (
                Verdict::DoesNotCount,
                "The exemption was decided by the trainee, which never counts".to_owned(),
            ),
            _ => (Verdict::Met, format!("Exempt since {day}: {because}")),
        };
        Some(self.fact(verdict, sentence, item))
    }

    fn result(self, ix: NodeIx, at: usize, sitting: &Sitting) -> Option<Reason> {
        let item = &self.facts.items()[at];
        let on = self.standing.on;
        let course = matches!(self.framework.node(ix).kind, NodeKind::Element(ElementKind::Course));
        let sat = in_words(item.happened_on);
        let what = match (course, item.answer == Answer::Result(Outcome::Pass)) {
            (true, true) => format!("Completed on {sat}"),
            (true, false) => format!("Not completed on {sat}"),
            (false, true) => format!("Passed on {sat}"),
            (false, false) => format!("Not passed on {sat}"),
        };
        let does_not_count = |why: String| (Verdict::DoesNotCount, why);
        let (verdict, sentence) = match sitting {
            Sitting::Pass(by_itself) => match (self.standing.items[at].at(on), by_itself.over_by(on)) {
                (Some(counts), _) => {
                    let confirmed = format!("confirmed{} on {}", self.by(item.signer), in_words(item.counts.from));
                    let lapses = match counts.until {
                        NEVER => String::new(),
                        until => format!("; it lapses on {}", in_words(until)),
                    };
                    (Verdict::Met, format!("{what}, {confirmed}{lapses}"))
                }
                (None, Some(over)) if !by_itself.has(on) => {
                    does_not_count(format!("The pass of {sat} lapsed on {}", in_words(over.until)))
                }
                (None, _) if self.standing.is_open(ix) => {
                    does_not_count(format!("{what}, before what it requires first was there"))
                }
                (None, _) => does_not_count(format!(
                    "{what}, which does not count while what it requires first is missing"
                )),
            },
            Sitting::No(verdict) => match *verdict {
                V::NotThere => return None,
                V::Waiting => (
                    Verdict::NotYet,
                    format!("{what}, provisionally: a second person has not confirmed it yet"),
                ),
                V::Flawed(Flaw::ByTrainee) => {
                    does_not_count(format!("{what}, confirmed by the trainee, which never counts"))
                }
                V::Flawed(Flaw::RecorderConfirmed) => {
                    let person = self.facts.name(item.signer);
                    does_not_count(format!(
                        "{what}, recorded and confirmed by {person}: a second person has to confirm"
                    ))
                }
                V::Flawed(_) => does_not_count(format!(
                    "{what}; who confirmed it is not recorded, so that it does not count"
                )),
                V::SatBefore(first) => {
                    let first = &self.framework.node(first).title;
                    does_not_count(format!("{what}, before {first} was passed"))
                }
                V::Corrected(day) => {
                    let file = self.facts.file().results.get(self.facts.place(item));
                    let voided = file.is_some_and(|file| file.voided_on == Some(day));
                    let day = in_words(day);
                    does_not_count(if voided {
                        format!("The sitting of {sat} was voided on {day}")
                    } else {
                        format!("The result of {sat} was replaced on {day}")
                    })
                }
                V::BeyondAttempts { max, window_ends } => {
                    let ends = if window_ends == NEVER {
                        String::new()
                    } else {
                        format!(" before {}", in_words(window_ends))
                    };
                    does_not_count(format!(
                        "The sitting of {sat} does not count: {max} attempts are allowed{ends}"
                    ))
                }
                _ => (Verdict::Unmet, what),
            },
        };
        Some(self.fact(verdict, sentence, item))
    }

    fn verifications(self, ix: NodeIx) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for at in self.facts.range(ix) {
            let item = &self.facts.items()[at];
            let (name, day) = (self.facts.name(item.signer), in_words(item.happened_on));
            let does_not_count = |why: String| (Verdict::DoesNotCount, why);
            let (verdict, sentence) = match self.verdict_of(item) {
                V::NotThere => continue,
                V::Corrected(on) => does_not_count(format!(
                    "The verification by {name} of {day} was withdrawn on {}",
                    in_words(on)
                )),
                V::Flawed(Flaw::ByTrainee) => {
                    does_not_count(format!("Verified on {day} by the trainee, which never counts"))
                }
                V::Flawed(_) => does_not_count(format!(
                    "Verified on {day}; who verified is not recorded, so that it does not count"
                )),
                V::Lapsed(on) => does_not_count(format!(
                    "The verification by {name} of {day} lapsed on {}",
                    in_words(on)
                )),
                _ if self.standing.items[at].has(self.standing.on) => {
                    (Verdict::Met, format!("Verified on {day} by {name}"))
                }
                _ if self.standing.is_open(ix) => does_not_count(format!(
                    "Verified on {day} by {name}, before what it requires first was there"
                )),
                _ => does_not_count(format!(
                    "Verified on {day} by {name}, which does not count while what it requires first is missing"
                )),
            };
            reasons.push(self.fact(verdict, sentence, item));
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
        let left: Vec<NodeIx> = seen.filter(|part| !self.standing.state(*part).counts()).collect();
        if self.reader == Reader::OfResults || left.is_empty() {
            return None;
        }
        let missing = self.are_missing(&left)?;
        let sentence = format!("It can be asked for once all that is seen at work is there: {missing}");
        Some(Reason::new(Verdict::Unmet, sentence))
    }

    pub(super) fn claims(self, explained: &Explanation<'_>, claims: &Claims, rule: &Tally) -> Reason {
        let (done, of) = (explained.count.done, explained.count.of);
        let noun = if of == 1 { "example" } else { "examples" };
        let mut sentence = match (done, of) {
            (0, 1) => String::from("No example yet"),
            (0, of) => format!("None of {of} examples yet"),
            (done, of) => format!("{done} of {of} {noun} decided met"),
        };
        match rule.signers {
            0 | 1 => {}
            needed if done == 0 => {
                sentence.push_str(&format!(", to be decided by at least {needed} different people"));
            }
            needed => sentence.push_str(&by_different(explained.count.signers, needed)),
        }
        let each = self
            .facts
            .of(claims.of)
            .iter()
            .filter_map(|item| self.claim(item, claims));
        let mut reason = Reason::new(verdict(explained.holds, done as usize), sentence)
            .of(self.framework, claims.of)
            .with(each.collect());
        reason.facts = self.ids(explained);
        reason
    }

    pub(super) fn ids(self, explained: &Explanation<'_>) -> Vec<String> {
        let facts = explained.count.items.iter().map(|(at, _)| self.facts.items()[*at].fact);
        facts.map(|fact| self.facts.fact_id(fact).to_owned()).collect()
    }

    fn claim(self, item: &Item, claims: &Claims) -> Option<Reason> {
        let file = self.facts.file().claims.get(self.facts.place(item))?;
        let (sent, worked) = (in_words(item.happened_on), in_words(file.happened_until));
        let (decided, name) = (in_words(item.counts.from), self.facts.name(item.signer));
        let missing = file.decision.as_ref().and_then(|decision| decision.missing.as_deref());
        let missing = missing
            .map(|text| format!("; missing: {}", text.trim_end_matches('.')))
            .unwrap_or_default();
        let does_not_count = |why: String| (Verdict::DoesNotCount, why);
        let (verdict, sentence) = match leaf::claim_verdict(item, claims, &self.reading()) {
            V::NotThere => return None,
            V::Counts => {
                let valid = claims.valid_for.map(|valid| valid.after(file.happened_until));
                let valid = valid.map(|until| format!("; it lapses on {}", in_words(until)));
                let valid = valid.unwrap_or_default();
                (
                    Verdict::Met,
                    format!("Decided met by {name} on {decided}, for work that ended on {worked}{valid}"),
                )
            }
            V::Lapsed(on) => does_not_count(format!(
                "Decided met by {name} on {decided}, for work that ended on {worked}: it lapsed on {}",
                in_words(on)
            )),
            V::Waiting => {
                let asked = file.supervisor.as_deref().map(|id| self.facts.file().name_of(id));
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
            V::TooOld(age, last) => does_not_count(format!(
                "The work ended on {worked} and was sent on {sent}: more than {age} old, {} was the last day",
                in_words(last)
            )),
            V::Flawed(Flaw::SignedBeforeOver) => {
                does_not_count(format!("Sent on {sent}, before the work ended on {worked}"))
            }
            V::Flawed(Flaw::ByTrainee) => {
                does_not_count(format!("Decided by the trainee on {decided}, which never counts"))
            }
            V::Flawed(_) => does_not_count(format!(
                "Decided on {decided}; who decided is not recorded, so that it does not count"
            )),
            V::Corrected(on) => does_not_count(format!("The claim of {sent} was withdrawn on {}", in_words(on))),
            V::Failed | V::SatBefore(_) | V::Ended(_) | V::BeyondAttempts { .. } => return None,
        };
        Some(self.fact(verdict, sentence, item))
    }

    fn awards(self, ix: NodeIx) -> Vec<Reason> {
        let mut reasons = Vec::new();
        for item in self.facts.of(ix) {
            let day = in_words(item.happened_on);
            let (verdict, sentence) = match self.verdict_of(item) {
                V::NotThere => continue,
                V::Ended(on) => (
                    Verdict::DoesNotCount,
                    format!("The award of {day} was withdrawn on {}", in_words(on)),
                ),
                V::Lapsed(on) => (
                    Verdict::DoesNotCount,
                    format!("The award of {day} lapsed on {}", in_words(on)),
                ),
                V::Flawed(_) => (
                    Verdict::DoesNotCount,
                    format!("Conferred on {day} by the trainee, which never counts"),
                ),
                _ => (Verdict::Met, format!("Conferred on {day}{}", self.by(item.signer))),
            };
            reasons.push(self.fact(verdict, sentence, item));
        }
        reasons
    }
}
