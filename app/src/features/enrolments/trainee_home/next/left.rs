//! Claims that lie with nobody: whoever was asked supervises the trainee no longer, and nobody else does.

use super::super::own::Own;
use super::item;
use crate::design::next::NextItem;
use crate::features::record::store::Case;
use crate::features::record::waiting::{title, with_whom};
use crate::journal::chapter_file::Waiting;
use crate::paths;

/// Taking each back, to send it to someone else.
pub(super) fn claims(case: &Case, own: &Own) -> Vec<NextItem> {
    let waiting = case.waiting.iter().filter(|_| own.nobody_supervises);
    let left = waiting.filter_map(|waiting| match waiting {
        Waiting::Claim { claim, .. } => {
            let with = with_whom(case, waiting);
            let text = format!("{with} no longer supervises you, and nobody else can decide it.");
            Some(item(paths::CLAIM.to(*claim), format!("Send to someone else: {}", title(case, waiting)), text))
        }
        _ => None,
    });
    left.collect()
}
