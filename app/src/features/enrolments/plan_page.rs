//! The shortest way to a status, as somebody stands or as they suppose to stand.

use super::{plan_target, what_if};
use crate::design::empty::Empty;
use crate::design::next::{NextItem, NextSteps};
use crate::features::awards::store::{LostBasis, lost_of};
use crate::features::exemptions::asked_for;
use crate::features::exemptions::store::{Awaited, awaited};
use crate::features::frameworks::map::{called, called_by_id};
use crate::features::record::store::{self, Case};
use crate::features::record::waiting;
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use crate::web::forms::Kept;
use domain::experience::{asks_for, kind_of_id};
use domain::framework::{KindIx, NodeIx};
use domain::plan::{NoPlan, Plan, Step, What, WhatIf, Who, plan};
use domain::standing::State;
use domain::text::list;

/// The steps from here to a status, which the query names, with what is supposed for it.
///
/// Where it names no node, it is asked for.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or whoever asks may not know of it.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, permit) = store::case_for(&cx, id, actions::ViewStanding).await?;
    let own = permit.by() == case.trainee;
    let to = cx.query("to");
    let Some(target) = case.framework.find(&to) else { return Ok(plan_target::page(&cx, case, &to)) };
    let (what_if, unknown) = what_if::of_query(&cx, &case);
    if !unknown.is_empty() {
        Kept::refused_query(&cx, unknown.clone());
    }
    let awaited = awaited(cx.app.db.read(), &case).await?;
    let title = format!("The way to {}", case.framework.node(target).title);
    let today = case.today();
    let as_it_is = plan(&case.framework, &case.facts, target, today);
    let (supposed, as_it_is) = if what_if.is_empty() {
        (as_it_is, None)
    } else {
        let facts = what_if.beside(&case.framework, &case.facts, today);
        let facts = facts.map_err(|unknown| AppError::internal(&format!("{unknown:?}")))?;
        (plan(&case.framework, &facts, target, today), Some(as_it_is))
    };
    // Why a status may be withdrawn is between its holder and the registrar.
    let reads_lost = own || domain::access::permit(cx.actor()?, actions::WithdrawAward, permit.subject()).is_ok();
    let held = case.framework.node(target).as_status().is_some() && case.standing.state(target) == State::Held;
    let lost = if held && reads_lost { lost_of(cx.app.db.read(), case.id, today).await? } else { Vec::new() };
    let lost = lost.into_iter().find(|one| one.status == case.framework.node(target).id);
    let draw = {
        let title = title.clone();
        move || {
            let supposes = (&what_if, &unknown);
            draw(&case, (target, supposes, lost.as_ref()), (title, own, &awaited), (supposed, as_it_is))
        }
    };
    Ok(Page::new(title, draw).reading())
}

type Way = Result<Plan, NoPlan>;

