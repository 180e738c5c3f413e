//! Applying for the status of a step-off point.

use super::words::{decided_tag, with_letters};
use crate::design::back::BackLink;
use crate::design::field::{Button, Buttons, Hidden};
use crate::design::heading::{Heading, Section};
use crate::design::reason::Reasons;
use crate::design::summary_list::{SummaryList, SummaryRow};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::awards::actions::Apply;
use crate::features::awards::store::{self, Application, Award};
use crate::features::enrolments::store::{Case, case_for};
use crate::features::frameworks::map::{reason_items, tone, word};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::actions;
use domain::framework::NodeIx;
use domain::ids::EnrolmentId;
use domain::standing::State;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What the status is, why it may be applied for or not, and the button when it may.
#[component]
pub fn ApplyPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = case_for(&cx, &id, actions::ApplyForStatus).await?;
        let step_off_id = params.path("step_off");
        let (step_off, status) = case.framework.step_off(&step_off_id).ok_or(AppError::NotFound)?;
        let applications: Vec<Application> = store::applications_of(cx.app.db.read(), &id)
            .await?
            .into_iter()
            .filter(|application| application.step_off == step_off_id)
            .collect();
        let status_id = &case.framework.node(status).id;
        let held = store::awards_of(cx.app.db.read(), &id)
            .await?
            .into_iter()
            .find(|award| award.status == *status_id);
        let called = case.framework.status_title(status, cx.today);
        let open = applications.iter().find(|application| application.decided.is_none());
        let next = next_step(&case, step_off, open, held.as_ref());
        let href = |node: &str| paths::node(&case.id, node);
        let reasons = reason_items(case.standing.reasons(&case.framework, step_off), &href);
        let state = case.standing.state(step_off);
        let facts = summary(&case, status, with_letters(&called.title, called.letters.as_deref()));
        let earlier = earlier(&applications);
        let why = match state {
            State::Available => "Why it is open to you",
            state if state.counts() => "What it rests on",
            _ => "Why it is not open to you yet",
        };
        let withdrawn = held.as_ref().and_then(withdrawn);
        Ok(Page::new(
            called.title.clone(),
            view! {
                <BackLink href=paths::enrolment(&id) label="Where you are"/>
                <Heading title=called.title eyebrow=format!("{} · Step-off point", case.framework.short_title())/>
                <SummaryList rows=facts/>
                {withdrawn}
                {next}
                <Section id="why" title=why>
                    <p><Tag tone=tone(state) label=word(state)/></p>
                    <Reasons items=reasons/>
                </Section>
                {earlier}
            },
        )
        .reading())
    })
}

fn summary(case: &Case, status: NodeIx, called: String) -> Vec<SummaryRow> {
    let node = case.framework.node(status);
    let details = node.as_status();
    let mut rows = vec![SummaryRow {
        key: String::from("Status"),
        value: called.into_any(),
        action: None,
    }];
    let mut add = |key: &str, value: AnyView| {
        rows.push(SummaryRow {
            key: key.to_owned(),
            value,
            action: None,
        })
    };
    add("Conferred by", case.framework.body().to_owned().into_any());
    if let Some(rights) = details.map(|status| &status.rights).filter(|rights| !rights.is_empty()) {
        let rights = rights
            .iter()
            .map(|right| view! { <li>{right.clone()}</li> })
            .collect_view();
        add("Rights", view! { <ul>{rights}</ul> }.into_any());
    }
    if let Some(lasts) = details.and_then(|status| status.expires) {
        add("Lasts", lasts.to_string().into_any());
    }
    if let Some(note) = &node.unpublished {
        add("Unpublished", note.clone().into_any());
    }
    rows
}

/// What can be done here: look at the open application, at the status held, or apply.
fn next_step(case: &Case, step_off: NodeIx, open: Option<&Application>, award: Option<&Award>) -> AnyView {
    let state = case.standing.state(step_off);
    if let Some(open) = open {
        let text = format!(
            "You applied on {}. The registrar decides.",
            words::date(open.applied_on)
        );
        return view! { <p>{text}" "<a href=paths::application(&open.id)>"See your application"</a></p> }.into_any();
    }
    match (state, award) {
        (State::Met, Some(award)) => {
            let text = format!("You have held this status since {}.", words::date(award.conferred_on));
            view! { <p>{text}" "<a href=paths::check(&award.code)>"See its public page"</a></p> }.into_any()
        }
        (State::Available, _) => {
            let (enrolment, step_off) = (case.id.to_string(), case.framework.node(step_off).id.clone());
            view! {
                <p>"Everything for it is there. The registrar looks at your standing again before conferring it. You can go on with the next stage meanwhile."</p>
                <form method="post" action=Apply::PATH>
                    <Hidden name="enrolment" value=enrolment/>
                    <Hidden name="step_off" value=step_off/>
                    <Buttons><Button label="Apply for this status"/></Buttons>
                </form>
            }
            .into_any()
        }
        _ => view! { <p>"You can’t apply for this status yet. What is missing stands below."</p> }.into_any(),
    }
}

/// The status was held and withdrawn: the holder is told why, and what that means.
fn withdrawn(award: &Award) -> Option<AnyView> {
    let withdrawal = award.withdrawal.as_ref()?;
    let label = format!("Withdrawn on {}", words::date(withdrawal.on));
    let reason = format!(
        "You held this status from {}. Reason: {}",
        words::date(award.conferred_on),
        withdrawal.reason
    );
    let letters = award
        .letters
        .as_ref()
        .map_or_else(String::new, |letters| format!(" or the letters {letters}"));
    let means = format!(
        "Since that day you do not hold it, and you may not use its title{letters}. The public page says that it was withdrawn, and \
         not why. What you passed and showed at work stays on your record and counts."
    );
    Some(view! { <p><Tag tone=Tone::Late label=label/>" "{reason}</p><p>{means}</p> }.into_any())
}

/// Earlier applications for the same status, with what became of them.
fn earlier(applications: &[Application]) -> Option<AnyView> {
    let rows: Vec<Vec<AnyView>> = applications
        .iter()
        .filter_map(|application| application.decided.as_ref().map(|decided| (application, decided)))
        .map(|(application, decided)| {
            let applied = words::date(application.applied_on);
            vec![
                view! { <a href=paths::application(&application.id)>{format!("Application of {applied}")}</a> }
                    .into_any(),
                view! { {decided_tag(decided)}" "{words::date(decided.on)} }.into_any(),
                decided.reason.clone().into_any(),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| {
        let head = ["Application", "Decision", "Reason"].map(String::from).to_vec();
        view! {
            <Section id="earlier" title="Earlier applications">
                <DataTable caption="Earlier applications" caption_hidden=true head=head rows=rows/>
            </Section>
        }
        .into_any()
    })
}
