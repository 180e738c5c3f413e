//! How few steps are left at least: a bound for the search over time.

use super::{FEW_ENOUGH, Search};
use crate::framework::{Framework, NodeIx};
use crate::plan::signing::Signing;
use crate::standing::Standing;

/// Of what it is asked how few steps are left at least.
#[derive(Clone, Copy)]
pub(in crate::plan) struct AtLeast<'s> {
    /// The nodes for which nothing more is done.
    pub passed_over: &'s [NodeIx],
    /// Whether work was done before, as far as it may have been.
    pub done_before: bool,
}

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