fn draw(
    case: &Case,
    (target, (what_if, unknown), lost): (NodeIx, (&WhatIf, &Invalid), Option<&LostBasis>),
    (title, own, awaited): (String, bool, &[Awaited]),
    (way, as_it_is): (Way, Option<Way>),
) -> AnyView {
    let compared = as_it_is.map(|as_it_is| what_if::compared((case, own), (target, what_if), (&way, &as_it_is)));
    let body = match way {
        Ok(plan) if plan.steps.is_empty() => {
            // What is only supposed to be so has no last day yet.
            let until = case.standing.until(target).filter(|_| case.standing.state(target).counts());
            let until = until.map(|until| format!(" It counts until {}.", words::last_day(until))).unwrap_or_default();
            let who = if own { "You" } else { "They" };
            match lost {
                Some(lost) => {
                    let text = format!("{who} hold it, and it has lost its basis.{until} Missing:");
                    view! { <p>{text}</p>{missing(case, lost)} }.into_any()
                }
                None => view! { <p>{format!("{who} are there already.{until}")}</p> }.into_any(),
            }
        }
        Ok(plan) => {
            // Where each step is shown, from 1: a provider is not told what is still to be found at work.
            let mut shown = 0;
            let numbers: Vec<Option<usize>> = plan
                .steps
                .iter()
                .map(|step| {
                    case.shows(step.node).then(|| {
                        shown += 1;
                        shown
                    })
                })
                .collect();
            let steps = words::count(shown, "step", "steps");
            let summary = match (plan.provided.is_empty(), case.sees_claims) {
                (true, _) => format!("{steps}, in an order that works."),
                (false, true) => format!("{steps}. Whether they lead there depends on what stands below them."),
                (false, false) => format!("{steps}. Whether they lead there depends on more than these."),
            };
            let left_out = (shown < numbers.len()).then(|| {
                    view! { <p>"Only the trainee, the employer and the body see what is still to be shown at work. It is left out here."</p> }
                });
            // Who signed, and how long, is of what was found at work.
            let provided = plan.provided.iter().filter(|_| case.sees_claims);
            let provided: Vec<_> =
                provided.map(|on| view! { <p>{format!("It depends on this too: {on}.")}</p> }).collect();
            let granted = if_granted(case, target, (&plan.steps, awaited));
            let kinds: Vec<KindIx> = plan.steps.iter().filter_map(|step| gathers_now(case, &step.what)).collect();
            let steps = plan.steps.into_iter().filter(|step| case.shows(step.node));
            let items = steps
                .map(|step| {
                    let needs = step.needs.iter().filter_map(|i| numbers[*i]).collect();
                    let node = &case.framework.node(step.node).id;
                    let waits = lies_with(case, &step, &kinds).map(|one| waiting::since(case, one));
                    let asked = exemptions_asked(case, &step, (own, awaited));
                    let within = step.within.map(|within| format!("{within}.")).unwrap_or_default();
                    let others = one_of(case, &step.instead);
                    let text = [after(needs), within, waits.unwrap_or_default(), asked, others];
                    NextItem {
                        href: paths::node(case.id, node),
                        title: step.sentence,
                        text: text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
                        who: Some(who(step.who, own).to_owned()),
                    }
                })
                .collect();
            view! { <p>{summary}</p>{left_out}{granted}<NextSteps items=items/>{provided} }.into_any()
        }
        Err(none) => {
            let text = none.because.into_iter().map(|why| format!("{why}.")).collect::<Vec<_>>().join(" ");
            view! { <Empty title="No way is known" text=text/> }.into_any()
        }
    };
    let what_if = what_if::form(case, target, (what_if, unknown));
    view! {
        <BackLink href=paths::ENROLMENT.to(case.id) label="Where you are"/>
        <Heading title=title eyebrow=case.framework.short_title().to_owned()/>
        {compared}
        {what_if.is_some().then(|| view! { <p><a href="#what-if">"What if I chose, passed or had something else?"</a></p> })}
        {body}
        {what_if}
        {other_targets(case, target)}
        {own.then(|| view! { <p><a href=paths::EXEMPTIONS.to(case.id)>"Already have a qualification? It may take steps away"</a></p> })}
    }
    .into_any()
}

/// What a status that is held has lost.
fn missing(case: &Case, lost: &LostBasis) -> AnyView {
    let items = lost.missing().into_iter().map(|id| {
        let called = called_by_id(&case.framework, &id);
        view! { <li><a href=paths::node(case.id, &id)>{called}</a></li> }
    });
    view! { <ul>{items.collect_view()}</ul> }.into_any()
}

/// The ways to the other statuses that are not held.
fn other_targets(case: &Case, target: NodeIx) -> Option<AnyView> {
    let others = case
        .framework
        .in_file_order()
        .filter(|(ix, node)| *ix != target && node.as_status().is_some() && case.standing.state(*ix) != State::Held);
    let items: Vec<_> = others
        .map(|(_, node)| view! { <li><a href=paths::plan(case.id, &node.id)>{node.title.clone()}</a></li> })
        .collect();
    (!items.is_empty())
        .then(|| view! { <Section id="others" title="The way to another status"><ul>{items}</ul></Section> }.into_any())
}

/// That an exemption from what a step asks for, or from another one that will do as well, waits for a decision.
fn exemptions_asked(case: &Case, step: &Step, (own, awaited): (bool, &[Awaited])) -> String {
    if !matches!(step.what, What::Pass | What::Complete) {
        return String::new();
    }
    let who = (!own).then_some(case.name.as_str());
    let said = of_step(step).filter_map(|ix| {
        let one = awaited.iter().find(|one| one.is_of(ix))?;
        let from = if ix == step.node { String::from("it") } else { called(&case.framework, ix) };
        Some(asked_for(one, who, &from))
    });
    said.collect::<Vec<_>>().join(" ")
}

