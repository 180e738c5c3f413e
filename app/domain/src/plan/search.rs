//! Finds the fewest things still to be done. Choices are few, so every one is tried; a way that is already longer than
//! the best is given up.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::What;
use super::tell;
use crate::framework::{ElementKind, Framework, NodeIx, NodeKind, Rule, SpecialismIx};
use crate::standing::{Facts, Standing, State, only_by_confirmers, still_to_gather, waits_only_for_what_comes_first};

/// Steps of the search before the best way found so far is taken.
const ENOUGH: u32 = 200_000;

/// One thing still to be done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Task {
    pub node: NodeIx,
    pub what: What,
}

/// What one way comes to.
#[derive(Clone, Debug)]
pub(super) struct Tasks {
    pub tasks: Vec<Task>,
    /// Nodes that the way reaches.
    pub planned: Vec<bool>,
    pub specialism: Option<SpecialismIx>,
    wait: Option<NaiveDate>,
}

impl Tasks {
    /// The day the way has to wait for, if it lies ahead.
    pub fn wait_until(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.wait.filter(|wait| *wait > day)
    }
}

#[derive(Clone)]
enum Goal<'f> {
    Node(NodeIx),
    /// A rule, and the node whose rule it is.
    Rule(&'f Rule, NodeIx),
}

struct Search<'a> {
    framework: &'a Framework,
    facts: &'a Facts,
    standing: &'a Standing,
    best: Option<Tasks>,
    because: BTreeSet<String>,
    taken: u32,
}

/// The tasks of the shortest way, or what stands in every way.
pub(super) fn fewest(
    framework: &Framework,
    facts: &Facts,
    standing: &Standing,
    target: NodeIx,
) -> Result<Tasks, Vec<String>> {
    let mut search = Search {
        framework,
        facts,
        standing,
        best: None,
        because: BTreeSet::new(),
        taken: 0,
    };
    let start = Tasks {
        tasks: Vec::new(),
        planned: vec![false; framework.len()],
        specialism: None,
        wait: None,
    };
    search.go(vec![Goal::Node(target)], start);
    search.best.ok_or_else(|| search.because.into_iter().collect())
}

impl<'a> Search<'a> {
    fn go(&mut self, mut goals: Vec<Goal<'a>>, mut way: Tasks) {
        self.taken += 1;
        loop {
            let longest = self.best.as_ref().map_or(usize::MAX, |best| best.tasks.len());
            if way.tasks.len() >= longest || (self.best.is_some() && self.taken > ENOUGH) {
                return;
            }
            let Some(goal) = goals.pop() else {
                self.best = Some(way);
                return;
            };
            let go_on = match goal {
                Goal::Node(ix) => self.node(ix, &mut goals, &mut way),
                Goal::Rule(rule, of) => match self.rule(rule, of, &mut goals, &mut way) {
                    Next::GoOn => true,
                    Next::Branch(branches) => {
                        for branch in branches {
                            let mut goals = goals.clone();
                            goals.extend(branch);
                            self.go(goals, way.clone());
                        }
                        return;
                    }
                    Next::NoWay(because) => {
                        self.because.insert(because);
                        false
                    }
                },
            };
            if !go_on {
                return;
            }
        }
    }

    /// Plans a node: its tasks, and the goals it depends on. False when it cannot be reached.
    fn node(&mut self, ix: NodeIx, goals: &mut Vec<Goal<'a>>, way: &mut Tasks) -> bool {
        let framework = self.framework;
        if self.standing.state(ix).counts() || way.planned[ix.index()] {
            return true;
        }
        way.planned[ix.index()] = true;
        let node = framework.node(ix);
        // A closed element may hold its pass already: opening it is enough.
        let there = waits_only_for_what_comes_first(framework, self.facts, ix, self.standing.on());
        let mut task = |what| way.tasks.extend((!there).then_some(Task { node: ix, what }));
        match &node.kind {
            NodeKind::Element(ElementKind::Assessment) => task(What::Pass),
            NodeKind::Element(ElementKind::Course) => task(What::Complete),
            NodeKind::Element(ElementKind::Verification) => task(What::AskToVerify),
            NodeKind::Stage(stage) => {
                let keys = [&stage.employer, &stage.results];
                goals.extend(
                    keys.iter()
                        .filter_map(|key| key.rule())
                        .map(|rule| Goal::Rule(rule, ix)),
                );
                let verified_by_the_same = stage
                    .verifications
                    .iter()
                    .filter(|node| only_by_confirmers(self.facts, self.standing, stage, **node));
                way.tasks.extend(verified_by_the_same.map(|node| Task {
                    node: *node,
                    what: What::AskToVerify,
                }));
            }
            NodeKind::Status(status) => {
                task(What::Apply);
                let day = self.standing.on();
                if let Some(until) = status.valid_until.filter(|until| *until <= day) {
                    self.because.insert(tell::no_longer_conferred(framework, ix, until));
                    return false;
                }
                way.wait = way.wait.max(status.valid_from.filter(|from| *from > day));
                return self.step_off(ix, goals);
            }
            NodeKind::Competency(_) | NodeKind::Element(_) | NodeKind::StepOff { .. } | NodeKind::Route => {}
        }
        if let Some(examples) = &node.examples {
            let (done, of) = self.standing.progress(ix);
            let distinct_signers = examples.distinct_signers;
            way.tasks.push(Task {
                node: ix,
                what: What::Claim {
                    examples: of - done,
                    distinct_signers,
                },
            });
        }
        if matches!(node.kind, NodeKind::Element(_)) && self.standing.state(ix) == State::Blocked {
            way.wait = way.wait.max(self.standing.until(ix));
        }
        goals.extend(node.rule.iter().map(|rule| Goal::Rule(rule, ix)));
        goals.extend(node.requires.iter().map(|rule| Goal::Rule(rule, ix)));
        // What belongs to a stage cannot be begun before the stage is entered.
        if let (NodeKind::Element(_), Some(stage)) = (&node.kind, node.stage) {
            goals.extend(
                framework
                    .node(stage)
                    .requires
                    .iter()
                    .map(|rule| Goal::Rule(rule, stage)),
            );
        }
        true
    }

