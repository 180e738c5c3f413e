//! Work that counts for several steps is gathered once: what is narrower comes first, and of what is wider the rest is asked
//! for.

use std::cmp::Reverse;
use std::ops::Range;

use super::clock::minutes_of;
use super::search::Task;
use super::{Step, What, together, words};
use crate::framework::order::later;
use crate::framework::{Framework, KindIx, Length, NodeIx};

/// Of how many steps it is looked at which of them are narrower than others.
pub(super) const MOST_COMPARED: usize = 100;

/// Of how many steps it is looked at, while a way is looked for, which bring what others ask for.
const MOST_COUNTED: usize = 16;

/// Of what a second person confirms there is an hour at least.
const MINUTES_TO_CONFIRM: i64 = 60;

/// What kind of work is gathered, and how much of it there is in the end.
#[derive(Clone, Copy)]
pub(super) struct Gathered {
    pub kind: KindIx,
    /// Whether its days are counted, and not its minutes.
    pub in_days: bool,
    /// The status that is held meanwhile.
    pub while_holding: Option<NodeIx>,
    /// How many further people confirm it.
    pub signers: u32,
    /// How many different people have confirmed what is there of it in the end.
    pub people: u32,
    /// How much comes of it at least.
    pub amount: i64,
    /// The length that it has.
    pub whole: Option<Length>,
}

/// Says of hours and days of the same work, where nothing else comes between, that they are one time.
pub(super) fn say_beside(framework: &Framework, steps: &mut [Step]) {
    for at in 1..steps.len() {
        let (before, step) = steps.split_at_mut(at);
        let Some(own) = Gathered::of(step[0].what) else { continue };
        let mut others = before.iter().rev().map_while(|step| Gathered::of(step.what));
        if others.any(|other| own.is_beside(&other, framework)) {
            step[0].sentence.push_str(words::beside(own.in_days));
        }
    }
}

impl Gathered {
    /// What a step gathers, if it does.
    pub fn of(what: What) -> Option<Self> {
        match what {
            What::GatherMinutes { kind, minutes, while_holding, signers, signed } => {
                let people = signed + signers;
                Some(Gathered { kind, in_days: false, while_holding, signers, people, amount: minutes, whole: None })
            }
            What::GatherDays { kind, days, whole, while_holding } => {
                let amount = whole.map_or(days, |length| length.fewest_days());
                Some(Gathered { kind, in_days: true, while_holding, signers: 0, people: 0, amount, whole })
            }
            What::Choose(_)
            | What::WaitUntil(_)
            | What::Pass
            | What::Complete
            | What::Claim { .. }
            | What::AskToVerify
            | What::ConfirmAgain
            | What::Apply => None,
        }
    }

    /// Whether the same work counts for another step, whoever confirms it.
    pub fn counts_for(&self, other: &Gathered, framework: &Framework) -> bool {
        self.in_days == other.in_days && self.is_of(other, framework)
    }

    /// Whether it is all that another step asks for, whoever confirms it.
    pub fn brings(&self, other: &Gathered, framework: &Framework) -> bool {
        self.counts_for(other, framework) && self.amount >= other.amount
    }

    /// Whether one asks for hours and the other for days of the same work: time passes while hours are gathered.
    pub fn is_beside(&self, other: &Gathered, framework: &Framework) -> bool {
        self.in_days != other.in_days && (self.is_of(other, framework) || other.is_of(self, framework))
    }

    /// Whether it is such work as another asks for.
    pub fn is_of(&self, other: &Gathered, framework: &Framework) -> bool {
        let own = framework.experience_kind(self.kind);
        let fits = self.kind == other.kind || own.counts_as == Some(other.kind) && own.is_as_long();
        let held = other.while_holding.is_none() || other.while_holding == self.while_holding;
        fits && held
    }

    /// Whether it is as long as another, whenever both begin.
    fn is_as_long_as(&self, other: &Gathered) -> bool {
        let lengths = self.whole.zip(other.whole);
        lengths.is_some_and(|(own, other)| own.months >= other.months && own.days >= other.days)
    }

