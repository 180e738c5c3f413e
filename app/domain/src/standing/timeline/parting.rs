//! The rule that different people turn the two keys of a stage.
//!
//! Can those who signed on both sides be parted, some for the results, the others for the employer, so that both keys
//! turn? In general that is as hard as satisfiability, so the search is bounded; and a key is taken away only by a proof,
//! so that a further signature never takes a stage away.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::sides::{Side, Signed};
use crate::framework::{NodeIx, NodeKind, Rule, Stage};
use crate::standing::doing::is_one_act;
use crate::standing::leaf;
use crate::standing::reading::{Reading, fold};
use crate::standing::spans::{Span, Spans};
use crate::standing::{Key, KeyProblem, Standing};

/// Keys that are read for one stage before it is left open who signed for which.
const MOST_READ: u32 = 2_000;

/// The days on which both keys of a stage are turned by different people.
pub(in crate::standing) struct Parted {
    pub spans: Spans,
    /// What is said of the employer's key on the day of reading.
    pub problem: Option<KeyProblem>,
}

enum Answer {
    /// They can be parted.
    Yes,
    /// They can't: this person is needed on both sides.
    No(u32),
    /// There are more ways than are tried.
    NotProved,
}

/// What a way says of each person: for which key their signatures count, if it is settled.
type Way = Vec<Option<Key>>;

/// How everything stands with all signatures, from which some are left out to see whether a key turns without them: by what
/// counts, or by what had been done on some day.
pub(in crate::standing) trait Whole {
    /// The days of a node.
    fn node(&self, ix: NodeIx) -> Spans;
    /// The days of a fact by itself, with all that it requires.
    fn item(&self, at: usize) -> Vec<Span>;
    /// The days of a rule, where `node` says those of each node and what these people signed is not gathered.
    fn rule_with(&self, rule: &Rule, without: &[u32], node: &dyn Fn(NodeIx) -> Spans) -> Spans;
}

impl Whole for Reading<'_> {
    fn node(&self, ix: NodeIx) -> Spans {
        self.spans(ix).clone()
    }

    fn item(&self, at: usize) -> Vec<Span> {
        self.items[at].counts().as_slice().to_vec()
    }

    fn rule_with(&self, rule: &Rule, without: &[u32], node: &dyn Fn(NodeIx) -> Spans) -> Spans {
        let reading = Reading { without, ..*self };
        fold(rule, &|leaf| leaf::value_with(leaf, &reading, node), &|rule| self.rule_with(rule, without, node))
    }
}

/// The search for who signed for which key of a stage.
pub(in crate::standing) struct Search<'a> {
    reading: Reading<'a>,
    pub(super) people: Vec<u32>,
    /// The results' and the employer's.
    sides: [Side<'a>; 2],
    read: u32,
    /// The days around the one in question for which everything read so far says the same.
    alike: Span,
}

