//! Every reason why a node stands as it does, read from the explanations and verdicts that decided it.

mod awards;
mod facts;
mod missing;
mod rules;
mod spells;
mod waits;

use std::ops::Deref;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::explanation::Explanation;
use super::reading::Reading;
use super::spans::NEVER;
use super::{Key, KeyProblem, Standing, State, parts_in_words};
use crate::codes;
use crate::dates::in_words;
use crate::framework::{Framework, KeyRule, NodeIx, NodeKind, Rule};

codes::words! {
    /// What one part of the reasoning came to.
    Verdict {
        /// It holds, and counts.
        Met = "met",
        /// It does not hold.
        Unmet = "unmet",
        /// It is on its way: provisional, undecided, begun.
        NotYet = "not yet",
        /// It is there, and a rule keeps it from counting.
        DoesNotCount = "does not count",
        /// Nothing is asked for.
        NotNeeded = "not needed",
    }
}

/// One reason why a node stands as it does, with the reasons beneath it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// What it came to.
    pub verdict: Verdict,
    /// A sentence in plain English, without its full stop.
    pub sentence: String,
    /// The id of the node it speaks of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub node: Option<String>,
    /// The ids of the facts it speaks of.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub facts: Vec<String>,
    /// Whether it is another way to the same: the way before it is nearer.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub alternative: bool,
    /// The reasons beneath it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub children: Vec<Reason>,
}

impl Reason {
    fn new(verdict: Verdict, sentence: impl Into<String>) -> Self {
        let (facts, children) = (Vec::new(), Vec::new());
        Reason { verdict, sentence: sentence.into(), node: None, facts, alternative: false, children }
    }

    fn of(mut self, framework: &Framework, ix: NodeIx) -> Self {
        self.node = Some(framework.node(ix).id.clone());
        self
    }

    fn with(mut self, children: Vec<Reason>) -> Self {
        self.children = children;
        self
    }

    /// This reason and all beneath it, from the top.
    pub fn walk(&self) -> Box<dyn Iterator<Item = &Reason> + '_> {
        Box::new(std::iter::once(self).chain(self.children.iter().flat_map(Reason::walk)))
    }
}

/// Who reads the reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever may read claims: sentences say how much of what is shown at work is there.
    OfClaims,
    /// A training provider: sentences say nothing of what was found at work.
    OfResults,
}

/// Everything that a reason is written from.
#[derive(Clone, Copy)]
struct Writer<'a> {
    reader: Audience,
    reading: Reading<'a>,
}

impl<'a> Deref for Writer<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

impl Standing {
    /// Every reason why the node stands as it does: what is required first, what counts, what does not count and why,
    /// what is missing. Made on demand from the facts that the standing was read from.
    pub fn reasons(&self, framework: &Framework, ix: NodeIx) -> Vec<Reason> {
        self.reasons_for(Audience::OfClaims, framework, ix)
    }

    /// [`Standing::reasons`], in sentences that this reader may read. Reasons of nodes that are found at work are still
    /// among them: `sign_off::without_findings` takes them out.
    pub fn reasons_for(&self, reader: Audience, framework: &Framework, ix: NodeIx) -> Vec<Reason> {
        Writer { reader, reading: self.reading(framework) }.node(ix)
    }
}