    /// Whether the two ask for the same work in different amounts, and it for the larger one.
    fn is_more(&self, other: &Gathered, framework: &Framework) -> bool {
        let is_alike = self.counts_for(other, framework) && other.counts_for(self, framework);
        is_alike && self.signers == other.signers && self.amount > other.amount
    }

    /// Whether what is gathered by it counts for another step, and not the other way round.
    pub fn is_narrower(&self, other: &Gathered, framework: &Framework) -> bool {
        let counts_back = || other.counts_for(self, framework) && self.signers <= other.signers;
        self.counts_for(other, framework) && !counts_back()
    }
}

/// Puts what is narrower before what is wider, and of the same work the larger amount before the smaller, where the order is
/// free.
pub(super) fn narrower_first(
    framework: &Framework,
    tasks: &[Task],
    before: &mut [Vec<usize>],
    after: &mut [Vec<usize>],
) {
    let all = tasks.iter().enumerate().filter_map(|(at, task)| Some((at, Gathered::of(task.what)?)));
    let all: Vec<(usize, Gathered)> = all.take(MOST_COMPARED).collect();
    for (wide, of) in &all {
        let is_first = |other: &Gathered| other.is_narrower(of, framework) || other.is_more(of, framework);
        let narrower = all.iter().filter(|(_, other)| is_first(other)).map(|(at, _)| *at);
        let narrower: Vec<usize> = narrower.filter(|at| !before[*wide].contains(at)).collect();
        let settled = if narrower.is_empty() { continue } else { later(*wide, after) };
        for narrow in narrower.into_iter().filter(|at| !settled[*at]) {
            // What is brought whole by what comes later is no step, unless that waits for it.
            let own = all.iter().find(|(at, _)| *at == narrow).map(|(_, own)| *own);
            let waits = later(narrow, after);
            let brings = |(at, other): &&(usize, Gathered)| {
                let own = own.as_ref().filter(|_| settled[*at] && !waits[*at] && *at != narrow);
                own.is_some_and(|own| {
                    other.brings(own, framework) && other.people >= own.people && !own.brings(other, framework)
                })
            };
            if let Some((later, _)) = all.iter().find(brings) {
                if !before[narrow].contains(later) {
                    before[narrow].push(*later);
                    after[*later].push(narrow);
                }
                continue;
            }
            // What comes before the narrower one all the same may bring all of the wider one.
            let is_enough = |(at, other): &&(usize, Gathered)| {
                at != wide
                    && *at != narrow
                    && other.counts_for(of, framework)
                    && !settled[*at]
                    && other.amount >= of.amount
                    && other.people >= of.people
                    && later(*at, after)[narrow]
            };
            let first = all.iter().find(is_enough).map_or(narrow, |(at, _)| *at);
            if !before[*wide].contains(&first) {
                before[*wide].push(first);
                after[first].push(*wide);
            }
        }
    }
}

/// Puts what is gathered before what is left out because of it, where the order is free, and gives these pairs. Where none of
/// it counts for that, something else that could be chosen is brought: then it comes before what waits for either, which
/// names work of these `kinds`.
pub(super) fn bringing_first(
    framework: &Framework,
    (tasks, left_out): (&[Task], Range<usize>),
    kinds: &[Vec<KindIx>],
    before: &mut [Vec<usize>],
    after: &mut [Vec<usize>],
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for at in left_out.clone() {
        let settled = later(at, after);
        let others = (0..left_out.start).filter(|other| !settled[*other]).map(|other| (other, tasks[other].what));
        let mut what = tasks[at].what;
        let bring = take(&mut what, others, framework);
        if is_done(what) {
            // At once, so that what is left out later sees it.
            for other in bring {
                if !before[at].contains(&other) {
                    before[at].push(other);
                    after[other].push(at);
                }
                pairs.push((other, at));
            }
            continue;
        }
        let mut named = Vec::new();
        framework.node(tasks[at].node).rule.iter().for_each(|rule| rule.kinds(&mut named));
        for waits in after[at].clone() {
            let counts = |kind: KindIx| {
                let own = framework.experience_kind(kind);
                kinds[waits].iter().chain(&named).any(|wide| *wide == kind || own.counts_as == Some(*wide))
            };
            let settled = later(waits, after);
            let bring = (0..left_out.start).filter(|other| {
                tasks[*other].what.gathers().is_some_and(counts) && !settled[*other] && !before[waits].contains(other)
            });
            for other in bring.collect::<Vec<_>>() {
                before[waits].push(other);
                after[other].push(waits);
            }
        }
    }
    pairs
}

