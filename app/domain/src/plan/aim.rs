use chrono::NaiveDate;

use super::{Plan, plan};
use crate::framework::{Framework, NodeIx, NodeKind};
use crate::standing::{Facts, standing};

/// The way to what a person aims for, and how far every other status is.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// The way to the aim; none when nothing that is not held can be reached.
    pub aim: Option<Plan>,
    /// How many steps it is to each of the other statuses that are not held, in the order of the file, or why there is no way.
    pub others: Vec<(NodeIx, Result<usize, Vec<String>>)>,
}

/// What lies ahead of a person: the way to the aim that was declared, else to the highest status that can be reached, the
/// last in the file. A status on the way is a way out, and not the aim.
pub fn outlook(framework: &Framework, facts: &Facts, declared: Option<NodeIx>, on: NaiveDate) -> Outlook {
    let found = standing(framework, facts, on, on);
    let statuses = framework.in_file_order().filter(|(_, node)| matches!(node.kind, NodeKind::Status(_)));
    let open = statuses.map(|(ix, _)| ix).filter(|ix| !found.state(*ix).counts());
    let mut outlook = Outlook { aim: None, others: Vec::new() };
    for ix in open {
        let way = plan(framework, facts, ix, on);
        outlook.others.push((ix, way.as_ref().map(|plan| plan.steps.len()).map_err(|none| none.because.clone())));
        // Of many ways one alone is kept.
        if way.is_ok() && outlook.aim.as_ref().is_none_or(|aim| Some(aim.target) != declared) {
            outlook.aim = way.ok();
        }
    }
    let aim = outlook.aim.as_ref().map(|aim| aim.target);
    outlook.others.retain(|(ix, _)| Some(*ix) != aim);
    outlook
}
