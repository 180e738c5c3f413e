//! Choices: which parts of a rule a way takes.

use std::rc::Rc;

use super::{Goal, Of, Search, Settle, Tasks, reach};
use crate::framework::{NodeIx, Rule};

/// Choices one above another that are all tried; deeper ones take what comes first.
const DEEPEST: u32 = 200;

/// Something that may be chosen: what it is worth, and what it and all after it are worth together.
#[derive(Clone, Copy, Debug)]
pub(in crate::plan) struct Part<'a> {
    pub goal: Goal<'a>,
    pub worth: i64,
    rest: i64,
}

/// A choice that was made.
#[derive(Clone, Debug)]
pub(in crate::plan) struct Chosen<'a> {
    pub parts: Rc<[Part<'a>]>,
    /// The places of those that were taken, and what they have to be worth.
    pub taken: Vec<usize>,
    pub worth: i64,
}

/// Where a choice stands: what it is, what else is to be planned, and the way so far.
pub(super) struct Place<'a, 'w> {
    pub choice: Goal<'a>,
    pub settle: Settle,
    pub goals: &'w mut Vec<Goal<'a>>,
    pub way: &'w mut Tasks<'a>,
}

impl<'a> Search<'a, '_> {
    /// Enough parts of a rule; parts that hold, or that the way reaches anyway, are taken first, those that nothing leads to
    /// are left out.
    pub(super) fn choose(&mut self, of: Of, n: usize, parts: &'a [Rule], place: Place<'a, '_>) -> bool {
        let (there, mut open): (Vec<&'a Rule>, Vec<&'a Rule>) = parts.iter().partition(|part| {
            let holds = || self.standing.holds(self.framework, part);
            if self.choosing_anew { holds() } else { self.holds(part, of.by, place.way) }
        });
        if !place.way.chosen.is_empty() {
            there.into_iter().for_each(|part| part.walk(&mut |leaf| ask_again(leaf.nodes(), place.way)));
        }
        let missing = n.saturating_sub(parts.len() - open.len());
        if missing > open.len() {
            return self.no_way("A list holds too little to choose from");
        }
        if missing > 0 && missing < open.len() {
            let mut named = Vec::new();
            open.iter().for_each(|part| part.nodes(&mut named));
            let reachable = self.reachable(&named);
            let leads = |part: &&&Rule| reach::rule_of(self.framework, self.standing, &reachable, part);
            let mut leading: Vec<&Rule> = open.iter().filter(leads).copied().collect();
            // What takes the fewest steps comes first: it is in the best way more often than not.
            leading.sort_by_cached_key(|part| reach::steps_of_rule(self.framework, self.standing, &reachable, part));
            self.reachable = reachable;
            // With too few left, every part is walked into: each says what stands in its way.
            if leading.len() >= missing {
                open = leading;
            }
        }
        let open = open.into_iter().map(|part| (Goal::Rule(part, of), 1));
        self.settle(open.collect(), missing as i64, place)
    }

    /// The step-offs that lead to a status: one is enough.
    pub(super) fn way(&mut self, status: NodeIx, place: Place<'a, '_>) -> bool {
        let ways = self.framework.needs(status).iter();
        self.settle(ways.map(|way| (Goal::Node(*way, status), 1)).collect(), 1, place)
    }

    /// Nodes whose credits suffice; the largest first, because the fewest nodes reach the number.
    pub(super) fn credits(&mut self, n: i64, nodes: &'a [NodeIx], of: NodeIx, place: Place<'a, '_>) -> bool {
        let (there, open): (Vec<NodeIx>, Vec<NodeIx>) = nodes.iter().partition(|ix| {
            let counts = || self.standing.state(**ix).counts();
            if self.choosing_anew { counts() } else { self.is_there(**ix, of, place.way) }
        });
        let missing = n - self.framework.credits(there.iter());
        ask_again(&there, place.way);
        if missing <= 0 {
            return true;
        }
        let credits = |ix: NodeIx| (ix, i64::from(self.framework.node(ix).credits));
        let mut open: Vec<(NodeIx, i64)> = open.into_iter().map(credits).collect();
        let reachable = self.reachable(nodes);
        open.retain(|(ix, credits)| reachable[ix.index()].is_some() && *credits > 0);
        self.reachable = reachable;
        open.sort_by_key(|(_, credits)| std::cmp::Reverse(*credits));
        let most: i64 = open.iter().map(|(_, credits)| credits).sum();
        if most < missing {
            return self
                .no_way(format!("What can be reached is worth {most} of the {missing} credits that are missing"));
        }
        let open = open.into_iter().map(|(ix, credits)| (Goal::Node(ix, of), credits));
        self.settle(open.collect(), missing, place)
    }

    /// Takes all of the parts where all are needed. Else the choice is put off, or every way to it is tried of which no part
    /// is too much; then this one ends here.
    fn settle(&mut self, open: Vec<(Goal<'a>, i64)>, missing: i64, place: Place<'a, '_>) -> bool {
        if missing <= 0 {
            return true;
        }
        let mut rest: i64 = open.iter().map(|(_, worth)| worth).sum();
        if rest == missing || self.depth >= DEEPEST {
            let mut left = missing;
            let mut taken: Vec<Goal<'_>> = Vec::new();
            for (goal, worth) in open {
                if left > 0 {
                    taken.push(goal);
                }
                left -= worth;
            }
            place.goals.extend(taken.into_iter().rev());
            return true;
        }
        if place.settle == Settle::PutOff {
            place.way.choices.push(place.choice);
            return true;
        }
        let parts = open.into_iter().map(|(goal, worth)| {
            rest -= worth;
            let rest = rest + worth;
            Part { goal, worth, rest }
        });
        self.depth += 1;
        let mut chosen = Chosen { parts: parts.collect(), taken: Vec::new(), worth: missing };
        self.pick(0, missing, &mut chosen, &place);
        self.depth -= 1;
        false
    }

    /// Walks every choice of enough of the parts, in their order.
    fn pick(&mut self, from: usize, missing: i64, chosen: &mut Chosen<'a>, place: &Place<'a, '_>) {
        if missing <= 0 {
            let taken = chosen.taken.iter().rev().map(|at| chosen.parts[*at].goal);
            let goals = place.goals.iter().copied().chain(taken).collect();
            let mut way = place.way.clone();
            way.chosen.push(Rc::new(chosen.clone()));
            return self.go(goals, way);
        }
        for at in from..chosen.parts.len() {
            let Part { worth, rest, .. } = chosen.parts[at];
            if rest < missing || self.is_over() {
                return;
            }
            chosen.taken.push(at);
            self.pick(at + 1, missing - worth, chosen, place);
            chosen.taken.pop();
        }
    }

    /// For each node up to the last of these, about how many steps lead to it; to be put back.
    fn reachable(&mut self, named: &[NodeIx]) -> Vec<Option<u32>> {
        let mut reachable = std::mem::take(&mut self.reachable);
        let until = named.iter().max().map_or(0, |last| last.index() + 1);
        reach::extend(self.framework, self.standing, &mut reachable, until);
        reachable
    }
}

/// Notes that a further rule rests on nodes, where the way reaches them.
fn ask_again(nodes: &[NodeIx], way: &mut Tasks<'_>) {
    nodes.iter().for_each(|ix| way.again[ix.index()] |= way.planned[ix.index()]);
}
