//! What becomes of each fact, in plain English.

use std::rc::Rc;

use chrono::NaiveDate;

use super::waits::Waits;
use super::{Audience, Reason, Verdict, Writer, by_different, verdict};
use crate::dates::in_words;
use crate::framework::{Claims, ElementKind, NodeIx, NodeKind};
use crate::standing::doing::{ButFor, Doing, asks_of_the_day_of_reading};
use crate::standing::explanation::Explanation;
use crate::standing::item::{Answer, FactKind, FactVerdict as V, Flaw, Item, NOBODY};
use crate::standing::leaf;
use crate::standing::sittings::{NotPassed, Sitting, Sittings};
use crate::standing::spans::NEVER;
use crate::standing::{ClaimOutcome, Outcome, ResultFact, State};

/// So many days are looked at to say whether what comes first was there before.
const MOST_LOOKED_AT: usize = 64;

impl Writer<'_> {
    /// The facts about this node itself.
    pub(super) fn own_facts(self, ix: NodeIx) -> Vec<Reason> {
        let node = self.framework.node(ix);
        match &node.kind {
            kind if kind.has_results() => self.results(ix),
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
        reason.facts = vec![self.facts.file().id_of(item).to_owned()];
        reason
    }

    pub(super) fn by(self, person: u32) -> String {
        if person == NOBODY { String::new() } else { format!(" by {}", self.facts.name(person)) }
    }

    pub(super) fn verdict_of(self, item: &Item) -> V {
        item.verdict(self.on, self.known)
    }

    fn results(self, ix: NodeIx) -> Vec<Reason> {
        let exemptions = self.facts.of(ix).iter().take_while(|item| item.kind == FactKind::Exemption);
        let mut reasons: Vec<Reason> = exemptions.filter_map(|item| self.exemption(item)).collect();
        let mut sittings = Sittings::new(ix, &self.reading).each_by(self.on);
        sittings.sort_by(|(one, _), (other, _)| self.sitting(*one).cmp(&self.sitting(*other)));
        let waits = Waits::new(self, ix);
        reasons.extend(sittings.iter().filter_map(|(at, sitting)| self.result(&waits, ix, *at, sitting)));
        if self.is_open(ix)
            && self.state(ix) == State::Blocked
            && let Some(attempts) = self.framework.node(ix).attempts
        {
            let then = self.until(ix).map(|until| format!("; the next one counts from {}", in_words(until)));
            let then = then.unwrap_or_else(|| String::from(", and no further one counts"));
            let used = match attempts.max {
                1 => String::from("The only attempt is used"),
                max => format!("All {max} attempts are used"),
            };
            reasons.push(Reason::new(Verdict::Unmet, used + &then));
        }
        if reasons.is_empty() {
            let nothing = if self.is_course(ix) { "No completion is recorded" } else { "No result is recorded" };
            reasons.push(Reason::new(Verdict::Unmet, nothing));
        }
        reasons
    }

    fn exemption(self, item: &Item) -> Option<Reason> {
        let file = self.facts.file().exemptions.get(item.fact as usize);
        let because = file.map_or("", |file| file.because.trim_end_matches('.'));
        let day = in_words(item.happened_on);
        let said = [
            format!("The exemption of {day}"),
            "The exemption was decided by the trainee".to_owned(),
            "The exemption was decided; who decided".to_owned(),
        ];
        let lapses = lapses_on(Some(item.counts.until).filter(|day| *day != NEVER));
        let counts = || (Verdict::Met, format!("Exempt since {day}: {because}{lapses}"));
        self.said(item, self.verdict_of(item), &said, counts)
    }

    fn result(self, waits: &Waits<'_>, ix: NodeIx, at: usize, sitting: &Sitting) -> Option<Reason> {
        let item = &self.facts.items()[at];
        let sat = in_words(item.happened_on);
        let done = match (self.is_course(ix), item.answer) {
            (true, Answer::Result(Outcome::Pass)) => "Completed on",
            (false, Answer::Result(Outcome::Pass)) => "Passed on",
            (_, Answer::Result(Outcome::NotSat)) => "Not at the sitting of",
            (true, _) => "Not completed on",
            (false, _) => "Not passed on",
        };
        let what = format!("{done} {sat}");
        let does_not_count = |why: String| (Verdict::DoesNotCount, why);
        let (verdict, sentence) = match sitting {
            Sitting::Pass => self.pass(waits, ix, at, &what),
            Sitting::No(V::Waiting) if self.facts.corrects(at, self.known).is_some() => {
                let until_then = self.until_corrected(ix, at);
                let why = "a second person has not confirmed it yet, and until then";
                (Verdict::NotYet, format!("Corrected to “{what}”: {why} {until_then}"))
            }
            Sitting::No(V::Waiting) => {
                (Verdict::NotYet, format!("{what}, provisionally: a second person has not confirmed it yet"))
            }
            Sitting::No(V::Declined(day)) => {
                does_not_count(format!("{what}: a second person declined to confirm it on {}", in_words(*day)))
            }
            Sitting::No(V::Flawed(Flaw::RecorderConfirmed)) => does_not_count(format!(
                "{what}, recorded and confirmed by {}: a second person has to confirm",
                self.facts.name(item.signer)
            )),
            Sitting::No(V::SatBefore(first, why)) => {
                let (pass, passed) = self.pass_of(*first);
                let first = &self.framework.node(*first).title;
                too_early(waits, at, &what, || match why {
                    NotPassed::NotYet => format!("before {first} was {passed}"),
                    NotPassed::NoneCounted => format!("when no {pass} of {first} counted"),
                    NotPassed::InWindow => format!("when no {pass} of {first} in the same window counted"),
                })
            }
            Sitting::No(V::Corrected(day)) => {
                let file = self.facts.file().results.get(item.fact as usize);
                let is_on = |of: fn(&ResultFact) -> Option<NaiveDate>| file.is_some_and(|file| of(file) == Some(*day));
                let (voided, on) = (is_on(|file| file.voided_on), in_words(*day));
                // One that was not confirmed takes nothing with it.
                let is_taken_back = voided || is_on(|file| file.superseded_on);
                let is_confirmed = is_on(ResultFact::taken_back_on) && !is_taken_back;
                does_not_count(if is_confirmed {
                    format!("{what}, confirmed on {on}")
                } else if is_taken_back && self.facts.corrects(at, self.known).is_some() {
                    format!("The correction to “{what}” was taken back on {on}, before it counted")
                } else if voided {
                    format!("The sitting of {sat} was voided on {on}")
                } else {
                    format!("{what}, corrected on {on}")
                })
            }
            Sitting::No(V::BeyondAttempts { max, window_ends }) => {
                let ends = Some(*window_ends).filter(|ends| *ends != NEVER).map(in_words);
                let ends = ends.map(|ends| format!(" before {ends}")).unwrap_or_default();
                does_not_count(format!("The sitting of {sat} does not count: {} allowed{ends}", attempts(*max)))
            }
            Sitting::No(verdict) => {
                let said = [
                    format!("The result of {sat}"),
                    format!("{what}, confirmed by the trainee"),
                    format!("{what}; who confirmed it"),
                ];
                return self.said(item, *verdict, &said, || (Verdict::Unmet, what.clone()));
            }
        };
        Some(self.fact(verdict, sentence, item))
    }

    /// A pass that counts by its sitting.
    fn pass(self, waits: &Waits<'_>, ix: NodeIx, at: usize, what: &str) -> (Verdict, String) {
        let (item, on) = (&self.facts.items()[at], self.on);
        let validities = &self.items[at];
        if validities.counts().has(on) {
            let confirmed = format!("confirmed{} on {}", self.by(item.signer), in_words(item.counts.from));
            return (Verdict::Met, format!("{what}, {confirmed}{}", lapses_on(validities.lapses(on))));
        }
        // What is asked on the day of reading may be missing, and what lapsed is something else.
        let requires = self.framework.node(ix).requires.as_ref();
        let is_closed = || !self.is_open(ix) && requires.is_some_and(asks_of_the_day_of_reading);
        let lapsed = validities.lapsed_by(on).filter(|_| item.counts.until <= on || !is_closed());
        let lapsed = lapsed.map(|over| if item.counts.until <= on { item.counts.until } else { over });
        let Some(over) = lapsed else {
            return too_early(waits, at, what, || self.before_its_time(ix, item.happened_on));
        };
        let ((pass, _), sat, over) = (self.pass_of(ix), in_words(item.happened_on), in_words(over));
        (Verdict::DoesNotCount, format!("The {pass} of {sat} lapsed on {over}"))
    }

    /// What is so while a correction waits.
    fn until_corrected(self, ix: NodeIx, at: usize) -> &'static str {
        let (before, _) = self.facts.corrections_of(at);
        let by = self.on.min(self.known);
        let earlier = before.iter().rev().map(|at| &self.facts.items()[*at]);
        match earlier.into_iter().find(|item| item.is_sitting(by, self.known)).map(|item| item.answer) {
            Some(Answer::Result(Outcome::Pass)) => "the earlier result counts",
            Some(Answer::Result(Outcome::Fail)) if self.is_course(ix) => "it is not completed",
            Some(Answer::Result(Outcome::Fail)) => "it is not passed",
            Some(_) | None => "no result counts",
        }
    }

    fn is_course(self, ix: NodeIx) -> bool {
        self.framework.node(ix).kind == NodeKind::Element(ElementKind::Course)
    }

    /// What a pass is called, and that it was passed.
    fn pass_of(self, ix: NodeIx) -> (&'static str, &'static str) {
        if self.is_course(ix) { ("completion", "completed") } else { ("pass", "passed") }
    }

    /// Why what counts by itself and was done on a day does not.
    fn before_its_time(self, ix: NodeIx, day: NaiveDate) -> String {
        let Some(rule) = &self.framework.node(ix).requires else {
            return String::from("which does not count while what it requires first is missing");
        };
        let mut doing = Doing::new(rule, self.reading, ButFor::Reading, &Rc::default());
        if doing.on(day).has(self.on) {
            return String::from("which does not count while what it requires first is missing");
        }
        let before: Vec<NaiveDate> = doing.last_days().range(..day).rev().take(MOST_LOOKED_AT).copied().collect();
        let was_there = before.into_iter().any(|day| doing.on(day).has(self.on));
        String::from(if was_there {
            "when what it requires first was there no more"
        } else {
            "before what it requires first was there"
        })
    }

    /// What keeps a fact from counting; else what `otherwise` says. Nothing where it is not there on the day. `said` is how
    /// the fact is called: "The result of 3 May 2022", which was withdrawn, or lapsed; "Passed on 3 May 2022, confirmed by
    /// the trainee"; "Passed on 3 May 2022; who confirmed it".
    pub(super) fn said(
        self,
        item: &Item,
        verdict: V,
        [it, by_trainee, by_whom]: &[String; 3],
        otherwise: impl FnOnce() -> (Verdict, String),
    ) -> Option<Reason> {
        let why = match verdict {
            V::NotThere => return None,
            V::Corrected(on) | V::Ended(on) => format!("{it} was withdrawn on {}", in_words(on)),
            V::Lapsed(on) => format!("{it} lapsed on {}", in_words(on)),
            V::Flawed(Flaw::ByTrainee) => format!("{by_trainee}, which never counts"),
            V::Flawed(Flaw::ByNobody | Flaw::RecorderConfirmed) => {
                format!("{by_whom} is not recorded, so that it does not count")
            }
            V::Flawed(Flaw::SignedBeforeOver | Flaw::ConfirmedTooLate(_))
            | V::Counts
            | V::Failed
            | V::Waiting
            | V::Declined(_)
            | V::SatBefore(..)
            | V::BeyondAttempts { .. }
            | V::NotMet(_)
            | V::TooOld(..) => {
                let (verdict, sentence) = otherwise();
                return Some(self.fact(verdict, sentence, item));
            }
        };
        Some(self.fact(Verdict::DoesNotCount, why, item))
    }

    fn verifications(self, ix: NodeIx) -> Vec<Reason> {
        let waits = Waits::new(self, ix);
        let each = self.facts.range(ix).filter_map(|at| {
            let item = &self.facts.items()[at];
            let (name, day) = (self.facts.name(item.signer), in_words(item.happened_on));
            let what = format!("Verified on {day} by {name}");
            let said = [
                format!("The verification by {name} of {day}"),
                format!("Verified on {day} by the trainee"),
                format!("Verified on {day}; who verified"),
            ];
            // What never counted, for what comes first, did not lapse.
            let never_counted = self.items[at].counts().is_empty();
            let verdict = Some(self.verdict_of(item)).filter(|one| !(never_counted && matches!(one, V::Lapsed(_))));
            let verdict = verdict.unwrap_or(V::Counts);
            self.said(item, verdict, &said, || {
                if self.items[at].counts().has(self.on) {
                    (Verdict::Met, what.clone() + &lapses_on(self.items[at].lapses(self.on)))
                } else {
                    too_early(&waits, at, &what, || self.before_its_time(ix, item.happened_on))
                }
            })
        });
        let mut reasons: Vec<Reason> = each.collect();
        if reasons.is_empty() {
            reasons.push(Reason::new(Verdict::Unmet, "The employer has not verified it"));
        }
        if !self.state(ix).counts() {
            reasons.extend(self.seen_first(ix));
        }
        reasons
    }

    /// The employer verifies last: what it has to have seen first.
    fn seen_first(self, ix: NodeIx) -> Option<Reason> {
        let seen = self.framework.seen_before_verifying(ix).into_iter();
        let left: Vec<NodeIx> = seen.filter(|part| !self.state(*part).counts()).collect();
        if self.reader == Audience::OfResults || left.is_empty() {
            return None;
        }
        let missing = self.are_missing(&left)?;
        let sentence = format!("It can be asked for once all that is seen at work is there: {missing}");
        Some(Reason::new(Verdict::Unmet, sentence))
    }

    pub(super) fn claims(self, explained: &Explanation<'_>, claims: &Claims) -> Reason {
        let (done, of) = (explained.count.done, explained.count.of);
        let noun = if of == 1 { "example" } else { "examples" };
        let by = match (done, claims.signers) {
            (_, 0 | 1) => String::new(),
            (0, needed) => format!(", to be decided by at least {needed} different people"),
            (_, needed) => by_different(explained.count.signers, needed),
        };
        let sentence = match (done, of) {
            (0, 1) => format!("No example yet{by}"),
            (0, of) => format!("None of {of} examples yet{by}"),
            (done, of) => format!("{done} of {of} {noun} decided met{by}"),
        };
        let each = self.in_order(self.facts.range(claims.of)).into_iter();
        let each = each.filter_map(|at| self.claim(&self.facts.items()[at], claims));
        let reason = Reason::new(verdict(explained.holds, done > 0), sentence).of(self.framework, claims.of);
        Reason { facts: self.ids(explained), ..reason.with(each.collect()) }
    }

    pub(super) fn ids(self, explained: &Explanation<'_>) -> Vec<String> {
        let items = explained.count.items.iter().map(|(at, _)| &self.facts.items()[*at]);
        items.map(|item| self.facts.file().id_of(item).to_owned()).collect()
    }

    fn claim(self, item: &Item, claims: &Claims) -> Option<Reason> {
        let file = self.facts.file().claims.get(item.fact as usize)?;
        let (sent, worked) = (in_words(item.happened_on), in_words(file.happened_until));
        let (decided, name) = (in_words(item.counts.from), self.facts.name(item.signer));
        let missing = file.decision.as_ref().and_then(|decision| decision.missing.as_deref());
        let missing = missing.map(|text| format!("; missing: {}", text.trim_end_matches('.'))).unwrap_or_default();
        let does_not_count = |why: String| (Verdict::DoesNotCount, why);
        let by = format!("by {name} on {decided}");
        let met = format!("Decided met {by}, for work that ended on {worked}");
        let (verdict, sentence) = match leaf::claim_verdict(item, claims, &self.reading) {
            V::Counts => {
                let until = claims.valid_for.map(|valid| valid.after(file.happened_until));
                (Verdict::Met, format!("{met}{}", lapses_on(until)))
            }
            V::Lapsed(on) => does_not_count(format!("{met}: it lapsed on {}", in_words(on))),
            V::Waiting => {
                let asked = file.supervisor.as_deref().map(|id| self.facts.file().name_of(id));
                let asked = asked.map(|name| format!(" to {name}")).unwrap_or_default();
                (Verdict::NotYet, format!("Sent{asked} on {sent}, not decided yet"))
            }
            V::NotMet(ClaimOutcome::PartlyMet) => (Verdict::Unmet, format!("Decided partly met {by}{missing}")),
            V::NotMet(ClaimOutcome::NotYet) => (Verdict::Unmet, format!("Decided not yet met {by}{missing}")),
            V::NotMet(ClaimOutcome::Met | ClaimOutcome::Declined) => {
                (Verdict::Unmet, format!("Answered {by}, not decided"))
            }
            V::TooOld(age, last) => does_not_count(format!(
                "The work ended on {worked} and was sent on {sent}: more than {age} old, {} was the last day",
                in_words(last)
            )),
            V::Flawed(Flaw::SignedBeforeOver) => {
                does_not_count(format!("Sent on {sent}, before the work ended on {worked}"))
            }
            verdict @ (V::NotThere
            | V::Declined(_)
            | V::Corrected(_)
            | V::Ended(_)
            | V::Failed
            | V::Flawed(_)
            | V::SatBefore(..)
            | V::BeyondAttempts { .. }) => {
                let said = [
                    format!("The claim of {sent}"),
                    format!("Decided by the trainee on {decided}"),
                    format!("Decided on {decided}; who decided"),
                ];
                return self.said(item, verdict, &said, || (Verdict::Unmet, format!("Sent on {sent}")));
            }
        };
        Some(self.fact(verdict, sentence, item))
    }
}

/// What was done before what comes first: that waits to be confirmed, or was not there.
fn too_early(waits: &Waits<'_>, at: usize, what: &str, why: impl FnOnce() -> String) -> (Verdict, String) {
    match waits.said(at) {
        Some(waits) => (Verdict::NotYet, format!("{what}; {waits}")),
        None => (Verdict::DoesNotCount, format!("{what}, {}", why())),
    }
}

/// "1 attempt is", "3 attempts are".
fn attempts(max: u32) -> String {
    if max == 1 { String::from("1 attempt is") } else { format!("{max} attempts are") }
}

pub(super) fn lapses_on(day: Option<NaiveDate>) -> String {
    day.map(|day| format!("; it lapses on {}", in_words(day))).unwrap_or_default()
}
