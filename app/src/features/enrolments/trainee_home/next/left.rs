//! Claims that lie with nobody: whoever was asked supervises the trainee no longer, and nobody else does.

use super::super::own::Own;
use super::item;
use crate::design::next::NextItem;
use crate::features::record::store::Case;
use crate::features::record::waiting::{title, with_whom};
use crate::features::sign_off::claim::nobody_can_decide;
use crate::journal::chapter_file::Waiting;
use crate::paths;

/// Asking for a supervisor, who can then decide each.
pub(super) fn claims(case: &Case, own: &Own) -> Vec<NextItem> {
    let Some(names) = &own.names_supervisor else { return Vec::new() };
    let left = case.waiting.iter().filter_map(|waiting| match waiting {
        Waiting::Claim { claim, .. } => {
            let with = with_whom(case, waiting);
            let text = format!("{with} no longer supervises you. {}", nobody_can_decide(names));
            Some(item(paths::CLAIM.to(*claim), format!("Ask for a supervisor: {}", title(case, waiting)), text))
        }
        _ => None,
    });
    left.collect()
}
