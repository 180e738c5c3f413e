//! What nobody can decide: claims whose supervisor supervises the trainee no longer, and all that a trainee would claim whom nobody
//! supervises yet.

use super::super::own::Own;
use super::item;
use crate::design::next::NextItem;
use crate::design::tag::Mark;
use crate::features::record::store::Case;
use crate::features::record::waiting::{title, with_whom};
use crate::features::sign_off::claim::nobody_can_decide;
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::framework::{ElementKind, NodeIx, NodeKind};

/// Asking for a supervisor, who can then decide each.
pub(super) fn claims(case: &Case, own: &Own) -> Vec<NextItem> {
    let Some(nobody) = &own.left else { return Vec::new() };
    let left = case.waiting.iter().filter_map(|waiting| match waiting {
        Waiting::Claim { claim, .. } if nobody.has(waiting) => {
            let with = with_whom(case, waiting);
            let text = format!("{with} no longer supervises you. {}", nobody_can_decide(&nobody.names));
            Some(item(paths::CLAIM.to(*claim), format!("Ask for a supervisor: {}", title(case, waiting)), text))
        }
        _ => None,
    });
    left.collect()
}

/// Said to a trainee for whom no employer is on record: what can't be done, and who can change it.
fn nowhere(case: &Case) -> AnyView {
    let body = &case.body.look.short_name;
    let text = format!(
        "No employer is on record for you. Without one, nobody can decide a claim or verify a stage. Tell {body} for whom you work, and since when. Until then you can write claims, and ask an employer for whom you worked before to confirm that work."
    );
    view! { <div class="notice t-now"><Mark tone=Tone::Now/><p>{text}</p></div> }.into_any()
}

/// Said to a trainee whom nobody supervises while something is still to be shown at work. Where a claim lies with nobody, that is
/// said of it.
pub(in super::super) fn unsupervised(case: &Case, own: &Own) -> Option<AnyView> {
    if own.works_nowhere {
        return case.standing.current_stage(&case.framework).map(|_| nowhere(case));
    }
    let names = own.asks_for_supervisor.as_ref().filter(|_| own.left.is_none())?;
    let stages = case.standing.current_stages(&case.framework);
    let is_shown_at_work = |ix: &NodeIx| {
        let kind = &case.framework.node(*ix).kind;
        matches!(kind, NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_))
    };
    let missing = stages.into_iter().flat_map(|stage| case.standing.missing(&case.framework, stage));
    missing.into_iter().any(|ix| is_shown_at_work(&ix)).then(|| {
        let text = format!(
            "Nobody supervises you yet: ask {names} to name somebody. You can write claims until then, and send them afterwards."
        );
        view! { <div class="notice t-now"><Mark tone=Tone::Now/><p>{text}</p></div> }.into_any()
    })
}
