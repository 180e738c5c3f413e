//! What a way rests on. Where fewer parts of a rule are enough, it rests on those that hold longest.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::What;
use super::lapses::Walked;
use super::search::Task;
use crate::framework::{Leaf, NodeIx, NodeKind, Rule};

/// For each node, how long it counts if the way is walked.
pub(super) struct Relied<'a> {
    walked: Walked<'a>,
    /// The first day on which it counts no more: the last day there is where it counts for good, the first one where it never
    /// does.
    until: Vec<NaiveDate>,
    /// Whether it counts for as long as it does by its rules, and not by what is there.
    by_rules: Vec<bool>,
}

impl<'a> Relied<'a> {
    pub fn of(walked: Walked<'a>) -> Self {
        let Walked { framework, found, way, .. } = walked;
        let by_rules = way.planned.clone();
        let mut relied = Relied { walked, until: Vec::with_capacity(framework.len()), by_rules };
        let as_is = |ix: NodeIx| {
            let is_there = found.state(ix).counts() || way.planned[ix.index()];
            if is_there { walked.lapses_on(ix).unwrap_or(NaiveDate::MAX) } else { NaiveDate::MIN }
        };
        relied.until.extend(framework.nodes().map(|(ix, _)| as_is(ix)));
        for (ix, node) in framework.nodes() {
            let own = relied.until[ix.index()];
            if way.planned[ix.index()] {
                relied.until[ix.index()] = relied.planned_until(ix).min(own);
            } else if own != NaiveDate::MIN
                && own != NaiveDate::MAX
                && (node.rule.is_some() || node.as_stage().is_some())
            {
                // What the way passes for something else may make it last.
                let later = relied.planned_until(ix);
                relied.by_rules[ix.index()] = own < later;
                relied.until[ix.index()] = own.max(later);
            }
        }
        relied
    }

    /// The day on which a node lapses by what is there of it.
    pub fn lapses_on(&self, ix: NodeIx) -> Option<NaiveDate> {
        let by_rules = self.by_rules[ix.index()] && !self.walked.way.planned[ix.index()];
        self.walked.lapses_on(ix).filter(|_| !by_rules)
    }

    /// Calls back with everything that the target rests on: a node with each leaf of its rules, as a rule, and with each node
    /// that it rests on for it.
    pub fn each(&self, target: NodeIx, each: &mut impl FnMut(NodeIx, Option<&'a Rule>, &[NodeIx])) {
        let (framework, mut left) = (self.walked.framework, vec![target]);
        let mut seen = vec![false; framework.len()];
        while let Some(ix) = left.pop() {
            if std::mem::replace(&mut seen[ix.index()], true) || !self.by_rules[ix.index()] {
                continue;
            }
            if let NodeKind::Status(_) = framework.node(ix).kind {
                left.extend(framework.needs(ix).iter().rev().max_by_key(|way| self.until[way.index()]));
            }
            for (of, rule) in self.rules(ix) {
                self.each_leaf(of, rule, &mut |leaf, nodes| {
                    left.extend(nodes);
                    each(of, Some(leaf), nodes);
                });
            }
            let first = &framework.node(ix).sat_after;
            left.extend(first);
            each(ix, None, first);
        }
    }

    /// The rules of a node, and what its stage requires where that is not entered: it is asked for with what belongs to it.
    fn rules(&self, ix: NodeIx) -> impl Iterator<Item = (NodeIx, &'a Rule)> {
        let Walked { framework, found, .. } = self.walked;
        let node = framework.node(ix);
        let is_begun = matches!(node.kind, NodeKind::Element(_) | NodeKind::OUTCOME);
        let stage = node.stage.filter(|stage| is_begun && !found.is_entered(*stage));
        let entry = stage.and_then(|stage| Some((stage, framework.node(stage).requires.as_ref()?)));
        // Nor does a stage that is entered rest on it any more.
        let is_entered = node.as_stage().is_some() && found.is_entered(ix);
        let own = node.rules().skip(usize::from(is_entered && node.requires.is_some()));
        own.map(move |rule| (ix, rule)).chain(entry)
    }

    fn planned_until(&self, ix: NodeIx) -> NaiveDate {
        let (framework, until) = (self.walked.framework, |ix: &NodeIx| self.until[ix.index()]);
        if let NodeKind::Status(_) = framework.node(ix).kind {
            return framework.needs(ix).iter().map(until).max().unwrap_or(NaiveDate::MAX);
        }
        let first = framework.node(ix).sat_after.iter().map(until);
        self.rules(ix).map(|(of, rule)| self.holds_until(of, rule)).chain(first).min().unwrap_or(NaiveDate::MAX)
    }

    fn each_leaf(&self, of: NodeIx, rule: &'a Rule, each: &mut impl FnMut(&'a Rule, &[NodeIx])) {
        match rule {
            Rule::Of { least, parts } if rule.all_of().is_none() => {
                let mut parts: Vec<&Rule> = parts.iter().collect();
                parts.sort_by_cached_key(|part| Reverse(self.holds_until(of, part)));
                parts.into_iter().take(*least as usize).for_each(|part| self.each_leaf(of, part, each));
            }
            Rule::Of { .. } | Rule::At { .. } => rule.parts().iter().for_each(|part| self.each_leaf(of, part, each)),
            Rule::Not(_) => {}
            Rule::Leaf(Leaf::Credits(least, nodes)) => each(rule, &self.worth(*least, nodes)),
            Rule::Leaf(leaf) => each(rule, leaf.nodes()),
        }
    }

