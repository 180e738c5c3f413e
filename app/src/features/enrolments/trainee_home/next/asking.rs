//! Asking the employer to verify a stage, and applying for a status.

use super::super::own::Own;
use super::super::stair::{first_verification, same_person_on_both_keys};
use super::item;
use crate::design::next::NextItem;
use crate::features::record::store::Case;
use crate::paths;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use domain::standing::{Key, State};

/// Asking to verify, once it may be asked for; and asking someone else where one person turned both keys.
pub(super) fn verification(case: &Case, own: &Own, stage: NodeIx) -> Option<NextItem> {
    let framework = &case.framework;
    let title = &framework.node(stage).title;
    if same_person_on_both_keys(&case.standing.key(stage, Key::Employer)) {
        return another_verifier(case, stage);
    }
    let open = |ix: &NodeIx| {
        let node = framework.node(*ix);
        node.kind == NodeKind::Element(ElementKind::Verification)
            && case.standing.state(*ix) == State::Available
            && !case.waits(&node.id)
            // What was declined has its own line, with the reason.
            && !own.has(&node.id)
    };
    let verification = case.standing.missing(framework, stage).into_iter().find(open)?;
    Some(item(
        paths::ASKING.to((case.id, framework.node(verification).id.clone())),
        format!("Ask your employer to verify {title}"),
        "Your employer turns the second key.",
    ))
}

/// Where one person turned both keys of a stage, everything is there and nothing is missing: somebody else has to act.
fn another_verifier(case: &Case, stage: NodeIx) -> Option<NextItem> {
    let title = &case.framework.node(stage).title;
    let Some(verification) = first_verification(case, stage) else {
        // What was signed at work is experience: the stage's page says which.
        return Some(item(
            paths::node(case.id, &case.framework.node(stage).id),
            format!("Someone else has to turn one of the two keys of {title}"),
            "The same person signed for both keys, and different people must turn them.",
        ));
    };
    let id = &case.framework.node(verification).id;
    let asked = case.waits(id);
    (!asked).then(|| {
        item(
            paths::ASKING.to((case.id, id.to_owned())),
            format!("Ask someone else to verify {title}"),
            "The same person signed for both keys, and different people must turn them. Someone else has to verify the stage, or to \
             confirm those results.",
        )
    })
}

/// Statuses that may be applied for, but the one that the head of the page offers.
pub(super) fn applications(case: &Case, own: &Own) -> Vec<NextItem> {
    let framework = &case.framework;
    let offered = case.standing.open_step_offs(framework).first().copied();
    let mut items = Vec::new();
    for step_off in case.standing.open_step_offs(framework) {
        let id = &framework.node(step_off).id;
        let Some(status) = framework.node(step_off).step_off_to() else { continue };
        // An application that was declined has its own line, with what to mend first.
        let known = case.waits(id) || own.applications.iter().any(|one| one.step_off == *id);
        if known || offered == Some(step_off) {
            continue;
        }
        let status = framework.node(status);
        let again = own.awards.iter().any(|award| award.status == status.id);
        items.push(item(
            paths::APPLY.to((case.id, id.to_owned())),
            format!("Apply {}for the status {}", if again { "again " } else { "" }, status.title),
            format!("You meet every requirement for the status {}.", status.title),
        ));
    }
    items
}
