//! A stage: entered once, met by two keys.

use chrono::NaiveDate;

use super::parting::{self, Parted};
use super::{Timeline, Unmet};
use crate::framework::{KeyRule, NodeIx, Stage};
use crate::standing::item::FactKind;
use crate::standing::reading::Value;
use crate::standing::spans::Spans;
use crate::standing::state::KeyTurns;
use crate::standing::{Key, KeyProblem, State};

impl Timeline<'_> {
    /// The days on which a stage is open. It is entered on the first day on which what it requires was there and
    /// something of it had been done; that stays. What lapses later closes it only to those who had not begun.
    pub(super) fn entered(&self, ix: NodeIx, open: &Spans) -> Spans {
        let Some(first) = open.first_day() else { return Spans::NONE };
        let deed = if *open == Spans::since(first) { None } else { self.first_deed(ix, first) };
        let held = deed.and_then(|deed| Some((deed, open.as_slice().iter().find(|span| deed < span.until)?)));
        held.map_or(open.clone(), |(deed, span)| open.or(&Spans::since(span.from.max(deed))))
    }

    /// The first day on which something of a stage was done: sat, sent, verified; of experience only what goes on after
    /// the stage could be entered. What is signed by nobody who may sign it is nothing done.
    fn first_deed(&self, stage: NodeIx, open_since: NaiveDate) -> Option<NaiveDate> {
        let mut deeds: Vec<NaiveDate> = Vec::new();
        for (ix, node) in self.framework.nodes().filter(|(_, node)| node.stage == Some(stage)) {
            let acts = self.facts.of(ix).iter().filter(|item| item.kind != FactKind::Exemption);
            deeds.extend(acts.filter(|item| item.is_deed(self.known)).map(|item| item.happened_on));
            let mut kinds = Vec::new();
            node.rule.iter().for_each(|rule| rule.kinds(&mut kinds));
            let spells = kinds.into_iter().flat_map(|kind| &self.facts.items()[self.facts.spells(kind)]);
            let spells = spells.filter(|item| item.is_deed(self.known) && item.done.until > open_since);
            deeds.extend(spells.map(|item| item.happened_on.max(open_since)));
        }
        deeds.into_iter().min()
    }

    /// Gives the days on which it is open: one that was met while it was open has been entered, though nothing was done but by
    /// decisions of the body.
    pub(super) fn stage(&mut self, ix: NodeIx, stage: &Stage, entered: Spans) -> Spans {
        let [results, employer] = [Key::Results, Key::Employer].map(|key| match stage.key(key) {
            KeyRule::Needs(rule) => Ok(self.reading().of_key(ix, key).rule(rule)),
            KeyRule::Absent(why) => Err(why.clone()),
        });
        let spans = |key: &Result<Value, String>| key.as_ref().map_or(Spans::ALWAYS, |value| value.spans.clone());
        let raw = spans(&results).and(&spans(&employer));
        let may_be_one_person = !self.facts.on_both_sides().is_empty() && results.is_ok() && employer.is_ok();
        let parted = if may_be_one_person && self.without.is_none() && !raw.is_empty() {
            parting::part(self, stage, &raw)
        } else {
            Parted { spans: raw, problem: None }
        };
        let begun = [&results, &employer].into_iter().any(|key| key.as_ref().is_ok_and(|value| value.begun));
        let [results, mut employer] = [results, employer].map(|key| {
            let (spans, because) = match key {
                Ok(value) => (value.spans, None),
                Err(why) => (Spans::NONE, Some(KeyProblem::Absent(why))),
            };
            KeyTurns { turned: spans.has(self.on), spans, because }
        });
        if parted.problem.is_some() {
            employer.turned &= !matches!(parted.problem, Some(KeyProblem::SamePerson(_)));
            employer.because = parted.problem;
        }
        self.standing.keys.push((ix, [results, employer]));
        // A stage does not lapse by itself: what it is made of does, and then it is in progress again.
        let entered = entered.or(&parted.spans.and(&entered).ever_since());
        self.stands(State::Met, parted.spans.and(&entered), &entered, Unmet::begun(begun));
        entered
    }
}
