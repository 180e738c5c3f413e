//! One evaluation: a framework and the facts of one person, as known on a day, come to the days on which each node counts.
//!
//! Every date is read from it: since when, until when, what held at the time of something else, and what changes next.

mod acts;
mod parting;
mod sides;
mod sign_again;
mod stage;

pub(super) use parting::{Search, Whole};
pub(crate) use sign_again::{by_others, confirmed_only_work, signed_for_both, to_sign_again};

use std::ops::Deref;
use std::rc::Rc;

use chrono::NaiveDate;

use super::doing::{ButFor, Doing, is_one_act};
use super::item::Item;
use super::leaf::Worked;
use super::reading::Reading;
use super::spans::{NEVER, Spans};
use super::state::NodeStanding;
use super::validities::Validities;
use super::{Facts, Standing, State};
use crate::framework::{ElementKind, Framework, Node, NodeIx, NodeKind, Rule};

/// Where a person stands on a day, by what is known on a day: for every node its state, since when, until when, and the
/// facts that counted.
///
/// What is known grows; only a correction changes what was. `known = on` reads a past day as it was known then, `known =`
/// today as it is known now. Pure: the same framework, facts and days always give the same standing.
pub fn standing(framework: &Framework, facts: &Facts, on: NaiveDate, known: NaiveDate) -> Standing {
    let standing = Standing {
        facts: facts.clone(),
        on,
        known,
        nodes: Vec::with_capacity(framework.len()),
        items: vec![Validities::NONE; facts.items().len()],
        keys: Vec::with_capacity(framework.stages().len()),
        open: Vec::with_capacity(framework.len()),
        effective_from: framework.effective_from(),
    };
    let mut timeline = Timeline { framework, facts, standing, worked: Rc::default() };
    // What a node needs comes before it, so one pass decides everything that counts.
    for (ix, node) in framework.nodes() {
        timeline.node(ix, node);
    }
    timeline.begin_stages();
    timeline.close_what_is_not_entered();
    timeline.standing
}

/// A standing on its way.
struct Timeline<'a> {
    framework: &'a Framework,
    facts: &'a Facts,
    standing: Standing,
    worked: Rc<Worked>,
}

impl Deref for Timeline<'_> {
    type Target = Standing;

    fn deref(&self) -> &Standing {
        &self.standing
    }
}

/// How a node is where it does not count, apart from what it requires.
#[derive(Default)]
struct Unmet {
    begun: bool,
    /// The end of the window in which all attempts are used up.
    closed_until: Option<NaiveDate>,
    /// The day on which it lapsed by time.
    lapsed_on: Option<NaiveDate>,
}

impl Unmet {
    fn begun(begun: bool) -> Self {
        Unmet { begun, ..Unmet::default() }
    }
}

