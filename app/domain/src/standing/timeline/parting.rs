//! The rule that different people turn the two keys of a stage.
//!
//! Can those who signed on both sides be parted, some for the results, the others for the employer, so that both keys
//! turn? In general that is as hard as satisfiability, so the search is bounded; and a key is taken away only by a proof,
//! so that a further signature never takes a stage away.

use chrono::NaiveDate;

use super::Timeline;
use super::sides::{Side, Signed};
use crate::framework::{Rule, Stage};
use crate::standing::doing::{ButFor, Doing, acts_of};
use crate::standing::reading::{Reading, Without};
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

/// The search for who signed for which key of a stage.
pub(in crate::standing) struct Search<'a> {
    timeline: Timeline<'a>,
    /// How everything stands with all signatures.
    whole: &'a Standing,
    /// The day of which it is asked whether the keys were turned, by what had been done; else they are asked as they count.
    done_by: Option<NaiveDate>,
    people: Vec<u32>,
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
        if facts.on_both_sides().is_empty() || reading.without.is_some() {
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
        let copy = || Timeline { framework, facts, standing: whole.clone(), without: None };
        let search =
            |people| Search { timeline: copy(), whole, done_by: None, people, sides, read: 0, alike: Span::ALWAYS };
        (!people.is_empty()).then(|| search(people))
    }

    /// Parts the signatures. `raw` are the days on which both keys turn, whoever signed; with `done_by`, those on which it is
    /// known that they were turned on that day.
    pub fn part(&mut self, raw: &Spans, done_by: Option<NaiveDate>) -> Parted {
        self.done_by = done_by;
        let Standing { on, known, .. } = *self.whole;
        let mut parted = Parted { spans: Spans::NONE, problem: None };
        let mut spans = Vec::new();
        for span in raw.as_slice() {
            // On the day of reading, where it lies in the span; else when most is known.
            let last = span.until.pred_opt().unwrap_or(span.until).min(known).max(span.from);
            let day = if span.has(on) { on } else { last };
            let (answer, mut asked) = self.on(day);
            if day == on {
                parted.problem = match answer {
                    Answer::Yes => None,
                    Answer::NotProved => Some(KeyProblem::NotProved),
                    Answer::No(person) => Some(KeyProblem::SamePerson(self.whole.facts.person(person).to_owned())),
                };
            }
            spans.extend((!matches!(answer, Answer::No(_))).then_some(asked.and(*span)));
            // Who signed for which may differ before and after, and a day on which nobody can part them takes no other day
            // away.
            while asked.from > span.from || asked.until < span.until {
                let before = asked.from.pred_opt().filter(|before| span.has(*before));
                let (answer, more) = self.on(before.unwrap_or(asked.until));
                spans.extend((!matches!(answer, Answer::No(_))).then_some(more.and(*span)));
                asked = Span { from: asked.from.min(more.from), until: asked.until.max(more.until) };
            }
        }
        parted.spans = Spans::of(spans);
        parted
    }

    /// The days on which a key turns without the signatures of those who sign for the other, and of one more: what lies
    /// beneath the key is evaluated once more.
    fn turns(&mut self, key: Key, way: &Way, one_more: Option<usize>) -> Spans {
        self.read += 1;
        let (side, other) = match key {
            Key::Results => (&self.sides[0], Key::Employer),
            Key::Employer => (&self.sides[1], Key::Results),
        };
        let left_out = |at: &usize| way[*at] == Some(other) || one_more == Some(*at);
        let people: Vec<u32> = (0..way.len()).filter(left_out).map(|at| self.people[at]).collect();
        let without = |way: &Signed| Without { people: people.clone(), nodes: way.nodes.clone(), key };
        let each =
            side.ways.iter().map(|way| self.timeline.turned(self.whole, side.rule, way, without(way), self.done_by));
        each.reduce(|all, way| all.or(&way)).unwrap_or(Spans::NONE)
    }

    /// The span that a day lies in; what is said of the day is said as far as it reaches, or as far as the gap does.
    fn at(&mut self, day: NaiveDate, spans: &Spans) -> Option<Span> {
        let found = spans.at(day);
        let alike = found.or_else(|| spans.not().at(day));
        self.alike = alike.map_or(self.alike, |alike| alike.and(self.alike));
        found
    }

    fn both(&mut self, way: &Way) -> Spans {
        let results = self.turns(Key::Results, way, None);
        results.and(&self.turns(Key::Employer, way, None))
    }

    /// Settles everybody whose side is forced, until nothing changes.
    fn settle(&mut self, way: &mut Way, day: NaiveDate) -> Result<(), u32> {
        loop {
            let mut changed = false;
            for at in 0..way.len() {
                if way[at].is_some() || self.read > MOST_READ {
                    continue;
                }
                let results = self.turns(Key::Results, way, Some(at));
                let employer = self.turns(Key::Employer, way, Some(at));
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
    fn on(&mut self, day: NaiveDate) -> (Answer, Span) {
        self.alike = Span::ALWAYS;
        let mut ways: Vec<Way> = vec![vec![None; self.people.len()]];
        let mut needed = None;
        while let Some(mut way) = ways.pop() {
            if let Err(person) = self.settle(&mut way, day) {
                needed.get_or_insert(person);
                continue;
            }
            if self.read > MOST_READ {
                return (Answer::NotProved, self.alike);
            }
            for rest in [Key::Results, Key::Employer] {
                let all: Way = way.iter().map(|side| side.or(Some(rest))).collect();
                let both = self.both(&all);
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

impl Timeline<'_> {
    /// The days on which a key turns in one way without the signatures of some people: what lies beneath it is evaluated once
    /// more, and then stands again as `whole` has it, because the other key may depend on the same.
    fn turned(
        &mut self,
        whole: &Standing,
        rule: &Rule,
        way: &Signed,
        without: Without,
        done_by: Option<NaiveDate>,
    ) -> Spans {
        self.without = Some(without);
        for ix in &way.affected {
            self.node(*ix, self.framework.node(*ix));
            // It stands at the end now, and belongs in the place of the one before.
            self.standing.nodes.swap_remove(ix.index());
            self.standing.open.swap_remove(ix.index());
        }
        let reading = Reading { here: true, ..self.reading() };
        let spans = match done_by {
            None => reading.rule(rule).spans,
            Some(day) => Doing::new(rule, reading, ButFor::Nothing).on(day),
        };
        let verified = way.verifications.iter().map(|ix| match done_by {
            None => self.spans(*ix).clone(),
            Some(day) => acts_of(*ix, &reading).on(day).clone(),
        });
        let verified = verified.reduce(|all, one| all.or(&one));
        self.standing.keys.truncate(whole.keys.len());
        for ix in way.affected.iter().copied() {
            self.standing.nodes[ix.index()].clone_from(&whole.nodes[ix.index()]);
            self.standing.open[ix.index()].clone_from(&whole.open[ix.index()]);
            let range = self.facts.range(ix);
            self.standing.items[range.clone()].clone_from_slice(&whole.items[range]);
        }
        verified.map_or(spans.clone(), |verified| spans.and(&verified))
    }
}
