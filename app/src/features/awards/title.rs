//! What a status is called on a day: titles change, and an award keeps the one that was in use.

use chrono::NaiveDate;
use domain::framework::{Framework, NodeIx, NodeKind};

/// A title and its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// "CILEX Advanced Paralegal".
    pub title: String,
    /// "MCILEX".
    pub letters: Option<String>,
}

/// The title of a status on a day: the first former one that was still in use, else the present one.
#[must_use]
pub fn on(framework: &Framework, status: NodeIx, day: NaiveDate) -> Title {
    let node = framework.node(status);
    let details = node.as_status();
    let former = details.and_then(|status| status.formerly.iter().find(|former| day < former.until));
    match former {
        Some(former) => Title {
            title: former.title.clone(),
            letters: former.letters.clone(),
        },
        None => Title {
            title: node.title.clone(),
            letters: details.and_then(|status| status.letters.clone()),
        },
    }
}

/// The status that a step-off point leads to; `None` when the node is no step-off point.
#[must_use]
pub fn status_of(framework: &Framework, step_off: &str) -> Option<(NodeIx, NodeIx)> {
    let ix = framework.find(step_off)?;
    match framework.node(ix).kind {
        NodeKind::StepOff { status } => Some((ix, status)),
        _ => None,
    }
}