impl<'a> Search<'a> {
    /// Nothing where nobody signed on both sides of the stage.
    pub fn new(reading: &Reading<'a>, stage: &'a Stage) -> Option<Self> {
        let Reading { framework, facts, standing: whole, .. } = *reading;
        if facts.on_both_sides().is_empty() {
            return None;
        }
        let side = |key| Side::of(framework, stage, key, whole.nodes.len());
        let sides = [side(Key::Results)?, side(Key::Employer)?];
        let signs = |side: &Side<'_>, person: u32| {
            side.items(facts, framework)
                .any(|item| item.signer == person && !item.validity(whole.known).known.is_empty())
        };
        let both = facts.on_both_sides().iter().copied();
        let people: Vec<u32> = both.filter(|who| sides.iter().all(|side| signs(side, *who))).collect();
        (!people.is_empty()).then_some(Search { reading: *reading, people, sides, read: 0, alike: Span::ALWAYS })
    }

    /// Parts the signatures. `raw` are the days on which both keys turn, whoever signed. In which order days are asked for does
    /// not depend on the day of reading, so that what is left open does not either.
    pub fn part(&mut self, raw: &Spans, whole: &dyn Whole) -> Parted {
        let Standing { on, known, .. } = *self.reading.standing;
        let mut parted = Parted { spans: Spans::NONE, problem: None };
        let mut spans = Vec::new();
        for span in raw.as_slice() {
            // First when most is known.
            let last = span.until.pred_opt().unwrap_or(span.until).min(known).max(span.from);
            let mut next = Some((last, Span::ALWAYS));
            let mut asked = Span { from: last, until: last };
            while let Some((day, side)) = next {
                let (answer, alike) = self.on(day, whole);
                // What is said of a day changes nothing of what was said of another.
                let alike = alike.and(side).and(*span);
                asked = Span { from: asked.from.min(alike.from), until: asked.until.max(alike.until) };
                spans.extend((!matches!(answer, Answer::No(_))).then_some(alike));
                if alike.has(on) {
                    parted.problem = match answer {
                        Answer::Yes => None,
                        Answer::NotProved => Some(KeyProblem::NotProved),
                        Answer::No(person) => {
                            Some(KeyProblem::SamePerson(self.reading.facts.person(person).to_owned()))
                        }
                    };
                }
                // Who signed for which may differ before and after, and a day on which nobody can part them takes no other
                // day away.
                let before = asked.from.pred_opt().filter(|before| span.has(*before));
                let before = before.map(|day| (day, Span { until: asked.from, ..Span::ALWAYS }));
                next = before.or((asked.until < span.until).then_some((asked.until, Span::since(asked.until))));
            }
        }
        parted.spans = Spans::of(spans);
        parted
    }

    /// The days on which a key turns without the signatures of those who sign for the other, and of one more.
    fn turns(&mut self, key: Key, way: &Way, one_more: Option<usize>, whole: &dyn Whole) -> Spans {
        self.read += 1;
        let (side, other) = match key {
            Key::Results => (&self.sides[0], Key::Employer),
            Key::Employer => (&self.sides[1], Key::Results),
        };
        let left_out = |at: &usize| way[*at] == Some(other) || one_more == Some(*at);
        let people: Vec<u32> = (0..way.len()).filter(left_out).map(|at| self.people[at]).collect();
        let each = side.ways.iter().map(|signed| self.turned(key, (side.rule, signed), &people, whole));
        each.reduce(|all, way| all.or(&way)).unwrap_or(Spans::NONE)
    }

    /// The days on which a key turns in one way without the signatures of some people. What a fact or a node requires first
    /// is asked of the whole: it is not what turns the key.
    fn turned(&self, key: Key, (rule, signed): (&Rule, &Signed), people: &[u32], whole: &dyn Whole) -> Spans {
        let Reading { framework, facts, .. } = self.reading;
        let mut left: HashMap<NodeIx, Spans> = HashMap::new();
        for (ix, gathers) in &signed.nodes {
            let of_node = |ix: NodeIx| left.get(&ix).cloned().unwrap_or_else(|| whole.node(ix));
            let without = if *gathers { people } else { &[] };
            let node = framework.node(*ix);
            let rule = match &node.kind {
                NodeKind::Stage(stage) => stage.key(key).rule(),
                NodeKind::Element(_)
                | NodeKind::Competency(_)
                | NodeKind::StepOff { .. }
                | NodeKind::Status(_)
                | NodeKind::Route => node.rule.as_ref(),
            };
            let spans = match rule {
                Some(rule) => whole.node(*ix).and(&whole.rule_with(rule, without, &of_node)),
                None if is_one_act(&node.kind) && node.as_status().is_none() => {
                    let others = facts.range(*ix).filter(|at| !people.contains(&facts.items()[*at].signer));
                    Spans::of(others.flat_map(|at| whole.item(at)))
                }
                None => whole.node(*ix),
            };
            left.insert(*ix, spans);
        }
        let of_node = |ix: NodeIx| left.get(&ix).cloned().unwrap_or_else(|| whole.node(ix));
        let spans = whole.rule_with(rule, if signed.verifications.is_empty() { people } else { &[] }, &of_node);
        let verified = signed.verifications.iter().map(|ix| of_node(*ix)).reduce(|all, one| all.or(&one));
        verified.map_or(spans.clone(), |verified| spans.and(&verified))
    }

    /// The span that a day lies in; what is said of the day is said as far as it reaches, or as far as the gap does.
    fn at(&mut self, day: NaiveDate, spans: &Spans) -> Option<Span> {
        let found = spans.at(day);
        let alike = found.or_else(|| spans.not().at(day));
        self.alike = alike.map_or(self.alike, |alike| alike.and(self.alike));
        found
    }

    fn both(&mut self, way: &Way, whole: &dyn Whole) -> Spans {
        let results = self.turns(Key::Results, way, None, whole);
        results.and(&self.turns(Key::Employer, way, None, whole))
    }

    /// Settles everybody whose side is forced, until nothing changes.
    fn settle(&mut self, way: &mut Way, day: NaiveDate, whole: &dyn Whole) -> Result<(), u32> {
        loop {
            let mut changed = false;
            for at in 0..way.len() {
                if way[at].is_some() || self.read > MOST_READ {
                    continue;
                }
                let results = self.turns(Key::Results, way, Some(at), whole);
                let employer = self.turns(Key::Employer, way, Some(at), whole);
                way[at] = match (self.at(day, &results).is_some(), self.at(day, &employer).is_some()) {
                    // Needed on both sides: nobody can part them.
                    (false, false) => return Err(self.people[at]),
                    (false, true) => Some(Key::Results),
                    (true, false) => Some(Key::Employer),
                    (true, true) => None,
                };
                changed |= way[at].is_some();
            }
            if !changed {
                return Ok(());
            }
        }
    }

    /// Whether they can be parted on a day, and the days around it of which the same is true.
    fn on(&mut self, day: NaiveDate, whole: &dyn Whole) -> (Answer, Span) {
        self.alike = Span::ALWAYS;
        let mut ways: Vec<Way> = vec![vec![None; self.people.len()]];
        let mut needed = None;
        while let Some(mut way) = ways.pop() {
            if let Err(person) = self.settle(&mut way, day, whole) {
                needed.get_or_insert(person);
                continue;
            }
            if self.read > MOST_READ {
                return (Answer::NotProved, self.alike);
            }
            for rest in [Key::Results, Key::Employer] {
                let all: Way = way.iter().map(|side| side.or(Some(rest))).collect();
                let both = self.both(&all, whole);
                if let Some(span) = self.at(day, &both) {
                    return (Answer::Yes, span);
                }
            }
            if let Some(first) = way.iter().position(Option::is_none) {
                for key in [Key::Employer, Key::Results] {
                    let mut next = way.clone();
                    next[first] = Some(key);
                    ways.push(next);
                }
            }
        }
        (needed.map_or(Answer::NotProved, Answer::No), self.alike)
    }
}
