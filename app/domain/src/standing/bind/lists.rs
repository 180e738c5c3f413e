//! What each kind of fact means: as an item, and what can't have been, because days of one fact contradict each other or
//! amounts are none. A standing would be computed from that all the same, and would be wrong without a word.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::binder::Binder;
use super::or_never;
use crate::dates::{Length, hours_in_words, minutes_between};
use crate::framework::{ElementKind, Framework, NoMark, NodeIx, NodeKind, mark, shorten};
use crate::standing::item::{Answer, FactKind, Flaw, Item, NOBODY, TRAINEE};
use crate::standing::spans::{NEVER, Span};
use crate::standing::{AwardFact, ClaimFact, ExemptionFact, ExperienceFact, Outcome, ResultFact, VerificationFact};

/// A field, what is wrong with it, and how to put it right.
pub(in crate::standing) type Impossible = (&'static str, String, &'static str);

const ONE_DAY: &str = "Correct one of the two days";

/// A fact of a file.
pub(in crate::standing) trait Fact {
    /// Adds what it says to the items of the binder; `at` is its place in its list.
    fn bind<'a>(&'a self, at: usize, binder: &mut Binder<'a>);
    /// What can't have been.
    fn impossible(&self, framework: Option<&Framework>) -> Vec<Impossible>;
}

/// What came later must not have been on an earlier day: each of `then` is how it is called, its field and its day.
fn earlier<const N: usize>(
    (first, from): (&str, NaiveDate),
    then: [(&str, &'static str, Option<NaiveDate>); N],
) -> Vec<Impossible> {
    let wrong = then.into_iter().filter_map(|(then, field, on)| {
        let on = on.filter(|on| *on < from)?;
        Some((field, format!("{then} on {on}, before {first} on {from}"), ONE_DAY))
    });
    wrong.collect()
}

/// It can't have been known before it was so.
fn recorded(on: Option<NaiveDate>) -> (&'static str, &'static str, Option<NaiveDate>) {
    ("it was recorded", "recorded_on", on)
}

/// A name without a day confirms nothing.
fn unsigned(by: Option<&str>, on: Option<NaiveDate>) -> Option<Impossible> {
    let what = || String::from("somebody confirmed it, and no day says when");
    (by.is_some() && on.is_none()).then(|| ("confirmed_by", what(), "Add `confirmed_on`, or take `confirmed_by` out"))
}

impl Fact for ResultFact {
    fn bind<'a>(&'a self, at: usize, binder: &mut Binder<'a>) {
        let node = binder.node(&self.id, &self.element, "assessment or course", NodeKind::has_results);
        let recorder = binder.person(self.recorded_by.as_deref());
        let signer = binder.person(self.confirmed_by.as_deref());
        // What lapses with its whole set lapses with a window.
        let expiry = node.and_then(|ix| binder.framework.node(ix).expires);
        let alone = expiry.filter(|expiry| expiry.whole_set.is_none()).map(|expiry| expiry.after);
        let counts = lasting(self.sat_on, alone);
        let (waits_until, corrected_on) = binder.corrected_on(at);
        let flaw = flaw_of_signer(signer).or((signer == recorder).then_some(Flaw::RecorderConfirmed));
        // What nobody else confirmed takes no sitting back.
        let taken_back_on = if flaw.is_none() { self.taken_back_on() } else { self.voided_on };
        let item = Item {
            answer: Answer::Result(self.outcome),
            flaw,
            counts: Span { from: or_never(self.confirmed_on).max(self.sat_on), ..counts },
            corrected_on: or_never(taken_back_on).min(or_never(self.superseded_on)).min(corrected_on),
            waits_until,
            declined_on: or_never(self.declined_on),
            signer,
            ..Item::on(at, FactKind::Result, self.sat_on, self.recorded_on)
        };
        binder.add(node, item);
    }

    fn impossible(&self, framework: Option<&Framework>) -> Vec<Impossible> {
        let then = [
            ("it was confirmed", "confirmed_on", self.confirmed_on),
            ("it was declined", "declined_on", self.declined_on),
            ("it was voided", "voided_on", self.voided_on),
            ("it was superseded", "superseded_on", self.superseded_on),
            recorded(self.recorded_on),
        ];
        let days = earlier(("it was sat", self.sat_on), then).into_iter();
        let mark = framework.zip(self.mark.as_deref()).and_then(|(framework, typed)| {
            let scheme = framework.find(&self.element).and_then(|ix| framework.node(ix).marks.as_ref());
            let (why, typed) = (mark(scheme, typed).err()?, shorten(typed));
            Some(match why {
                NoMark::Wanted(wanted) => {
                    ("mark", format!("the mark is `{typed}`, where the element has {wanted}"), "Correct the mark")
                }
                NoMark::Outcome => {
                    let what = format!("the mark is `{typed}`, which says what came of it");
                    ("mark", what, "Choose the outcome instead, and take the mark out")
                }
            })
        });
        let corrects_nothing = (self.outcome == Outcome::NotSat && self.corrects.is_none()).then(|| {
            let what = String::from("nobody was at this sitting, and no result of it is corrected");
            ("outcome", what, "Name in `corrects` the result that was recorded, or take this one out")
        });
        let unsigned = unsigned(self.confirmed_by.as_deref(), self.confirmed_on);
        days.chain(unsigned).chain(mark).chain(corrects_nothing).collect()
    }
}

impl Fact for ExemptionFact {
    fn bind<'a>(&'a self, at: usize, binder: &mut Binder<'a>) {
        // Only results can be excused: an excused verification would turn the employer's key with no employer.
        let node = binder.node(&self.id, &self.element, "assessment or course", NodeKind::has_results);
        let signer = binder.person(self.decided_by.as_deref());
        let item = Item {
            flaw: (signer == TRAINEE).then_some(Flaw::ByTrainee),
            counts: Span { from: self.decided_on, until: or_never(self.expires_on) },
            ended_on: or_never(self.withdrawn_on),
            signer,
            ..Item::on(at, FactKind::Exemption, self.decided_on, self.recorded_on)
        };
        binder.add(node, item);
    }

    fn impossible(&self, _: Option<&Framework>) -> Vec<Impossible> {
        let then = [
            ("it expired", "expires_on", self.expires_on),
            ("it was withdrawn", "withdrawn_on", self.withdrawn_on),
            recorded(self.recorded_on),
        ];
        let mut wrong = earlier(("it was decided", self.decided_on), then);
        if self.expires_on == Some(self.decided_on) {
            let what = String::from("it expires on the day on which it was decided, and so never counts");
            wrong.push(("expires_on", what, "Write the first day on which it counts no longer"));
        }
        wrong
    }
}

