//! What a status is called on a day: titles change, and an award keeps the one that was in use.

use super::{Framework, NodeIx};
use chrono::NaiveDate;

/// A status's title and its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusTitle {
    /// "CILEX Advanced Paralegal".
    pub title: String,
    /// "MCILEX".
    pub letters: Option<String>,
}

impl Framework {
    /// The title of a status on a day: the first former one that was still in use, else the present one.
    pub fn status_title(&self, status: NodeIx, day: NaiveDate) -> StatusTitle {
        let node = self.node(status);
        let details = node.as_status();
        let former = details.and_then(|status| status.formerly.iter().find(|former| day < former.until));
        match former {
            Some(former) => StatusTitle { title: former.title.clone(), letters: former.letters.clone() },
            None => {
                StatusTitle { title: node.title.clone(), letters: details.and_then(|status| status.letters.clone()) }
            }
        }
    }

    /// A step-off point and the status that it leads to; `None` when the node is no step-off point.
    pub fn step_off(&self, id: &str) -> Option<(NodeIx, NodeIx)> {
        let ix = self.find(id)?;
        Some((ix, self.node(ix).step_off_to()?))
    }
}