    /// Those of some nodes that count longest and are worth so many credits.
    fn worth(&self, least: i64, nodes: &[NodeIx]) -> Vec<NodeIx> {
        let credits = |ix: &NodeIx| i64::from(self.walked.framework.node(*ix).credits);
        let mut nodes: Vec<NodeIx> = nodes.iter().copied().filter(|ix| credits(ix) > 0).collect();
        nodes.sort_by_key(|ix| Reverse(self.until[ix.index()]));
        let mut sum = 0;
        let is_needed = |ix: &NodeIx| {
            let is_needed = sum < least;
            sum += credits(ix);
            is_needed
        };
        nodes.into_iter().take_while(is_needed).collect()
    }

    /// The first day on which a rule of a node holds no more.
    fn holds_until(&self, of: NodeIx, rule: &Rule) -> NaiveDate {
        let Walked { framework, found, way, .. } = self.walked;
        match rule {
            Rule::Of { least, parts } => {
                let mut each: Vec<NaiveDate> = parts.iter().map(|part| self.holds_until(of, part)).collect();
                each.sort_unstable_by_key(|day| Reverse(*day));
                let last = (*least as usize).checked_sub(1);
                last.map_or(NaiveDate::MAX, |last| each.get(last).copied().unwrap_or(NaiveDate::MIN))
            }
            Rule::At { rule, .. } => self.holds_until(of, rule),
            Rule::Leaf(Leaf::Node(ix)) => self.until[ix.index()],
            Rule::Leaf(Leaf::Credits(least, nodes)) => {
                let worth = self.worth(*least, nodes);
                worth.iter().map(|ix| self.until[ix.index()]).min().unwrap_or(NaiveDate::MAX)
            }
            Rule::Not(_) | Rule::Leaf(_) => {
                let left = || found.explain(framework, rule).count.left();
                let is_gathered = |leaf: &Leaf| {
                    let by_task = |task: &Task| match task.what {
                        What::Claim { .. } => leaf.nodes().contains(&task.node),
                        What::GatherMinutes { kind, minutes: amount, while_holding, .. }
                        | What::GatherDays { kind, days: amount, while_holding, .. } => {
                            let is_held = leaf.nodes().iter().all(|held| while_holding == Some(*held));
                            task.node == of && leaf.kind() == Some(kind) && is_held && amount >= left()
                        }
                        What::Choose(_) | What::WaitUntil(_) | What::Pass | What::Complete => false,
                        What::AskToVerify | What::ConfirmAgain | What::Apply => false,
                    };
                    way.tasks.iter().chain(&way.left_out).any(by_task)
                };
                // What is gathered on the way may grow too old, after all that lapses on a day.
                let later = || NaiveDate::MAX.pred_opt().filter(|_| rule.any_leaf(is_gathered));
                found.holds_until(framework, rule).or_else(later).unwrap_or(NaiveDate::MIN)
            }
        }
    }
}
