//! What those who work with a trainee are told: what they can do, what they wait for, and the way back to their list.

use super::next::claiming::how_many;
use super::own::LeftClaims;
use super::results;
use super::stair::same_person_on_both_keys;
use super::viewer::Viewer;
use crate::design::next::NextItem;
use crate::design::tag::Mark;
use crate::features::exemptions::store::Awaited;
use crate::features::frameworks::map::called;
use crate::features::record::store::Case;
use crate::features::record::waiting::{href, title, with_whom};
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::framework::{ElementKind, NodeIx, NodeKind};
use domain::standing::{Key, State};

/// The heading of what is missing, and what there is instead when nothing is.
pub(super) fn heading(viewer: Viewer) -> (&'static str, &'static str) {
    match viewer {
        Viewer::Trainee => ("Do next", "Nothing is left to do here."),
        Viewer::Employer => ("What is missing at work", "Nothing is missing at work."),
        Viewer::Provider => ("Results that are missing", "No result of this stage is missing."),
        Viewer::Body => ("What is missing", "Nothing is missing here."),
    }
}

/// The list that this reader came from.
pub(super) fn way_back(viewer: Viewer) -> Option<AnyView> {
    let (href, label) = match viewer {
        Viewer::Trainee => return None,
        Viewer::Employer => (paths::TRAINEES.path, "Trainees"),
        Viewer::Provider => (paths::CANDIDATES.path, "Candidates"),
        Viewer::Body => (paths::ENROLMENTS.path, "Enrolments"),
    };
    Some(view! { <BackLink href=href label=label/> }.into_any())
}

/// How the results that are missing come about, said once for all of them.
pub(super) fn how_results_come(case: &Case, viewer: Viewer) -> Option<AnyView> {
    let stage = case.standing.current_stage(&case.framework)?;
    let asked = matches!(viewer, Viewer::Provider | Viewer::Body);
    if !asked || results::missing(case, stage).is_empty() {
        return None;
    }
    Some(match viewer {
        Viewer::Provider => view! {
            <p>"A result counts once an officer has recorded it at a sitting and a second one has confirmed it. "<a href=paths::SITTINGS.path>"See the sittings"</a></p>
        }
        .into_any(),
        _ => view! { <p>"The training provider records the results and confirms them."</p> }.into_any(),
    })
}

/// Said to the body of a trainee for whom no employer is on record.
pub(super) fn without_employer(case: &Case) -> AnyView {
    let text =
        format!("No employer is on record for {}: nobody can decide their claims or verify a stage. ", case.name);
    let href = paths::EMPLOYERS_AND_PROVIDERS.to(case.id);
    view! {
        <div class="notice t-now"><Mark tone=Tone::Now/><p>{text}<a href=href>"Add an employer"</a></p></div>
    }
    .into_any()
}

/// What is missing, as far as this reader can do something about it or waits for it. `left` are claims that lie
/// with nobody.
pub(super) fn items(case: &Case, viewer: Viewer, (awaited, left): (&[Awaited], Option<&LeftClaims>)) -> Vec<NextItem> {
    let mut items = Vec::new();
    let stage = case.standing.current_stage(&case.framework);
    if matches!(viewer, Viewer::Provider | Viewer::Body)
        && let Some(stage) = stage
    {
        items.extend(missing_results(case, viewer, awaited, stage));
    }
    if matches!(viewer, Viewer::Employer | Viewer::Body) {
        items.extend(with_the_employer(case, viewer, left));
        if let Some(stage) = stage {
            items.extend(at_work(case, stage));
        }
    }
    if viewer == Viewer::Body {
        items.extend(to_apply_for(case));
    }
    items
}

fn item(href: String, title: String, text: String) -> NextItem {
    NextItem { href, title, text, who: None }
}

