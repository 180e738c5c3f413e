//! A stage: entered once, met by two keys.

use super::parting::{Parted, Search};
use super::{Timeline, Unmet};
use crate::framework::{KeyRule, Leaf, NodeIx, Rule, Stage};
use crate::standing::deeds::deeds;
use crate::standing::doing::{ButFor, Doing, is_one_act};
use crate::standing::reading::Value;
use crate::standing::spans::Spans;
use crate::standing::state::KeyTurns;
use crate::standing::{Key, KeyProblem, State};

impl Timeline<'_> {
    /// The days on which a stage is open. It is entered on the first day on which what it requires was there and
    /// something of it had been done; that stays. What lapses later closes it only to those who had not begun.
    pub(super) fn entered(&self, ix: NodeIx, requires: Option<&Rule>, open: &Spans) -> Spans {
        let is_another = || self.facts.specialisms().changes() || self.facts.file().joined_on.changes();
        let ends = || self.facts.first_end() <= self.known || is_another();
        let may_be_late = || self.framework.entered_late.contains(&ix) || ends();
        let late = requires.filter(|_| may_be_late());
        let first = open.first_day();
        // Of most it is enough to know that they are open from a day on.
        if late.is_none() && first.is_none_or(|first| *open == Spans::since(first)) {
            return open.clone();
        }
        let deeds = deeds(ix, &self.reading());
        let begun = deeds.as_slice().iter().find(|deed| first.is_some_and(|first| first < deed.until));
        let held =
            begun.and_then(|deed| open.as_slice().iter().find(|span| deed.from < span.until).zip(Some(deed.from)));
        let counted = held.map_or(open.clone(), |(span, begun)| open.or(&Spans::since(span.from.max(begun))));
        let entered = late.map_or(Spans::NONE, |rule| self.entered_late(rule, &deeds)).or(&counted);
        if late.is_some() && self.may_be_met(ix) { self.met_late(ix, &deeds).or(&entered) } else { entered }
    }

    /// What was there by when it was done, on a day on which the stage had been begun, opens it too though it lapsed before
    /// it was confirmed: from its confirmation on.
    fn entered_late(&self, requires: &Rule, deeds: &Spans) -> Spans {
        let mut doing = Doing::new(requires, self.reading(), ButFor::NothingThen, &self.worked);
        let days = Doing::days_to_try(&[&doing], deeds).into_iter().filter(|day| deeds.has(*day));
        let entered = days.map(|day| doing.on(day).ever_since());
        entered.fold(Spans::NONE, |all, entered| all.or(&entered))
    }

    /// The same of who had done nothing of it on a day on which it was met, by exemptions or what belongs elsewhere.
    fn met_late(&self, ix: NodeIx, deeds: &Spans) -> Spans {
        let met = Rule::Leaf(Leaf::Node(ix));
        let mut doing = Doing::new(&met, self.reading(), ButFor::NothingThen, &self.worked);
        let days = doing.last_days().into_iter().filter(|day| !deeds.has(*day));
        days.map(|day| doing.on(day).ever_since()).fold(Spans::NONE, |all, entered| all.or(&entered))
    }

    /// Whether, of what the keys of a stage name, enough is there on some day.
    fn may_be_met(&self, ix: NodeIx) -> bool {
        let is_there = |ix: &NodeIx| {
            let is_act = is_one_act(&self.framework.node(*ix).kind);
            !is_act || self.items[self.facts.range(*ix)].iter().any(|all| !all.is_empty())
        };
        let leaf = |_: &Rule, leaf: &Leaf| !matches!(leaf, Leaf::Node(ix) if !is_there(ix));
        let rules = self.framework.node(ix).as_stage().map_or([None; 2], Stage::rules);
        rules.into_iter().flatten().all(|rule| rule.holds_where(&leaf, &|_| true))
    }

    /// Gives the days on which it is open: one that was met while it was open has been entered, though nothing was done but by
    /// decisions of the body.
    pub(super) fn stage(&mut self, ix: NodeIx, stage: &Stage, entered: Spans) -> Spans {
        let [results, employer] = [Key::Results, Key::Employer].map(|key| match stage.key(key) {
            KeyRule::Needs(rule) => Ok(self.reading().rule(rule)),
            KeyRule::Absent(why) => Err(why.clone()),
        });
        let spans = |key: &Result<Value, String>| key.as_ref().map_or(Spans::ALWAYS, |value| value.spans.clone());
        let raw = spans(&results).and(&spans(&employer));
        let reading = self.reading();
        let search = if raw.is_empty() { None } else { Search::new(&reading, stage) };
        let parted = search
            .map_or_else(|| Parted { spans: raw.clone(), problem: None }, |mut search| search.part(&raw, &reading));
        let begun = [&results, &employer].into_iter().any(|key| key.as_ref().is_ok_and(|value| value.begun));
        let [results, mut employer] = [results, employer].map(|key| {
            let (spans, because) = match key {
                Ok(value) => (value.spans, None),
                Err(why) => (Spans::NONE, Some(KeyProblem::Absent(why))),
            };
            KeyTurns { turned: spans.has(self.on), spans, because }
        });
        if parted.spans != raw {
            // The employer's key waits on the days on which one person would turn both.
            employer.spans = employer.spans.and(&raw.and(&parted.spans.not()).not());
            employer.turned = employer.spans.has(self.on);
        }
        employer.because = parted.problem.or(employer.because);
        self.standing.keys.push((ix, [results, employer]));
        // A stage does not lapse by itself: what it is made of does, and then it is in progress again.
        let entered = entered.or(&parted.spans.and(&entered).ever_since());
        self.stands(State::Met, parted.spans.and(&entered), &entered, Unmet::begun(begun));
        entered
    }
}