impl<'a> Timeline<'a> {
    fn reading(&self) -> Reading<'_> {
        Reading { framework: self.framework, facts: self.facts, standing: &self.standing, without: &[] }
    }

    /// Adds how a node stands. Each way of standing is written where it stays: moving it would cost as much as finding it.
    fn node(&mut self, ix: NodeIx, node: &'a Node) {
        let requires = node.requires.as_ref();
        let mut open = requires.map_or(Spans::ALWAYS, |rule| self.reading().rule(rule).spans);
        match &node.kind {
            NodeKind::Element(ElementKind::Assessment | ElementKind::Course) => self.assessed(ix, node, &open),
            NodeKind::Element(ElementKind::Verification) => self.verified(ix, node, &open),
            NodeKind::Element(_) | NodeKind::Competency(_) => self.gathered(ix, node, &open),
            NodeKind::Stage(stage) => {
                let entered = self.entered(ix, requires, &open);
                open = self.stage(ix, stage, entered);
            }
            NodeKind::StepOff { status } => self.step_off(*status, &open),
            NodeKind::Status(_) => self.status(ix),
            NodeKind::Route => self.stands(State::Met, Spans::NONE, &open, Unmet::default()),
        }
        self.standing.open.push(open);
    }

    /// How a node stands: in a span it counts; else what it requires comes first.
    fn stands(&mut self, state: State, spans: Spans, open: &Spans, unmet: Unmet) {
        let (state, until) = match spans.at(self.on) {
            Some(span) => (state, day_or_none(span.until)),
            None if !open.has(self.on) => (State::Blocked, None),
            None => match (unmet.closed_until, unmet.lapsed_on) {
                (Some(day), _) => (State::Blocked, day_or_none(day)),
                (None, Some(day)) => (State::Expired, Some(day)),
                (None, None) if unmet.begun => (State::InProgress, None),
                (None, None) => (State::Available, None),
            },
        };
        self.standing.nodes.push(NodeStanding { state, until, begun: unmet.begun, spans });
    }

    /// What is gathered counts from the day on which it is enough and what it requires is there; that stays, although
    /// what it required may lapse.
    fn gathered(&mut self, ix: NodeIx, node: &Node, open: &Spans) {
        let Some(rule) = &node.rule else {
            return self.stands(State::Met, Spans::NONE, &Spans::NONE, Unmet::default());
        };
        let mut value = self.reading().rule(rule);
        if let Some(requires) = &node.requires {
            let both = value.spans.and(&value.spans.and(open).ever_since());
            let was_there = || value.spans.and(&self.was_there(rule, requires));
            value.spans = if both == value.spans { both } else { both.or(&was_there()) };
        }
        let unmet = self.lapsed_or(ix, &value.spans, value.begun);
        self.stands(State::Met, value.spans, open, unmet);
    }

    /// What is known of what is gathered having been enough, on a day on which what it requires was there, where one of the
    /// two lapsed before the other was confirmed.
    fn was_there(&self, rule: &Rule, requires: &Rule) -> Spans {
        let mut enough = Doing::new(rule, self.reading(), ButFor::NothingThen, &self.worked);
        let mut open = Doing::new(requires, self.reading(), ButFor::NothingThen, &self.worked);
        let days = Doing::days_to_try(&[&enough, &open], &Spans::NONE);
        let opened = days.into_iter().map(|day| (day, open.on(day))).filter(|(_, open)| !open.is_empty());
        let both = opened.map(|(day, open)| open.and(&enough.on(day)).ever_since());
        both.fold(Spans::NONE, |all, both| all.or(&both))
    }

    /// Where it does not count: begun, or lapsed by time.
    fn lapsed_or(&self, ix: NodeIx, spans: &Spans, begun: bool) -> Unmet {
        let lapsed_on = if spans.has(self.on) { None } else { self.lapsed(ix, spans) };
        // What lapsed was begun: what it is part of is in progress again.
        Unmet { lapsed_on, ..Unmet::begun(begun || lapsed_on.is_some()) }
    }

    /// The day on which a node that counted ceased to by the mere passing of time, if nothing came after: not by an act, nor
    /// because the person became somebody else.
    fn lapsed(&self, ix: NodeIx, spans: &Spans) -> Option<NaiveDate> {
        let over = spans.over_by(self.on)?.until;
        let is_another = self.facts.specialism(over, self.known)
            != over.pred_opt().and_then(|day| self.facts.specialism(day, self.known));
        if is_one_act(&self.framework.node(ix).kind) {
            return self.own_lapse(ix, over).filter(|_| !is_another);
        }
        let ended = self.facts.has_act_that_ends(over) && {
            let needed = self.framework.needed_for(vec![ix]);
            let mut nodes = self.framework.nodes().filter(|(node, _)| needed[node.index()]);
            let ends = |item: &Item| item.is_known(self.known) && item.ended(self.known) == over;
            nodes.any(|(node, _)| self.facts.of(node).iter().any(ends))
        };
        (!is_another && !ended).then_some(over)
    }

    /// The day on which what is there by one act lapsed, of what is known on the day of reading to have been good. Where that is
    /// not what counted last, because that turned out never to count, the day before which nothing was ended by an act.
    fn own_lapse(&self, ix: NodeIx, over: NaiveDate) -> Option<NaiveDate> {
        let own = || self.facts.range(ix).map(|at| (&self.facts.items()[at], &self.items[at]));
        let counted = || own().filter(|(_, validities)| !validities.counts().is_empty());
        let lapsed = |(item, validities): (&Item, &Validities)| {
            let day = validities.lapsed_by(self.on).filter(|day| item.ended(self.known) > *day)?;
            let is_last = validities.counts().over_by(over).is_some_and(|span| span.until == over);
            Some(if is_last { over } else { day })
        };
        let last = counted().filter_map(lapsed).max()?;
        // What was over already when it was withdrawn was not ended by that.
        let ended = counted().filter_map(|(item, validities)| {
            let ended = item.ended(self.known);
            validities
                .counts()
                .as_slice()
                .last()
                .map(|span| span.until)
                .filter(|until| *until == ended && ended <= self.on)
        });
        ended.max().is_none_or(|ended| ended < last).then_some(last)
    }

    /// A stage is begun when anything that belongs to it is, whether or not its keys ask for it.
    fn begin_stages(&mut self) {
        for ix in self.framework.stages() {
            let mut children = self.framework.children(*ix).iter();
            let begun = children.any(|child| {
                let child = &self.nodes[child.index()];
                child.is_begun() || child.state == State::Expired
            });
            let node = &mut self.standing.nodes[ix.index()];
            if begun && node.state == State::Available {
                node.state = State::InProgress;
            }
            node.begun |= begun;
        }
    }

    /// What belongs to a stage that is not entered cannot be begun; what was begun or met all the same stays so.
    fn close_what_is_not_entered(&mut self) {
        for (ix, node) in self.framework.nodes() {
            if self.state(ix) != State::Available {
                continue;
            }
            let is_closed = |stage: NodeIx| !self.is_open(stage);
            let closed = match &node.kind {
                // The employer verifies last: when what is seen at work in the stage is there.
                NodeKind::Element(ElementKind::Verification) => node.stage.is_some_and(|stage| {
                    let seen = self.framework.seen_before_verifying(ix);
                    is_closed(stage) || seen.iter().any(|part| !self.state(*part).counts())
                }),
                NodeKind::Element(_) | &NodeKind::OUTCOME => node.stage.is_some_and(is_closed),
                // That it has lapsed is said although it can't be applied for.
                NodeKind::Status(_) => self.framework.needs(ix).iter().all(|way| self.state(*way) != State::Available),
                NodeKind::Competency(_) => {
                    self.framework.children(ix).iter().all(|child| self.state(*child) == State::Blocked)
                }
                NodeKind::Stage(_) | NodeKind::StepOff { .. } | NodeKind::Route => false,
            };
            if closed {
                self.standing.nodes[ix.index()].state = State::Blocked;
            }
        }
    }
}

pub(super) fn day_or_none(day: NaiveDate) -> Option<NaiveDate> {
    (day != NaiveDate::MIN && day != NEVER).then_some(day)
}