impl Fact for ClaimFact {
    fn bind<'a>(&'a self, at: usize, binder: &mut Binder<'a>) {
        let decision = self.decision.as_ref();
        let signer = binder.person(decision.map(|decision| decision.by.as_str()));
        let goes_on = self.happened_until > self.submitted_on;
        let decided_on = decision.map_or(NEVER, |decision| decision.on.max(self.submitted_on));
        let of_signer = flaw_of_signer(signer).filter(|_| decision.is_some());
        let item = Item {
            answer: Answer::Claim(decision.map(|decision| decision.outcome)),
            flaw: if goes_on { Some(Flaw::SignedBeforeOver) } else { of_signer },
            done: Span { from: self.happened_from, until: self.happened_until.succ_opt().unwrap_or(NEVER) },
            sent_after: (self.submitted_on - self.happened_until).num_days(),
            // What never counts says so at once, decided or not.
            counts: Span::since(if goes_on { self.submitted_on } else { decided_on }),
            corrected_on: or_never(self.withdrawn_on),
            signer,
            ..Item::on(at, FactKind::Claim, self.submitted_on, self.recorded_on)
        };
        let ids = self.outcomes.iter();
        let named = ids.filter_map(|id| binder.node(&self.id, id, "outcome", |kind| *kind == NodeKind::OUTCOME));
        let mut named: Vec<NodeIx> = named.collect();
        named.sort_unstable();
        named.dedup();
        named.into_iter().for_each(|ix| binder.add(Some(ix), item));
    }

    fn impossible(&self, _: Option<&Framework>) -> Vec<Impossible> {
        let decided = self.decision.as_ref().map(|decision| decision.on);
        let over = [("it was over", "happened_until", Some(self.happened_until))];
        let then = [
            ("it was decided", "decision.on", decided),
            ("it was withdrawn", "withdrawn_on", self.withdrawn_on),
            recorded(self.recorded_on),
        ];
        let mut wrong = earlier(("the work began", self.happened_from), over);
        wrong.extend(earlier(("it was sent", self.submitted_on), then));
        if self.outcomes.is_empty() {
            wrong.push(("outcomes", String::from("no outcome is named"), "Name what the work shows"));
        }
        let mut seen = HashSet::new();
        let twice = self.outcomes.iter().filter(|id| !seen.insert(id.as_str()));
        wrong.extend(twice.map(|id| ("outcomes", format!("`{}` is named twice", shorten(id)), "Name it once")));
        wrong
    }
}