/// For each request that waits and asks for an exemption from a step, or from what will do as well: the way as it would be if all that it
/// asks for were granted.
fn if_granted(case: &Case, target: NodeIx, (steps, awaited): (&[Step], &[Awaited])) -> AnyView {
    let of_a_step = |one: &&Awaited| steps.iter().any(|step| of_step(step).any(|ix| one.is_of(ix)));
    let asked = awaited.iter().filter(of_a_step).map(|one| {
        let all: Vec<NodeIx> = one.elements().collect();
        let names: Vec<String> = all.iter().map(|ix| called(&case.framework, *ix)).collect();
        let said = format!("An exemption from {} waits for a decision. ", list(&names));
        let href = what_if::if_exempt(case, target, &all);
        view! { <p>{said}<a href=href>"See the way if it is granted"</a></p> }
    });
    asked.collect_view().into_any()
}

/// What a step asks for, and what will do as well.
fn of_step(step: &Step) -> impl Iterator<Item = NodeIx> {
    std::iter::once(step.node).chain(step.instead.iter().copied())
}

/// What of a step lies with somebody else. `kinds` are those of which work counts for a step.
fn lies_with<'a>(case: &'a Case, step: &Step, kinds: &[KindIx]) -> Option<&'a Waiting> {
    let framework = &case.framework;
    let names = |node: &str| framework.find(node) == Some(step.node);
    case.waiting.iter().find(|waiting| match (&step.what, waiting) {
        (What::GatherMinutes { .. } | What::GatherDays { .. }, Waiting::Experience { experience_kind, .. }) => {
            let own = kind_of_id(framework, experience_kind);
            let wider = own.and_then(|own| framework.experience_kind(own).counts_as);
            let counts = own.filter(|own| kinds.contains(own)).or(wider);
            counts.is_some() && counts == gathers_now(case, &step.what)
        }
        (What::ConfirmAgain, Waiting::Experience { experience_kind, .. }) => {
            asks_for(framework, step.node, experience_kind)
        }
        (What::Pass | What::Complete, Waiting::Result { node, .. })
        | (What::Claim { .. }, Waiting::Claim { node, .. })
        | (What::AskToVerify, Waiting::Verification { node, .. }) => names(node),
        (What::Apply, Waiting::Application { node, .. }) => {
            framework.step_off(node).is_some_and(|(ix, _)| framework.node(ix).step_off_to() == Some(step.node))
        }
        _ => false,
    })
}

/// The kind of work that a step gathers, where work of today counts for it: what is done before a status is held counts for nothing
/// that is done while it is.
fn gathers_now(case: &Case, what: &What) -> Option<KindIx> {
    match what {
        What::GatherMinutes { kind, while_holding, .. } | What::GatherDays { kind, while_holding, .. } => {
            while_holding.is_none_or(|status| case.standing.state(status) == State::Held).then_some(*kind)
        }
        _ => None,
    }
}

/// "Another one will do as well: B; or C."; nothing where nothing else will. Titles have "and" in them.
fn one_of(case: &Case, others: &[NodeIx]) -> String {
    let titles: Vec<String> =
        others.iter().filter(|ix| case.shows(**ix)).map(|ix| case.framework.node(*ix).title.clone()).collect();
    if titles.is_empty() { String::new() } else { format!("Another one will do as well: {}.", titles.join("; or ")) }
}

/// "After steps 1 to 3 and 5."; nothing for a step that needs none of the others.
fn after(mut needs: Vec<usize>) -> String {
    needs.sort_unstable();
    let runs: Vec<String> = needs
        .chunk_by(|one, next| one + 1 == *next)
        .flat_map(|run| match run {
            [first, .., last] if run.len() > 2 => vec![format!("{first} to {last}")],
            few => few.iter().map(ToString::to_string).collect(),
        })
        .collect();
    let steps = if needs.len() == 1 { "step" } else { "steps" };
    if runs.is_empty() { String::new() } else { format!("After {steps} {}.", list(&runs)) }
}

fn who(who: Who, own: bool) -> &'static str {
    match who {
        Who::Trainee if own => "You",
        Who::Trainee => "Trainee",
        Who::Provider => "Training provider",
        Who::Employer => "Employer",
        Who::Body => "Professional body",
    }
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn three_steps_in_a_row_are_told_as_a_run() {
        for (needs, told) in [
            (vec![], ""),
            (vec![1], "After step 1."),
            (vec![1, 2], "After steps 1 and 2."),
            (vec![3, 1, 2], "After steps 1 to 3."),
            (vec![1, 2, 3, 5], "After steps 1 to 3 and 5."),
            (vec![1, 3, 5], "After steps 1, 3 and 5."),
        ] {
            assert_eq!(after(needs), told);
        }
    }
}
