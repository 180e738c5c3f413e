//! What can be done next: acts that are open, work that is missing, and a wait for the next day on which something begins or
//! ends.

use chrono::{Datelike, Months, NaiveDate};

use super::clock::minutes_of;
use super::gathered::Gathered;
use super::search::{Task, signed_again, task};
use super::taken::Taken;
use super::{What, lapses};
use crate::framework::{Attribute, ElementKind, Framework, Leaf, Length, NodeIx, NodeKind, Rule};
use crate::standing::{NEVER, Standing, attempts_count_again, is_there_for_its_set, waits_only_for_what_comes_first};

/// How often it is looked at how much work grows too old while more is done.
const MOST_TIMES: usize = 32;

/// Days that every month has.
const SHORTEST_MONTH: u32 = 28;

/// What may be needed for a target.
pub(super) struct Next<'f> {
    framework: &'f Framework,
    /// The nodes, in the order of the file.
    nodes: Vec<NodeIx>,
    /// For each node, whether something is done for it: it is not only named as what must not be so.
    asked: Vec<bool>,
    /// The leaves of their rules that ask for work or claims, each with the node whose rule it is.
    work: Vec<(NodeIx, &'f Rule)>,
    /// The specialisms that they ask for, each with the first node that does.
    choices: Vec<Task>,
    /// How long what lapses lasts, each length once.
    lengths: Vec<Length>,
    /// For each node, whether it leads to something that must not be so.
    leads_to_forbidden: Vec<bool>,
}

/// What may have to last until a day.
#[derive(Clone, Copy)]
enum Lasting {
    Nothing,
    /// All that lapses, but what lasts as long as this.
    Others(Option<Length>),
}

impl<'f> Next<'f> {
    pub fn new(framework: &'f Framework, target: NodeIx) -> Self {
        let needed = framework.beneath(vec![target], |ix, left| {
            let node = framework.node(ix);
            left.extend(framework.needs(ix));
            left.extend(framework.seen_before_verifying(ix));
            left.extend(node.stage);
        });
        let in_order = framework.in_file_order().map(|(ix, _)| ix).filter(|ix| needed[ix.index()]);
        let asked = framework.beneath(vec![target], |ix, left| {
            let node = framework.node(ix);
            left.extend(framework.needs(ix).iter().filter(|_| node.as_status().is_some()));
            node.rules().for_each(|rule| rule.asks_that(true, left));
            left.extend(framework.seen_before_verifying(ix));
            left.extend(&node.sat_after);
            left.extend(node.whole_set().iter().flat_map(|set| &framework.sets[*set as usize]));
            left.extend(node.stage);
        });
        let mut next = Next {
            framework,
            nodes: in_order.collect(),
            asked,
            work: Vec::new(),
            choices: Vec::new(),
            lengths: Vec::new(),
            leads_to_forbidden: Vec::new(),
        };
        let mut forbidden = Vec::new();
        for at in 0..next.nodes.len() {
            let ix = next.nodes[at];
            for rule in framework.node(ix).rules() {
                next.read(ix, rule);
                rule.forbids(&mut forbidden);
            }
            let lasts = act(framework, ix).and_then(|task| lapses::lasts(framework, &task));
            next.lengths.extend(lasts.filter(|length| !next.lengths.contains(length)));
        }
        next.leads_to_forbidden = framework.needed_for(forbidden);
        next
    }

    /// Notes what a rule asks for.
    fn read(&mut self, ix: NodeIx, rule: &'f Rule) {
        match rule {
            Rule::Of { .. } | Rule::At { .. } => rule.parts().iter().for_each(|part| self.read(ix, part)),
            Rule::Not(_) => {}
            Rule::Leaf(Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Elapsed(_)) => self.work.push((ix, rule)),
            Rule::Leaf(Leaf::Person(Attribute::Specialism(wanted))) => {
                let task = Task { node: ix, what: What::Choose(*wanted) };
                self.choices.extend(self.choices.iter().all(|other| other.what != task.what).then_some(task));
            }
            Rule::Leaf(
                Leaf::Node(_) | Leaf::Person(_) | Leaf::Credits(..) | Leaf::Exempt(_) | Leaf::Unpublished(_),
            ) => {}
        }
    }

