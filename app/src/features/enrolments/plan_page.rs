//! The shortest way to a status.

use super::store;
use crate::design::back::BackLink;
use crate::design::empty::Empty;
use crate::design::heading::Heading;
use crate::design::next::{NextItem, NextSteps};
use crate::error::AppError;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::actions;
use domain::ids::EnrolmentId;
use domain::plan::{Who, plan};
use leptos::prelude::*;

/// The steps from here to a status.
#[component]
pub fn PlanPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, &id, actions::ViewStanding).await?;
        let target = case.framework.find(&params.query("to")).ok_or(AppError::NotFound)?;
        let title = format!("The way to {}", case.framework.node(target).title);
        let body = match plan(&case.framework, &case.facts, target, cx.today) {
            Ok(plan) if plan.steps.is_empty() => view! { <p>"You are there already."</p> }.into_any(),
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
                let lede = format!(
                    "{}, the fewest there are. Those that need an earlier one come after it.",
                    words::count(shown, "step", "steps")
                );
                let left_out = (shown < numbers.len()).then(|| {
                    view! { <p>"What is still to be shown at work is left out: it is between the trainee, the employer and the body."</p> }
                });
                let items = plan
                    .steps
                    .into_iter()
                    .filter(|step| case.shows(step.node))
                    .map(|step| (step.needs.iter().filter_map(|i| numbers[*i]).collect::<Vec<_>>(), step))
                    .map(|(needs, step)| NextItem {
                        href: paths::node(&id, &case.framework.node(step.node).id),
                        title: step.sentence,
                        text: if needs.is_empty() {
                            String::new()
                        } else {
                            let after: Vec<String> = needs.iter().map(ToString::to_string).collect();
                            format!(
                                "After {} {}.",
                                if after.len() == 1 { "step" } else { "steps" },
                                after.join(", ")
                            )
                        },
                        who: Some(who(step.who).to_owned()),
                    })
                    .collect();
                view! { <p>{lede}</p>{left_out}<NextSteps items=items/> }.into_any()
            }
            Err(none) => {
                let text = none
                    .because
                    .into_iter()
                    .map(|why| format!("{why}."))
                    .collect::<Vec<_>>()
                    .join(" ");
                view! { <Empty title="No way is known" text=text/> }.into_any()
            }
        };
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::enrolment(&id) label="Where you are"/>
                <Heading title=title eyebrow=case.framework.short_title().to_owned()/>
                {body}
            },
        )
        .reading())
    })
}

fn who(who: Who) -> &'static str {
    match who {
        Who::Trainee => "Trainee",
        Who::Provider => "Training provider",
        Who::Employer => "Employer",
        Who::Body => "Professional body",
    }
}
