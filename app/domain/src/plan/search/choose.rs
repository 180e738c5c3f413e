//! Choices: which parts of a rule a way takes.

use super::{Goal, Search, Settle, Tasks, reach};
use crate::framework::{NodeIx, Rule};

/// Choices one above another that are all tried; deeper ones take what comes first.
const DEEPEST: u32 = 200;

impl<'a> Search<'a> {
    /// Every choice of enough parts of a rule; parts that hold, or that the way reaches anyway, are taken first, those that
    /// nothing leads to are left out.
    pub(super) fn choose(
        &mut self,
        (rule, of): (&'a Rule, NodeIx),
        (n, parts): (usize, &'a [Rule]),
        settle: Settle,
        goals: &mut Vec<Goal<'a>>,
        way: &mut Tasks<'a>,
    ) -> bool {
        let there = parts.iter().filter(|part| self.holds(part, way)).count();
        let Some(missing) = n.checked_sub(there).filter(|missing| *missing > 0) else {
            return true;
        };
        let mut open: Vec<&'a Rule> = parts.iter().filter(|part| !self.holds(part, way)).collect();
        if missing > open.len() {
            return self.no_way(String::from("A list holds too little to choose from"));
        }
        if missing < open.len() {
            let reachable = self.reachable();
            let leads = |part: &&&Rule| reach::rule_of(self.framework, self.facts, self.standing, &reachable, part);
            let leading: Vec<&Rule> = open.iter().filter(leads).copied().collect();
            self.reachable = Some(reachable);
            // With too few left, every part is walked into: each says what stands in its way.
            if leading.len() >= missing {
                open = leading;
            }
        }
        if missing == open.len() || self.depth >= DEEPEST {
            let first = open.iter().take(missing).rev();
            goals.extend(first.map(|part| Goal::Rule(part, of)));
            return true;
        }
        if settle == Settle::PutOff {
            way.choices.push(Goal::Rule(rule, of));
            return true;
        }
        self.depth += 1;
        self.pick(&open, missing, &mut Vec::with_capacity(missing), of, goals, way);
        self.depth -= 1;
        false
    }

    /// The step-offs that lead to a status: one is enough.
    pub(super) fn way(
        &mut self,
        status: NodeIx,
        settle: Settle,
        goals: &mut Vec<Goal<'a>>,
        way: &mut Tasks<'a>,
    ) -> bool {
        let ways = self.framework.needs(status);
        if let [only, others @ ..] = ways
            && (others.is_empty() || self.depth >= DEEPEST)
        {
            goals.push(Goal::Node(*only));
            return true;
        }
        if settle == Settle::PutOff {
            way.choices.push(Goal::Way(status));
            return true;
        }
        self.depth += 1;
        for ix in ways {
            let goals = goals.iter().copied().chain([Goal::Node(*ix)]).collect();
            self.go(goals, way.clone());
        }
        self.depth -= 1;
        false
    }

    /// Walks every choice of `n` of the parts, in their order.
    fn pick(
        &mut self,
        from: &[&'a Rule],
        n: usize,
        chosen: &mut Vec<&'a Rule>,
        of: NodeIx,
        goals: &[Goal<'a>],
        way: &Tasks<'a>,
    ) {
        if n == 0 {
            let chosen = chosen.iter().rev().map(|part| Goal::Rule(part, of));
            let goals = goals.iter().copied().chain(chosen).collect();
            return self.go(goals, way.clone());
        }
        for at in 0..=from.len().saturating_sub(n) {
            let (Some(part), false) = (from.get(at), self.is_over()) else {
                return;
            };
            chosen.push(part);
            self.pick(&from[at + 1..], n - 1, chosen, of, goals, way);
            chosen.pop();
        }
    }

    /// Every choice of nodes whose credits suffice and of which none is too much; the largest first, because the fewest nodes
    /// reach the number.
    pub(super) fn credits(
        &mut self,
        (rule, of): (&'a Rule, NodeIx),
        (n, nodes): (i64, &'a [NodeIx]),
        settle: Settle,
        goals: &mut Vec<Goal<'a>>,
        way: &mut Tasks<'a>,
    ) -> bool {
        let credits = |ix: &NodeIx| i64::from(self.framework.node(*ix).credits);
        let counts = |ix: &NodeIx| self.standing.state(*ix).counts() || way.planned[ix.index()];
        let there = nodes.iter().filter(|ix| counts(ix)).map(credits);
        let missing = n - there.sum::<i64>();
        if missing <= 0 {
            return true;
        }
        let mut open: Vec<(NodeIx, i64)> = nodes
            .iter()
            .filter(|ix| !counts(ix))
            .map(|ix| (*ix, credits(ix)))
            .collect();
        let reachable = self.reachable();
        open.retain(|(ix, credits)| reachable[ix.index()] && *credits > 0);
        self.reachable = Some(reachable);
        open.sort_by_key(|(_, credits)| std::cmp::Reverse(*credits));
        let most: i64 = open.iter().map(|(_, credits)| credits).sum();
        if most < missing {
            return self.no_way(format!(
                "What can be reached is worth {most} of the {missing} credits that are missing"
            ));
        }
        if self.depth >= DEEPEST {
            goals.extend(open.into_iter().rev().map(|(ix, _)| Goal::Node(ix)));
            return true;
        }
        if settle == Settle::PutOff {
            way.choices.push(Goal::Rule(rule, of));
            return true;
        }
        self.depth += 1;
        self.pick_credits(&open, missing, &mut Vec::new(), goals, way);
        self.depth -= 1;
        false
    }

    fn pick_credits(
        &mut self,
        from: &[(NodeIx, i64)],
        missing: i64,
        chosen: &mut Vec<NodeIx>,
        goals: &[Goal<'a>],
        way: &Tasks<'a>,
    ) {
        if missing <= 0 {
            let chosen = chosen.iter().rev().map(|ix| Goal::Node(*ix));
            let goals = goals.iter().copied().chain(chosen).collect();
            return self.go(goals, way.clone());
        }
        for (at, (ix, credits)) in from.iter().enumerate() {
            let rest: i64 = from[at..].iter().map(|(_, credits)| credits).sum();
            if rest < missing || self.is_over() {
                return;
            }
            chosen.push(*ix);
            self.pick_credits(&from[at + 1..], missing - *credits, chosen, goals, way);
            chosen.pop();
        }
    }

    fn reachable(&mut self) -> Vec<bool> {
        self.reachable
            .take()
            .unwrap_or_else(|| reach::nodes(self.framework, self.facts, self.standing))
    }
}