impl Writer<'_> {
    fn explain<'r>(self, rule: &'r Rule) -> Explanation<'r> {
        Explanation::of(rule, &self.reading)
    }

    /// Facts in order of their confirmations, as far as these are known; those that wait come last.
    fn in_order(self, positions: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let mut all: Vec<usize> = positions.into_iter().collect();
        let key = |at: usize| {
            let (day, confirmed, id) = self.sitting(at);
            (confirmed, day, id)
        };
        all.sort_by(|one, other| key(*one).cmp(&key(*other)));
        all
    }

    /// What sittings are put in order by: their day, that of their confirmation as far as it is known, their id.
    fn sitting(&self, at: usize) -> (NaiveDate, NaiveDate, &str) {
        let item = &self.facts.items()[at];
        let confirmed = Some(item.counts.from).filter(|day| *day <= self.on.min(self.known));
        (item.happened_on, confirmed.unwrap_or(NEVER), self.facts.file().id_of(item))
    }

    fn node(self, ix: NodeIx) -> Vec<Reason> {
        let node = self.framework.node(ix);
        let mut reasons = Vec::new();
        if !matches!(node.kind, NodeKind::StepOff { .. } | NodeKind::Route) {
            reasons.extend(self.first(ix));
        }
        reasons.extend(self.stage_not_entered(ix));
        match &node.kind {
            NodeKind::Stage(stage) => {
                reasons.push(self.key(ix, Key::Results, &stage.results));
                reasons.push(self.key(ix, Key::Employer, &stage.employer));
            }
            NodeKind::StepOff { status } => reasons.extend(self.step_off(ix, *status)),
            NodeKind::Status(_) => reasons.extend(self.status(ix)),
            NodeKind::Route => reasons.extend(node.requires.as_ref().map(|rule| self.rule(&self.explain(rule)))),
            &NodeKind::OUTCOME => reasons.extend(self.own_facts(ix)),
            NodeKind::Element(_) | NodeKind::Competency(_) => {
                reasons.extend(self.own_facts(ix));
                reasons.extend(node.rule.as_ref().into_iter().flat_map(|rule| self.parts(rule)));
            }
        }
        reasons
    }

    /// What the node requires first.
    fn first(self, ix: NodeIx) -> Option<Reason> {
        let rule = self.framework.node(ix).requires.as_ref()?;
        let holds = self.standing.holds(self.framework, rule);
        let (verdict, sentence) = if holds {
            (Verdict::Met, "What it requires first is there")
        } else if self.standing.is_open(ix) {
            (Verdict::Met, "What it requires first was there when it was entered")
        } else if self.standing.state(ix).counts() {
            (Verdict::Met, "What it requires first was there when it was done")
        } else {
            (Verdict::Unmet, "What it requires first is missing")
        };
        Some(Reason::new(verdict, sentence).of(self.framework, ix).with(self.parts(rule)))
    }

    fn stage_not_entered(self, ix: NodeIx) -> Option<Reason> {
        let stage = self.framework.node(ix).stage?;
        let waits = self.standing.state(ix) == State::Blocked && !self.standing.is_open(stage);
        waits.then(|| {
            let rule = self.framework.node(stage).requires.as_ref();
            let title = &self.framework.node(stage).title;
            Reason::new(Verdict::Unmet, format!("The stage {title} is not entered yet"))
                .of(self.framework, stage)
                .with(rule.map(|rule| self.parts(rule)).unwrap_or_default())
        })
    }

    fn key(self, stage: NodeIx, key: Key, rule: &KeyRule) -> Reason {
        let name = match key {
            Key::Results => "The results key",
            Key::Employer => "The employer’s key",
        };
        let standing = self.standing.key(stage, key);
        let rule = match rule {
            KeyRule::Absent(why) => {
                let sentence = format!("{name} does not exist here: {}", why.trim_end_matches('.'));
                return Reason::new(Verdict::NotNeeded, sentence).of(self.framework, stage);
            }
            KeyRule::Needs(rule) => rule,
        };
        let mut children = self.parts(rule);
        let problem = match &standing.because {
            Some(KeyProblem::SamePerson(person)) => {
                let name = self.facts.file().name_of(person);
                let sentence = format!(
                    "{name} signed for both keys: what was confirmed for the results and what was signed at work; \
                     someone else has to turn one of the two"
                );
                Some(Reason::new(Verdict::DoesNotCount, sentence))
            }
            Some(KeyProblem::NotProved) => Some(Reason::new(
                Verdict::NotYet,
                "Several people signed for both keys; who signed for which could not be told apart, and should be looked at",
            )),
            Some(KeyProblem::Absent(_)) | None => None,
        };
        children.splice(0..0, problem.map(|problem| problem.of(self.framework, stage)));
        let parts = self.standing.parts(self.framework, stage, key);
        // That it is begun says what was found at work.
        let (is_begun, count) = match (key, self.reader) {
            (Key::Employer, Audience::OfResults) => (false, String::from(" yet")),
            _ => (parts.iter().any(|part| part.done > 0), format!(": {}", parts_in_words(&parts))),
        };
        let sentence = match (standing.turned, standing.since) {
            (true, Some(since)) => format!("{name} is turned, since {}", in_words(since)),
            (true, None) => format!("{name} is turned"),
            (false, _) => format!("{name} is not turned{count}"),
        };
        Reason::new(verdict(standing.turned, is_begun), sentence).of(self.framework, stage).with(children)
    }

    fn step_off(self, ix: NodeIx, status: NodeIx) -> Vec<Reason> {
        let title = &self.framework.node(status).title;
        let mut reasons = Vec::new();
        // That it may be applied for follows from the reasons, and is none.
        if self.standing.state(ix) == State::Met {
            reasons.push(Reason::new(Verdict::Met, format!("{title} is held")).of(self.framework, status));
        }
        if let Some(status) = self.framework.node(status).as_status() {
            let on = self.standing.on();
            if let Some(from) = status.valid_from.filter(|from| *from > on) {
                let sentence = format!("{title} is conferred from {} on", in_words(from));
                reasons.push(Reason::new(Verdict::NotYet, sentence));
            }
            if let Some(until) = status.valid_until.filter(|until| *until <= on) {
                let sentence = format!("{title} is no longer conferred, since {}", in_words(until));
                reasons.push(Reason::new(Verdict::Unmet, sentence));
            }
        }
        let rule = self.framework.node(ix).requires.as_ref();
        reasons.extend(rule.into_iter().flat_map(|rule| self.parts(rule)));
        reasons
    }

    fn status(self, ix: NodeIx) -> Vec<Reason> {
        let mut reasons = self.own_facts(ix);
        if !self.standing.state(ix).counts() {
            let ways = self.framework.needs(ix).iter();
            reasons.extend(ways.map(|way| self.named(*way)));
        }
        reasons
    }

    /// A rule as a list: where all parts are asked for they stand side by side.
    fn parts(self, rule: &Rule) -> Vec<Reason> {
        let explained = self.explain(rule);
        let side_by_side = rule.all_of().is_some() && !self.is_of_outcomes(&explained);
        if side_by_side { self.rules(&explained.parts) } else { vec![self.rule(&explained)] }
    }
}

/// Met, on its way, or neither.
fn verdict(holds: bool, begun: bool) -> Verdict {
    match (holds, begun) {
        (true, _) => Verdict::Met,
        (false, true) => Verdict::NotYet,
        (false, false) => Verdict::Unmet,
    }
}

/// How many different people signed, of how many that have to.
fn by_different(signers: u32, needed: u32) -> String {
    format!(" by {} of at least {needed} different people", signers.min(needed))
}
