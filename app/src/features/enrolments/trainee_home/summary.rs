//! What stands between here and the next status, in a sentence, and applying where nothing does.

use super::own::Own;
use super::stair::{is_absent, same_person_on_both_keys};
use super::statuses::Withdrawn;
use crate::features::frameworks::map::capital;
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;
use domain::standing::{Counted, Key};
use domain::text::list;

/// The sentence. `withdrawn` is a status that was withdrawn, where the reader may know why.
pub(super) fn summary(case: &Case, is_own: bool, current: Option<NodeIx>, withdrawn: Option<&Withdrawn>) -> String {
    let framework = &case.framework;
    let open = case.standing.open_step_offs(framework);
    if let Some(step_off) = open.first()
        && let Some(status) = framework.node(*step_off).step_off_to()
    {
        let status = framework.node(status);
        let again = withdrawn.is_some_and(|withdrawn| withdrawn.status == status.id);
        let who = if is_own { "You" } else { &case.name };
        return match (is_applied_for(case, *step_off), again) {
            (true, _) => format!(
                "Every requirement for the status {} is met. The application is waiting for a decision.",
                status.title
            ),
            (false, true) => format!("{who} can apply again for {}.", status.title),
            (false, false) => {
                format!("Every requirement for the status {} is met. {who} can apply for it now.", status.title)
            }
        };
    }
    if let Some(status) = case.standing.qualified_as(framework) {
        let since = case.standing.since(status).map(|since| format!(" since {}", words::date(since)));
        return format!("The status is held{}.", since.unwrap_or_default());
    }
    let Some(stage) = current else {
        return String::from("Every stage is met, with both keys.");
    };
    let parts: Vec<String> = [results(case, stage), employer(case, stage)].into_iter().flatten().collect();
    format!("{}.", capital(&parts.join(", ")))
}

fn is_applied_for(case: &Case, step_off: NodeIx) -> bool {
    let id = &case.framework.node(step_off).id;
    case.waits(id)
}

/// Applying for the status that the sentence speaks of. One whose application was declined is answered first.
pub(super) fn applying(case: &Case, own: &Own) -> Option<AnyView> {
    let framework = &case.framework;
    let step_off = *case.standing.open_step_offs(framework).first()?;
    let id = &framework.node(step_off).id;
    let status = framework.node(step_off).step_off_to()?;
    let is_declined = own.applications.iter().any(|one| one.step_off == *id);
    (!is_declined && !is_applied_for(case, step_off)).then(|| {
        let status = framework.node(status);
        let again = own.awards.iter().any(|award| award.status == status.id);
        let label = format!("Apply {}for {}", if again { "again " } else { "" }, status.title);
        view! { <p><a class="button" href=paths::APPLY.to((case.id, id.to_owned()))>{label}</a></p> }.into_any()
    })
}

fn results(case: &Case, stage: NodeIx) -> Option<String> {
    let key = case.standing.key(stage, Key::Results);
    let parts = case.standing.parts(&case.framework, stage, Key::Results);
    (!is_absent(&key)).then(|| match (key.turned, needs(&parts)) {
        (true, _) => String::from("the results key is turned"),
        (false, None) => String::from("the results key is not turned yet"),
        (false, Some(needs)) => format!("the results key needs {needs}"),
    })
}

fn employer(case: &Case, stage: NodeIx) -> Option<String> {
    let key = case.standing.key(stage, Key::Employer);
    let parts = case.standing.parts(&case.framework, stage, Key::Employer);
    (!is_absent(&key)).then(|| match (key.turned, needs(&parts)) {
        (true, _) => String::from("the employer’s key is turned"),
        (false, _) if same_person_on_both_keys(&key) => String::from(
            "the employer’s key waits for another person: one person signed on both sides, so \
             someone else has to sign on one of them",
        ),
        (false, Some(needs)) if case.sees_claims => format!("the employer’s key needs {needs}"),
        (false, _) => String::from("the employer’s key is not turned yet"),
    })
}

/// "1 more outcome and the verification".
fn needs(parts: &[Counted]) -> Option<String> {
    let missing: Vec<String> = parts.iter().filter_map(Counted::missing).collect();
    (!missing.is_empty()).then(|| list(&missing))
}
