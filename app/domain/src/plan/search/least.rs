//! How few steps are left at least: a bound for the search over time.

use super::{FEW_ENOUGH, Search};
use crate::framework::{Framework, NodeIx};
use crate::plan::What;
use crate::plan::carried::while_holding;
use crate::plan::clock::days_of;
use crate::plan::signing::Signing;
use crate::standing::{NEVER, Standing, waits_only_for_what_comes_first};

/// Of what it is asked how few steps are left at least.
#[derive(Clone, Copy)]
pub(in crate::plan) struct AtLeast<'s> {
    /// The nodes for which nothing more is done.
    pub passed_over: &'s [NodeIx],
    /// Whether work was done before, as far as it may have been.
    pub done_before: bool,
}

const DAYS_OF_FOUR_YEARS: i64 = 4 * 365 + 1;

/// Why it is not known how many steps are left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::plan) enum Never {
    /// Nothing leads there.
    NoWay,
    /// There are more ways than can be tried.
    NotSeen,
}

/// How few steps lead to the target at least, and how much is gathered on them, whatever time brings but the last day of the target.
///
/// # Errors
/// Where nothing ever leads there, or there are more ways than can be tried.
pub(in crate::plan) fn at_least(
    framework: &Framework,
    standing: &Standing,
    target: NodeIx,
    of: AtLeast<'_>,
) -> Result<(usize, i64), Never> {
    let mut search = Search::new(framework, standing, Signing::AsIs);
    search.at_least = Some(of);
    search.ends_on = framework.node(target).as_status().and_then(|status| status.valid_until);
    search.run(target);
    if search.begun > FEW_ENOUGH {
        return Err(Never::NotSeen);
    }
    search.best.map(|best| best.length()).ok_or(Never::NoWay)
}

impl Search<'_, '_> {
    /// How many steps more some work takes at least, because the status lapses meanwhile that is held: each further award is one, and
    /// so is the time between two.
    pub(super) fn renewals(&self, what: What) -> usize {
        let Some(held) = while_holding(what) else { return 0 };
        let status = self.framework.node(held).as_status();
        let Some(lasts) = status.and_then(|status| status.expires).map(|length| length.most_days()) else { return 0 };
        let there = if self.standing.state(held).counts() {
            Some(self.standing.until(held).unwrap_or(NEVER))
        } else {
            waits_only_for_what_comes_first(self.framework, self.standing, held)
        };
        let days = i64::try_from(days_of(what)).unwrap_or(i64::MAX);
        // A year has a day more or less by when it begins, and a month up to three.
        let days = days - days / DAYS_OF_FOUR_YEARS - 4;
        let left = days - there.map_or(0, |until| (until - self.standing.on()).num_days());
        let awards = usize::try_from(left.max(0).saturating_add(lasts - 1) / lasts.max(1)).unwrap_or(0);
        // The first award of what is not held is a step of its own.
        let further = if there.is_some() { awards } else { awards.saturating_sub(1) };
        further + awards.saturating_sub(1)
    }
}