impl Fact for ExperienceFact {
    fn bind<'a>(&'a self, at: usize, binder: &mut Binder<'a>) {
        let signer = binder.person(self.confirmed_by.as_deref());
        let organisation = binder.organisation(&self.organisation);
        let Some(kind) = binder.kind(&self.id, &self.kind) else { return };
        let confirmed_on = or_never(self.confirmed_on);
        let before = binder.framework.experience_kind(kind).confirmed_before.filter(|before| confirmed_on >= *before);
        // `until` is the first day after the spell: confirmed on its last day is early enough.
        let goes_on = self.until.pred_opt().is_some_and(|last| last > confirmed_on);
        let of_day = if goes_on { Some(Flaw::SignedBeforeOver) } else { before.map(Flaw::ConfirmedTooLate) };
        let item = Item {
            about: binder.framework.len() as u32 + kind.0,
            flaw: flaw_of_signer(signer).or(of_day),
            done: Span { from: self.from, until: self.until.max(self.from) },
            counts: Span::since(confirmed_on.max(self.from)),
            corrected_on: or_never(self.withdrawn_on),
            signer,
            minutes: self.minutes.max(0),
            percent: i64::from(self.full_time_percent.unwrap_or(100).min(100)),
            organisation,
            ..Item::on(at, FactKind::Experience, self.from, self.recorded_on)
        };
        binder.items.push(item);
    }

    fn impossible(&self, framework: Option<&Framework>) -> Vec<Impossible> {
        let most = minutes_between(self.from, self.until, framework.and_then(Framework::zone));
        if self.until <= self.from {
            return vec![("until", String::from("the first day after the spell is not after its first day"), ONE_DAY)];
        }
        let what = || format!("{} were worked in {}", hours_in_words(self.minutes), hours_in_words(most));
        let too_many =
            (self.minutes > most).then(|| ("minutes", what(), "Correct the minutes, or one of the two days"));
        let then = [
            ("it was confirmed", "confirmed_on", self.confirmed_on),
            ("it was withdrawn", "withdrawn_on", self.withdrawn_on),
            recorded(self.recorded_on),
        ];
        let days = earlier(("it began", self.from), then);
        let unsigned = unsigned(self.confirmed_by.as_deref(), self.confirmed_on);
        too_many.into_iter().chain(days).chain(unsigned).collect()
    }
}

impl Fact for VerificationFact {
    fn bind<'a>(&'a self, at: usize, binder: &mut Binder<'a>) {
        let wanted = |kind: &NodeKind| *kind == NodeKind::Element(ElementKind::Verification);
        let node = binder.node(&self.id, &self.element, "employer verification", wanted);
        let signer = binder.person(Some(&self.by));
        let item = Item {
            flaw: flaw_of_signer(signer),
            counts: lasting(self.on, node.and_then(|ix| binder.framework.node(ix).valid_for)),
            corrected_on: or_never(self.withdrawn_on),
            signer,
            ..Item::on(at, FactKind::Verification, self.on, self.recorded_on)
        };
        binder.add(node, item);
    }

    fn impossible(&self, _: Option<&Framework>) -> Vec<Impossible> {
        earlier(
            ("it was given", self.on),
            [("it was withdrawn", "withdrawn_on", self.withdrawn_on), recorded(self.recorded_on)],
        )
    }
}

impl Fact for AwardFact {
    fn bind<'a>(&'a self, at: usize, binder: &mut Binder<'a>) {
        let node = binder.node(&self.id, &self.status, "status", |kind| matches!(kind, NodeKind::Status(_)));
        let signer = binder.person(self.conferred_by.as_deref());
        let status = node.and_then(|ix| binder.framework.node(ix).as_status());
        let by_rule = lasting(self.conferred_on, status.and_then(|status| status.expires));
        let item = Item {
            flaw: (signer == TRAINEE).then_some(Flaw::ByTrainee),
            counts: Span { until: self.expires_on.unwrap_or(by_rule.until), ..by_rule },
            ends_by_rule: self.expires_on.is_none(),
            ended_on: or_never(self.withdrawn_on),
            signer,
            ..Item::on(at, FactKind::Award, self.conferred_on, self.recorded_on)
        };
        binder.add(node, item);
    }

    fn impossible(&self, _: Option<&Framework>) -> Vec<Impossible> {
        let then = [
            ("it expired", "expires_on", self.expires_on),
            ("it was withdrawn", "withdrawn_on", self.withdrawn_on),
            recorded(self.recorded_on),
        ];
        let mut wrong = earlier(("it was conferred", self.conferred_on), then);
        if self.expires_on == Some(self.conferred_on) {
            let what = String::from("it expires on the day it was conferred, and would never be held");
            wrong.push(("expires_on", what, "Write the first day on which it is no longer held"));
        }
        wrong
    }
}

impl Item {
    /// Something that came to be on one day and counts from it on.
    pub(super) fn on(at: usize, kind: FactKind, day: NaiveDate, recorded_on: Option<NaiveDate>) -> Self {
        Item {
            fact: at as u32,
            about: 0,
            kind,
            answer: Answer::Yes,
            flaw: None,
            done: Span { from: day, until: day.succ_opt().unwrap_or(NEVER) },
            happened_on: day,
            recorded_on: recorded_on.unwrap_or(day),
            sent_after: 0,
            counts: Span::since(day),
            ends_by_rule: false,
            ended_on: NEVER,
            corrected_on: NEVER,
            waits_until: NEVER,
            declined_on: NEVER,
            signer: NOBODY,
            minutes: 0,
            percent: 100,
            organisation: 0,
        }
    }
}

pub(super) fn lasting(from: NaiveDate, length: Option<Length>) -> Span {
    Span { from, until: length.map_or(NEVER, |length| length.after(from)) }
}

fn flaw_of_signer(signer: u32) -> Option<Flaw> {
    match signer {
        NOBODY => Some(Flaw::ByNobody),
        TRAINEE => Some(Flaw::ByTrainee),
        _ => None,
    }
}
