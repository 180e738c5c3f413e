//! A stage: entered once, met by two keys.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::parting::{self, Parted};
use super::{Timeline, Unmet};
use crate::framework::{KeyRule, NodeIx, Rule, Stage};
use crate::standing::doing::Doing;
use crate::standing::item::FactKind;
use crate::standing::reading::Value;
use crate::standing::spans::{Span, Spans};
use crate::standing::state::KeyTurns;
use crate::standing::{Key, KeyProblem, State};

impl Timeline<'_> {
    /// The days on which a stage is open. It is entered on the first day on which what it requires was there and
    /// something of it had been done; that stays. What lapses later closes it only to those who had not begun.
    pub(super) fn entered(&self, ix: NodeIx, requires: Option<&Rule>, open: &Spans) -> Spans {
        let late = requires.filter(|_| self.framework.entered_late.contains(&ix));
        let first = open.first_day();
        // Of most it is enough to know that they are open from a day on.
        if late.is_none() && first.is_none_or(|first| *open == Spans::since(first)) {
            return open.clone();
        }
        let deeds = self.deeds(ix);
        let begun =
            deeds.iter().filter(|deed| first.is_some_and(|first| first < deed.until)).map(|deed| deed.from).min();
        let held = begun.and_then(|begun| Some((begun, open.as_slice().iter().find(|span| begun < span.until)?)));
        let counted = held.map_or(open.clone(), |(begun, span)| open.or(&Spans::since(span.from.max(begun))));
        late.map_or(Spans::NONE, |rule| self.entered_late(rule, &Spans::of(deeds))).or(&counted)
    }

    /// What was there by when it was done, on a day on which the stage had been begun, opens it too though it lapsed before
    /// it was confirmed: from its confirmation on.
    fn entered_late(&self, requires: &Rule, deeds: &Spans) -> Spans {
        let mut named = Vec::new();
        requires.nodes(&mut named);
        let needed = self.framework.needed_for(named);
        let nodes = self.framework.nodes().filter(|(ix, _)| needed[ix.index()]);
        let acts = nodes.flat_map(|(ix, _)| self.facts.of(ix)).map(|item| item.happened_on);
        let days: BTreeSet<NaiveDate> = acts.chain(deeds.as_slice().iter().map(|deed| deed.from)).collect();
        let mut doing = Doing::new(requires, self.reading(), false);
        let entered = days.into_iter().filter(|day| deeds.has(*day)).map(|day| doing.on(day).ever_since());
        entered.fold(Spans::NONE, |all, entered| all.or(&entered))
    }

    /// What was done of a stage: since when it was sat, sent, verified; of experience the days of the work. What is signed by
    /// nobody who may sign it is nothing done.
    fn deeds(&self, stage: NodeIx) -> Vec<Span> {
        let mut deeds: Vec<Span> = Vec::new();
        for (ix, node) in self.framework.nodes().filter(|(_, node)| node.stage == Some(stage)) {
            let acts = self.facts.of(ix).iter().filter(|item| item.kind != FactKind::Exemption);
            deeds.extend(acts.filter(|item| item.is_deed(self.known)).map(|item| Span::since(item.happened_on)));
            let mut kinds = Vec::new();
            node.rule.iter().for_each(|rule| rule.kinds(&mut kinds));
            let spells = kinds.into_iter().flat_map(|kind| &self.facts.items()[self.facts.spells(kind)]);
            deeds.extend(spells.filter(|item| item.is_deed(self.known)).map(|item| item.done));
        }
        deeds
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
