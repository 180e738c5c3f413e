//! Work that counts for several steps is gathered once: what is narrower comes first, and of what is wider the rest is asked
//! for.

use super::What;
use super::search::Task;
use crate::framework::order::later;
use crate::framework::{Framework, KindIx, Length, NodeIx};

/// Of how many steps it is looked at which of them are narrower than others.
const MOST_COMPARED: usize = 100;

/// Of what a second person confirms there is an hour at least.
const MINUTES_TO_CONFIRM: i64 = 60;

/// What kind of work is gathered, and how much of it there is in the end.
#[derive(Clone, Copy)]
pub(super) struct Gathered {
    pub kind: KindIx,
    /// Whether its days are counted, and not its minutes.
    in_days: bool,
    while_holding: Option<NodeIx>,
    signers: u32,
    /// Whether somebody has confirmed what is there of it already.
    is_signed: bool,
    /// How much comes of it at least.
    amount: i64,
    /// The length that it has.
    whole: Option<Length>,
}

impl Gathered {
    /// What a step gathers, if it does.
    pub fn of(what: What) -> Option<Self> {
        match what {
            What::GatherMinutes { kind, minutes, while_holding, signers, signed } => {
                let is_signed = signed > 0;
                Some(Gathered { kind, in_days: false, while_holding, signers, is_signed, amount: minutes, whole: None })
            }
            What::GatherDays { kind, days, whole, while_holding } => {
                let amount = whole.map_or(days, |length| length.fewest_days());
                Some(Gathered { kind, in_days: true, while_holding, signers: 0, is_signed: false, amount, whole })
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
    fn counts_for(&self, other: &Gathered, framework: &Framework) -> bool {
        let own = framework.experience_kind(self.kind);
        let is_as_long = own.minutes_per_week.is_none() && own.minutes_flat.is_none() && own.confirmed_before.is_none();
        let fits = self.kind == other.kind || own.counts_as == Some(other.kind) && is_as_long;
        let held = other.while_holding.is_none() || other.while_holding == self.while_holding;
        fits && self.in_days == other.in_days && held
    }

    /// Whether it is as long as another, whenever both begin.
    fn is_as_long_as(&self, other: &Gathered) -> bool {
        let lengths = self.whole.zip(other.whole);
        lengths.is_some_and(|(own, other)| own.months >= other.months && own.days >= other.days)
    }

    /// Whether what is gathered by it counts for another step, and not the other way round.
    fn is_narrower(&self, other: &Gathered, framework: &Framework) -> bool {
        let counts_back = || other.counts_for(self, framework) && self.signers <= other.signers;
        self.counts_for(other, framework) && !counts_back()
    }
}

/// Puts what is narrower before what is wider, where the order is free.
pub(super) fn narrower_first(
    framework: &Framework,
    tasks: &[Task],
    before: &mut [Vec<usize>],
    after: &mut [Vec<usize>],
) {
    let all = tasks.iter().enumerate().filter_map(|(at, task)| Some((at, Gathered::of(task.what)?)));
    let all: Vec<(usize, Gathered)> = all.take(MOST_COMPARED).collect();
    for (wide, of) in &all {
        let narrower = all.iter().filter(|(_, narrow)| narrow.is_narrower(of, framework)).map(|(at, _)| *at);
        let narrower: Vec<usize> = narrower.filter(|at| !before[*wide].contains(at)).collect();
        let settled = if narrower.is_empty() { continue } else { later(*wide, after) };
        for narrow in narrower.into_iter().filter(|at| !settled[*at]) {
            before[*wide].push(narrow);
            after[narrow].push(*wide);
        }
    }
}

/// Takes from a step what others before it bring, and gives the places of these. Nothing may be left of it.
pub(super) fn take(what: &mut What, earlier: impl Iterator<Item = (usize, What)>, framework: &Framework) -> Vec<usize> {
    let Some(of) = Gathered::of(*what) else { return Vec::new() };
    let most = of.whole.map_or(of.amount, Length::most_days);
    let (mut there, mut places) = (0, Vec::new());
    // With each the number of different people who have confirmed by then.
    let mut counted: Vec<(Gathered, u32)> = Vec::new();
    for (at, other) in earlier {
        let other = Gathered::of(other).filter(|other| other.counts_for(&of, framework));
        if let Some(other) = other {
            there += if other.is_as_long_as(&of) { most } else { other.amount };
            let before = counted.iter().filter(|(first, _)| first.counts_for(&other, framework));
            let before = before.map(|(_, people)| *people).max().unwrap_or_default();
            // Where somebody has confirmed already, the same may confirm what comes before.
            let people = if other.is_signed { before.max(other.signers) } else { before + other.signers };
            counted.push((other, people.max(1)));
            places.push(at);
        }
    }
    if places.is_empty() {
        return places;
    }
    if let What::GatherDays { days, whole, .. } = what {
        *days -= there;
        *whole = None;
    } else if let What::GatherMinutes { minutes, signers, signed, .. } = what {
        let people = counted.iter().map(|(_, people)| *people).max().filter(|_| *signed == 0);
        *signers = signers.saturating_sub(people.unwrap_or_default());
        *minutes = (*minutes - there).max(MINUTES_TO_CONFIRM * i64::from(*signers));
    }
    places
}

/// Whether nothing is left of what a step gathers.
pub(super) fn is_done(what: What) -> bool {
    matches!(what, What::GatherMinutes { minutes: left, .. } | What::GatherDays { days: left, .. } if left <= 0)
}