    /// Whether work may be asked for.
    pub fn asks_for_work(&self) -> bool {
        self.work.iter().any(|(_, rule)| rule.any_leaf(|leaf| leaf.kind().is_some()))
    }

    /// Whether a specialism may be asked for.
    pub fn asks_for_specialism(&self) -> bool {
        !self.choices.is_empty()
    }

    pub fn framework(&self) -> &'f Framework {
        self.framework
    }

    /// The nodes, in the order of the file.
    pub fn nodes(&self) -> &[NodeIx] {
        &self.nodes
    }

    /// The leaves that ask for work or claims, each with the node whose rule it is.
    pub fn work(&self) -> &[(NodeIx, &'f Rule)] {
        &self.work
    }

    /// The leaves that ask for work while a status is held, each with the node whose rule it is, and that status.
    pub fn while_held(&self) -> impl Iterator<Item = (NodeIx, &'f Rule, NodeIx)> {
        self.work.iter().filter_map(|(ix, rule)| {
            let Rule::Leaf(leaf) = rule else { return None };
            leaf.kind()?;
            leaf.nodes().first().map(|held| (*ix, *rule, *held))
        })
    }

    /// The specialisms that can be chosen.
    pub fn choices(&self, taken: &Taken<'_>) -> &[Task] {
        if taken.standing().specialism().is_none() { &self.choices } else { &[] }
    }

    /// What can be done next: what would last, so that it may as well be done at once, and all else.
    pub fn steps(&self, taken: &Taken<'_>) -> (Vec<Task>, Vec<Task>) {
        let found = taken.standing();
        let asked = self.nodes.iter().filter(|ix| self.asked[ix.index()]);
        let mut all: Vec<Task> = asked.filter_map(|ix| self.act(*ix, taken)).collect();
        let (mut work, mut claims, next_day) = (Vec::new(), Vec::new(), self.next_day(found));
        for (ix, rule) in &self.work {
            let Some(task) = self.missing(*ix, rule, found) else { continue };
            let task = self.in_time((*ix, rule), task, taken);
            if matches!(task.what, What::Claim { .. }) {
                claims.extend(taken.is_open(task).then_some(task));
            } else if taken.is_open(task) {
                let held = |what| self.held_meanwhile(what, taken);
                work.extend(self.amounts(task, taken, next_day).map(|what| Task { what: held(what), ..task }));
            }
        }
        // What several rules ask of one outcome is one step too.
        let of_all = |task: &Task| {
            let same = claims.iter().filter(|other| other.node == task.node);
            let what = same.map(|other| other.what).try_fold(task.what, What::with_claims)?;
            Some(Task { what, ..*task })
        };
        let together: Vec<Task> = claims.iter().filter_map(of_all).filter(|task| !claims.contains(task)).collect();
        all.extend(claims.iter().chain(&together));
        let stages = self.nodes.iter().filter(|ix| self.framework.node(**ix).as_stage().is_some());
        all.extend(stages.flat_map(|stage| signed_again(self.framework, found, *stage)));
        all.dedup();
        work.dedup();
        let (lasting, mut others): (Vec<Task>, Vec<Task>) =
            all.into_iter().partition(|task| !self.leads_to_forbidden[task.node.index()] && self.lasts(*task));
        // What may lapse comes after what takes time, where that is as well.
        others.splice(..0, self.choices(taken).iter().copied().chain(work));
        others.extend(next_day.map(|day| Task { node: NodeIx(0), what: What::WaitUntil(day) }));
        (lasting, others)
    }

    /// The one act for a node, where it is open and of use: the node does not count, or no longer will.
    fn act(&self, ix: NodeIx, taken: &Taken<'_>) -> Option<Task> {
        let (framework, found) = (self.framework, taken.standing());
        let (node, task) = (framework.node(ix), act(framework, ix)?);
        let is_of_earlier_window = || node.whole_set().is_some() && !is_there_for_its_set(framework, found, ix);
        let is_of_use = if found.state(ix).counts() {
            found.until(ix).is_some() || is_of_earlier_window()
        } else {
            // What is there already counts once what comes first does.
            waits_only_for_what_comes_first(framework, found, ix).is_none_or(|until| until != NEVER)
        };
        (is_of_use && taken.is_open(task)).then_some(task)
    }

    /// What a leaf of work or claims still asks for.
    fn missing(&self, ix: NodeIx, rule: &Rule, found: &Standing) -> Option<Task> {
        let Rule::Leaf(leaf) = rule else { return None };
        task(leaf, ix, &found.explain(self.framework, rule), found)
    }

    /// The same, and as much more as grows too old while it is done.
    fn in_time(&self, (ix, rule): (NodeIx, &Rule), mut task: Task, taken: &Taken<'_>) -> Task {
        if !matches!(rule, Rule::Leaf(leaf) if leaf.grows_too_old()) || task.what.gathers().is_none() {
            return task;
        }
        for _ in 0..MOST_TIMES {
            let wait = Task { node: ix, what: What::WaitUntil(taken.done_on(task.what)) };
            let then = taken.after(wait);
            match self.missing(ix, rule, then.standing()) {
                Some(more) if minutes_of(more.what) > minutes_of(task.what) => task = more,
                Some(_) | None => break,
            }
        }
        task
    }

    /// The same for a step that asks for work of a node.
    pub fn lasting(&self, task: Task, taken: &Taken<'_>) -> Task {
        let is_own = |(ix, rule): &&(NodeIx, &Rule)| {
            *ix == task.node && rule.any_leaf(|leaf| leaf.kind().is_some() && leaf.kind() == task.what.gathers())
        };
        self.work.iter().find(is_own).map_or(task, |own| self.in_time(*own, task, taken))
    }

    /// All of the work that a task asks for, or as much as comes before the next day on which something begins or ends; no more
    /// than while the status is held.
    fn amounts(&self, task: Task, taken: &Taken<'_>, next_day: Option<NaiveDate>) -> impl Iterator<Item = What> {
        let (what, found) = (task.what, taken.standing());
        let held = super::carried::while_holding(what).and_then(|status| found.until(status));
        let done_on = taken.done_on(what);
        let all = held.is_none_or(|until| done_on <= until).then_some(what);
        let signers = matches!(what, What::GatherMinutes { signers: 1.., .. });
        let cuts = [held, next_day].into_iter().flatten().filter(|day| *day < done_on && !signers);
        let mut cuts: Vec<What> = cuts.map(|day| taken.cut(what, day)).collect();
        cuts.dedup();
        all.into_iter().chain(cuts)
    }

    /// Whether an act was in vain: its node counts on the same days as before.
    pub fn is_in_vain(&self, task: Task, before: &Standing, then: &Standing) -> bool {
        let is_act = matches!(task.what, What::Pass | What::Complete | What::AskToVerify | What::Apply);
        let is_of_set = || self.framework.node(task.node).whole_set().is_some();
        let is_signed_again = || !before.facts.on_both_sides().is_empty();
        is_act && before.spans(task.node) == then.spans(task.node) && !is_of_set() && !is_signed_again()
    }

    /// Whether it is as well to do something that lapses later: no attempt is counted, and nothing must not be so.
    pub fn may_be_done_later(&self, task: Task) -> bool {
        let node = self.framework.node(task.node);
        let is_counted = node.attempts.is_some() || node.whole_set().is_some();
        lapses::lasts(self.framework, &task).is_some() && !is_counted && !self.leads_to_forbidden[task.node.index()]
    }

    /// Whether all that counts or is open in the other is so in the one, for as long.
    pub fn leads_as_far(&self, one: &Standing, other: &Standing) -> bool {
        self.nodes.iter().all(|ix| {
            let lasts = || one.until(*ix).unwrap_or(NEVER) >= other.until(*ix).unwrap_or(NEVER);
            (!other.state(*ix).counts() || one.state(*ix).counts() && lasts())
                && (!other.is_open(*ix) || one.is_open(*ix))
        })
    }

    /// The same work, done while a status is held for which other work is asked for that it is part of.
    fn held_meanwhile(&self, what: What, taken: &Taken<'_>) -> What {
        let found = taken.standing();
        let Some(own) = Gathered::of(what).filter(|own| own.while_holding.is_none()) else { return what };
        let counts_for = |(ix, rule): &(NodeIx, &Rule)| {
            let other = Gathered::of(self.missing(*ix, rule, found)?.what)?;
            let held = Gathered { while_holding: other.while_holding, ..own };
            let until = found.until(other.while_holding?).unwrap_or(NEVER);
            let is_held = found.state(other.while_holding?).counts() && taken.done_on(what) <= until;
            (is_held && held.is_of(&other, self.framework)).then_some(other.while_holding)
        };
        let held = self.work.iter().find_map(counts_for).flatten();
        what.while_holding(held)
    }

    /// The next day on which something begins or ends, on which it can be done for the last time, or from which on what lapses
    /// would last until such a day.
    pub fn next_day(&self, found: &Standing) -> Option<NaiveDate> {
        let on = found.on();
        let days = self.nodes.iter().flat_map(|ix| self.days(*ix, found));
        let days = days.filter_map(|(day, own)| Some((day?, own))).filter(|(day, _)| *day > on && *day != NEVER);
        let before = |(day, own): (NaiveDate, Lasting)| {
            let lengths = self.lengths.iter().filter(move |length| match own {
                Lasting::Nothing => false,
                Lasting::Others(own) => own != Some(**length),
            });
            lengths.map(move |length| length.first_in(day)).chain([day]).chain(day.pred_opt())
        };
        // From the last days of a month a month is shorter than from the first of the next.
        let is_last = on.day() > SHORTEST_MONTH && self.lengths.iter().any(|length| length.months > 0);
        let first = is_last.then(|| on.with_day(1)?.checked_add_months(Months::new(1))).flatten();
        days.flat_map(before).chain(first).filter(|day| *day > on).min()
    }

    /// The days on which something begins or ends of a node, each with what may have to last until then.
    fn days(&self, ix: NodeIx, found: &Standing) -> [(Option<NaiveDate>, Lasting); 6] {
        let (framework, on) = (self.framework, found.on());
        let status = framework.node(ix).as_status();
        // That something else lapses is nothing to last until: work goes on while a status is held, and what must not be so ends.
        let ends = match status {
            _ if !found.state(ix).counts() || framework.forbidden[ix.index()] => Lasting::Others(None),
            Some(status) => Lasting::Others(status.expires),
            None => Lasting::Nothing,
        };
        let opens = if found.is_open(ix) { Lasting::Nothing } else { Lasting::Others(None) };
        let further = status.filter(|own| own.extends && found.is_conferred(ix)).and_then(|_| on.succ_opt());
        [
            (found.spans(ix).next_change(on), ends),
            (found.open[ix.index()].next_change(on), opens),
            (status.and_then(|status| status.valid_from), Lasting::Others(None)),
            (status.and_then(|status| status.valid_until), Lasting::Others(None)),
            (attempts_count_again(framework, found, ix), Lasting::Others(None)),
            // Of two awards of one day neither lengthens the other.
            (further, Lasting::Nothing),
        ]
    }

    /// Whether what a task comes to lasts, however long one takes for the rest.
    pub fn lasts(&self, task: Task) -> bool {
        let is_act = match task.what {
            What::Pass | What::Complete | What::AskToVerify | What::Apply => true,
            // More claims may be asked for elsewhere.
            What::Claim { .. } => self.work.iter().filter(|(_, rule)| names(rule, task.node)).count() == 1,
            What::GatherMinutes { .. } | What::GatherDays { .. } | What::Choose(_) => false,
            What::WaitUntil(_) | What::ConfirmAgain => false,
        };
        is_act && lapses::lasts(self.framework, &task).is_none()
    }
}

/// The one act by which a node is reached, if there is one.
pub(super) fn act(framework: &Framework, node: NodeIx) -> Option<Task> {
    let what = match &framework.node(node).kind {
        NodeKind::Element(ElementKind::Assessment) => What::Pass,
        NodeKind::Element(ElementKind::Course) => What::Complete,
        NodeKind::Element(ElementKind::Verification) => What::AskToVerify,
        NodeKind::Status(_) => What::Apply,
        NodeKind::Element(_) | NodeKind::Competency(_) => return None,
        NodeKind::Stage(_) | NodeKind::StepOff { .. } | NodeKind::Route => return None,
    };
    Some(Task { node, what })
}

/// Whether a leaf asks for claims of an outcome.
fn names(rule: &Rule, outcome: NodeIx) -> bool {
    matches!(rule, Rule::Leaf(Leaf::Claims(claims)) if claims.of == outcome)
}