/// Takes from a step what others before it bring, and gives the places of as many of these as are enough. Nothing may be left of it.
pub(super) fn take(what: &mut What, earlier: impl Iterator<Item = (usize, What)>, framework: &Framework) -> Vec<usize> {
    let Some(of) = Gathered::of(*what) else { return Vec::new() };
    let most = of.whole.map_or(of.amount, Length::most_days);
    let (mut there, mut people, mut places) = (0, 0, Vec::new());
    for (at, other) in earlier {
        let other = Gathered::of(other).filter(|other| other.counts_for(&of, framework));
        if let Some(other) = other {
            there += if other.is_as_long_as(&of) { most } else { other.amount };
            people = people.max(other.people.max(1));
            places.push(at);
            if there >= most && people >= of.people {
                break;
            }
        }
    }
    if places.is_empty() {
        return places;
    }
    if let What::GatherDays { days, whole, .. } = what {
        *days -= there;
        *whole = None;
    } else if let What::GatherMinutes { minutes, signers, signed, .. } = what {
        // Whoever has confirmed what counts for another step may be one of those who have confirmed this.
        let further = people.saturating_sub(*signed).min(*signers);
        (*signers, *signed) = (*signers - further, (*signed).max(people.min(*signed + *signers)));
        *minutes = (*minutes - there).max(MINUTES_TO_CONFIRM * i64::from(*signers));
    }
    places
}

/// How much some steps gather, and how many of them are none of their own, because others bring it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Brought {
    /// How many are none of their own.
    pub steps: usize,
    /// The minutes that are gathered by all of them together; of days, as many as these have room for.
    pub minutes: i64,
}

/// What some steps gather together.
pub(super) fn brought(whats: impl Iterator<Item = What>, framework: &Framework) -> Brought {
    let mut whats: Vec<What> = whats.filter(|what| what.gathers().is_some()).collect();
    let minutes = |whats: &[What]| whats.iter().copied().map(minutes_of).fold(0, i64::saturating_add);
    if whats.len() < 2 || whats.len() > MOST_COUNTED {
        return Brought { minutes: minutes(&whats), ..Brought::default() };
    }
    together::while_held(&mut whats, framework, |_, _, _| true);
    together::by_more_people(&mut whats, framework, |_, _| true);
    let all: Vec<Gathered> = whats.iter().filter_map(|what| Gathered::of(*what)).collect();
    let narrower = |of: &Gathered| all.iter().filter(|other| other.is_narrower(of, framework)).count();
    let mut in_turn: Vec<(usize, Reverse<i64>, What)> =
        all.iter().zip(&whats).map(|(of, what)| (narrower(of), Reverse(of.amount), *what)).collect();
    in_turn.sort_by_key(|(narrower, amount, _)| (*narrower, *amount));
    let mut kept: Vec<What> = Vec::new();
    for (_, _, mut what) in in_turn {
        take(&mut what, kept.iter().copied().enumerate(), framework);
        kept.extend((!is_done(what)).then_some(what));
    }
    Brought { steps: all.len() - kept.len(), minutes: minutes(&kept) }
}

/// Whether nothing is left of what a step gathers.
pub(super) fn is_done(what: What) -> bool {
    matches!(what, What::GatherMinutes { minutes: left, .. } | What::GatherDays { days: left, .. } if left <= 0)
}