    /// A status is reached by the first of its step-offs that gives the shortest way; with one, there is no choice.
    fn step_off(&mut self, status: NodeIx, goals: &mut Vec<Goal<'a>>) -> bool {
        match self.framework.needs(status) {
            [] => false,
            [only] => {
                goals.push(Goal::Node(*only));
                true
            }
            several => {
                let mut shortest: Option<(usize, NodeIx)> = None;
                for way in several {
                    if let Ok(tasks) = fewest(self.framework, self.facts, self.standing, *way) {
                        let steps = tasks.tasks.len();
                        if shortest.is_none_or(|(best, _)| steps < best) {
                            shortest = Some((steps, *way));
                        }
                    }
                }
                goals.push(Goal::Node(shortest.map_or(several[0], |(_, way)| way)));
                true
            }
        }
    }

    fn rule(&self, rule: &'a Rule, of: NodeIx, goals: &mut Vec<Goal<'a>>, way: &mut Tasks) -> Next<'a> {
        match rule {
            Rule::All(parts) => goals.extend(parts.iter().rev().map(|part| Goal::Rule(part, of))),
            Rule::Any(parts) => return self.choose(1, parts, of, way),
            Rule::AtLeast { n, of: parts } => return self.choose(*n as usize, parts, of, way),
            Rule::Node(ix) | Rule::Holds(ix) => goals.push(Goal::Node(*ix)),
            Rule::Outcomes(nodes) => goals.extend(nodes.iter().rev().map(|ix| Goal::Node(*ix))),
            Rule::Exempt(nodes) => {
                let open = nodes.iter().find(|ix| self.standing.state(**ix) != State::Exempt);
                if let Some(ix) = open {
                    return Next::NoWay(tell::not_excused(self.framework, *ix));
                }
            }
            Rule::Examples(examples) => {
                let missing = still_to_gather(self.framework, self.facts, rule, self.standing.on());
                if missing > 0 {
                    let distinct_signers = examples.distinct_signers;
                    let examples = u32::try_from(missing).unwrap_or(u32::MAX);
                    way.tasks.push(Task {
                        node: rule_outcome(rule, of),
                        what: What::Claim {
                            examples,
                            distinct_signers,
                        },
                    });
                }
            }
            Rule::Hours(hours) => {
                let minutes = still_to_gather(self.framework, self.facts, rule, self.standing.on());
                let (kind, while_holding) = (hours.kind, hours.while_holding);
                if minutes > 0 {
                    way.tasks.push(Task {
                        node: of,
                        what: What::GatherMinutes {
                            kind,
                            minutes,
                            while_holding,
                        },
                    });
                    goals.extend(while_holding.map(Goal::Node));
                }
            }
            Rule::Period(period) => {
                let days = still_to_gather(self.framework, self.facts, rule, self.standing.on());
                let (kind, while_holding) = (period.kind, period.while_holding);
                if days > 0 {
                    way.tasks.push(Task {
                        node: of,
                        what: What::GatherDays {
                            kind,
                            days,
                            while_holding,
                        },
                    });
                    goals.extend(while_holding.map(Goal::Node));
                }
            }
            Rule::Credits { n, of: nodes } => return self.credits(*n, nodes),
            Rule::Matches(wanted) => {
                let chosen = self.facts.specialism().or(way.specialism);
                match chosen {
                    Some(chosen) if chosen == *wanted => {}
                    Some(_) => return Next::NoWay(tell::other_specialism(self.framework, *wanted)),
                    None => {
                        way.specialism = Some(*wanted);
                        way.tasks.push(Task {
                            node: of,
                            what: What::Choose(*wanted),
                        });
                    }
                }
            }
            Rule::JoinedBefore(day) => {
                if self.facts.file().joined_on.is_none_or(|joined| joined >= *day) {
                    return Next::NoWay(tell::joined(&format!("before {}", tell::day(*day))));
                }
            }
            Rule::JoinedFrom(day) => {
                if self.facts.file().joined_on.is_none_or(|joined| joined < *day) {
                    return Next::NoWay(tell::joined(&format!("on {} or later", tell::day(*day))));
                }
            }
            Rule::Unpublished(what) => return Next::NoWay(tell::unpublished(what)),
        }
        Next::GoOn
    }

    /// Every choice of enough parts; parts that hold, or that the way reaches anyway, are taken first.
    fn choose(&self, n: usize, parts: &'a [Rule], of: NodeIx, way: &Tasks) -> Next<'a> {
        let (there, open): (Vec<&Rule>, Vec<&Rule>) = parts.iter().partition(|part| self.holds(part, way));
        let Some(missing) = n.checked_sub(there.len()).filter(|missing| *missing > 0) else {
            return Next::GoOn;
        };
        if missing > open.len() {
            return Next::NoWay("A list holds too little to choose from".to_owned());
        }
        let mut branches = Vec::new();
        choices(&open, missing, &mut Vec::new(), &mut |chosen| {
            branches.push(chosen.iter().rev().map(|part| Goal::Rule(part, of)).collect());
        });
        Next::Branch(branches)
    }

    fn credits(&self, n: u32, nodes: &[NodeIx]) -> Next<'a> {
        let credits = |ix: &NodeIx| self.framework.node(*ix).credits;
        let (there, mut open): (Vec<NodeIx>, Vec<NodeIx>) =
            nodes.iter().copied().partition(|ix| self.standing.state(*ix).counts());
        let mut total: u32 = there.iter().map(credits).fold(0, u32::saturating_add);
        // The largest first: the fewest nodes reach the number.
        open.sort_by_key(|ix| std::cmp::Reverse(credits(ix)));
        let mut chosen = Vec::new();
        for ix in open {
            if total >= n {
                break;
            }
            total = total.saturating_add(credits(&ix));
            chosen.push(Goal::Node(ix));
        }
        if chosen.is_empty() {
            Next::GoOn
        } else {
            Next::Branch(vec![chosen])
        }
    }

    fn holds(&self, rule: &Rule, way: &Tasks) -> bool {
        match rule {
            Rule::All(parts) => parts.iter().all(|part| self.holds(part, way)),
            Rule::Any(parts) => parts.iter().any(|part| self.holds(part, way)),
            Rule::AtLeast { n, of } => of.iter().filter(|part| self.holds(part, way)).count() >= *n as usize,
            Rule::Node(ix) | Rule::Holds(ix) => self.standing.state(*ix).counts(),
            Rule::Outcomes(nodes) => nodes.iter().all(|ix| self.standing.state(*ix).counts()),
            Rule::Exempt(nodes) => nodes.iter().all(|ix| self.standing.state(*ix) == State::Exempt),
            Rule::Examples(_) | Rule::Hours(_) | Rule::Period(_) => {
                still_to_gather(self.framework, self.facts, rule, self.standing.on()) == 0
            }
            Rule::Credits { n, of } => {
                let counting = of.iter().filter(|ix| self.standing.state(**ix).counts());
                counting
                    .map(|ix| self.framework.node(*ix).credits)
                    .fold(0, u32::saturating_add)
                    >= *n
            }
            Rule::Matches(wanted) => self.facts.specialism().or(way.specialism) == Some(*wanted),
            Rule::JoinedBefore(day) => self.facts.file().joined_on.is_some_and(|joined| joined < *day),
            Rule::JoinedFrom(day) => self.facts.file().joined_on.is_some_and(|joined| joined >= *day),
            Rule::Unpublished(_) => false,
        }
    }
}

enum Next<'a> {
    GoOn,
    Branch(Vec<Vec<Goal<'a>>>),
    NoWay(String),
}

fn rule_outcome(rule: &Rule, otherwise: NodeIx) -> NodeIx {
    match rule {
        Rule::Examples(examples) => examples.of,
        _ => otherwise,
    }
}

/// Every choice of `n` from a list, in its order.
fn choices<'r>(from: &[&'r Rule], n: usize, chosen: &mut Vec<&'r Rule>, each: &mut impl FnMut(&[&'r Rule])) {
    if n == 0 {
        each(chosen);
        return;
    }
    for at in 0..=from.len().saturating_sub(n) {
        let Some(part) = from.get(at) else { return };
        chosen.push(part);
        choices(&from[at + 1..], n - 1, chosen, each);
        chosen.pop();
    }
}
