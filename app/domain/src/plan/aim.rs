use chrono::NaiveDate;

use super::{NoPlan, Plan, plan};
use crate::framework::{Framework, NodeIx, NodeKind};
use crate::standing::{Facts, standing};

/// The way to what a person aims for, and how far every other status is.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The way to the aim; none when nothing that is not held can be reached.
    pub aim: Option<Plan>,
    /// The ways to all other statuses that are not held, in the order of the file, or why there is none.
    pub others: Vec<Result<Plan, NoPlan>>,
}

/// What lies ahead of a person: the way to the aim that was declared, else to the highest status that can be reached, the
/// last in the file. A status on the way is a way out, and not the aim.
pub fn outlook(framework: &Framework, facts: &Facts, declared: Option<NodeIx>, on: NaiveDate) -> Outlook {
    let found = standing(framework, facts, on, on);
    let statuses = framework.in_file_order().filter(|(_, node)| matches!(node.kind, NodeKind::Status(_)));
    let open = statuses.map(|(ix, _)| ix).filter(|ix| !found.state(*ix).counts());
    let mut ways: Vec<Result<Plan, NoPlan>> = open.map(|ix| plan(framework, facts, ix, on)).collect();
    let is_declared = |way: &Result<Plan, NoPlan>| way.as_ref().is_ok_and(|plan| Some(plan.target) == declared);
    let aim = ways.iter().position(is_declared).or(ways.iter().rposition(Result::is_ok));
    Outlook { aim: aim.and_then(|at| ways.remove(at).ok()), others: ways }
}