fn missing_results(case: &Case, viewer: Viewer, awaited: &[Awaited], stage: NodeIx) -> Vec<NextItem> {
    let missing = results::missing(case, stage).into_iter();
    missing
        .map(|one| {
            let text = match (one.is_provisional, viewer, one.declined_on) {
                (true, Viewer::Provider, _) => {
                    String::from("A result is recorded and provisional. A second officer confirms it.")
                }
                (true, _, _) => {
                    String::from("A result is recorded and provisional. The training provider confirms it.")
                }
                (false, _, Some(day)) => format!("{}.", results::declined(day)),
                (false, _, None) => String::new(),
            };
            let href = paths::node(case.id, &case.framework.node(one.node).id);
            let asked = results::asked(case, (one.node, &one.options), awaited, Some(&case.name));
            let text = [asked.as_deref().unwrap_or_default(), text.as_str()];
            item(href, one.title, text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
        })
        .collect()
}

/// Requests that lie with the employer.
fn with_the_employer(case: &Case, viewer: Viewer, left: Option<&LeftClaims>) -> Vec<NextItem> {
    let asked = case.waiting.iter().filter_map(|waiting| {
        let called = title(case, waiting);
        let title = match waiting {
            Waiting::Claim { .. } => format!("Decide the claim of {called}"),
            Waiting::Verification { .. } => called,
            Waiting::Experience { .. } => format!("Confirm work: {called}"),
            Waiting::Application { .. }
            | Waiting::PriorLearning { .. }
            | Waiting::Result { .. }
            | Waiting::Declined { .. } => return None,
        };
        let (with, since) = (with_whom(case, waiting), words::date(waiting.since()));
        let nobody = left.filter(|left| left.has(waiting)).map(|left| &left.names);
        let (href, text) = match (viewer, nobody) {
            (_, Some(names)) => {
                let name = &case.name;
                let now = format!("Nobody supervises {name} now: {names} can name a supervisor.");
                (paths::SUPERVISION.to(case.id), format!("{name} asked {with} on {since}. {now}"))
            }
            (Viewer::Employer, None) => {
                (paths::QUEUE.path.to_owned(), format!("{} asked {with} on {since}. It is in the queue.", case.name))
            }
            _ => (href(case, waiting), format!("It has been with {with} since {since}.")),
        };
        Some(item(href, title, text))
    });
    asked.collect()
}

/// What the trainee has still to claim, and to ask the employer for.
fn at_work(case: &Case, stage: NodeIx) -> Vec<NextItem> {
    let (framework, name) = (&case.framework, &case.name);
    let href = |ix: NodeIx| paths::node(case.id, &framework.node(ix).id);
    let waits = |ix: NodeIx| case.waits(&framework.node(ix).id);
    let title = &framework.node(stage).title;
    let mut items = Vec::new();
    if same_person_on_both_keys(&case.standing.key(stage, Key::Employer)) {
        items.push(item(
            href(stage),
            format!("Someone else has to turn one of the two keys of {title}"),
            format!(
                "The same person signed for both keys, and different people must turn them. {name} can ask someone else."
            ),
        ));
    }
    for ix in case.standing.missing(framework, stage) {
        match framework.node(ix).kind {
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) => {
                let mut open = framework.outcomes_beneath(ix);
                open.retain(|outcome| !case.standing.state(*outcome).counts() && !waits(*outcome));
                let text = format!("A supervisor decides what {name} claims.");
                match open[..] {
                    [] => {}
                    [only] => items.push(item(href(only), called(framework, only), text)),
                    _ => items.push(item(
                        href(ix),
                        format!("{} outcomes of {title} to be shown", how_many(case, ix, open.len())),
                        text,
                    )),
                }
            }
            NodeKind::Element(ElementKind::Experience) => {
                let text = format!("{name} records the work, and the employer confirms it.");
                items.push(item(href(ix), called(framework, ix), text));
            }
            NodeKind::Element(ElementKind::Verification) if !waits(ix) => {
                let text = if case.standing.state(ix) == State::Available {
                    format!("{name} can ask for it now.")
                } else {
                    format!("{name} can ask for it once every outcome is met.")
                };
                items.push(item(href(ix), called(framework, ix), text));
            }
            _ => {}
        }
    }
    items
}

fn to_apply_for(case: &Case) -> Vec<NextItem> {
    let framework = &case.framework;
    let open = case.standing.open_step_offs(framework).into_iter();
    open.filter(|ix| !case.waits(&framework.node(*ix).id))
        .filter_map(|ix| {
            let status = &framework.node(framework.node(ix).step_off_to()?).title;
            let text = format!("{} meets every requirement for the status {status} and can apply for it.", case.name);
            Some(item(paths::node(case.id, &framework.node(ix).id), format!("The status {status}"), text))
        })
        .collect()
}
