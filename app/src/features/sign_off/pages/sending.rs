//! The last look before a claim is sent.

use super::outcome_title;
use crate::design::attest::Attest;
use crate::design::back::BackLink;
use crate::design::empty::Empty;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Checkboxes, Choice, Hidden, Radios};
use crate::design::heading::Heading;
use crate::features::enrolments::store::{self as enrolments};
use crate::features::sign_off::actions::{SendClaim, own_claim};
use crate::features::sign_off::shown::draft_digest;
use crate::features::sign_off::store::{self, Askable};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::actions;
use domain::sign_off::claim_statement;
use domain::standing::ClaimOutcome;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The last look: what the supervisor will see, the declaration, whom to ask.
#[component]
pub fn SendClaimPage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(&claim.id)));
        }
        let db = cx.app.db.read();
        let (case, _) = enrolments::case_for(&cx, &claim.enrolment, actions::WriteClaim).await?;
        let title = outcome_title(&cx, &claim).await?;
        let evidence = store::evidence(db, &claim.id).await?;
        let supervisors = store::askable(db, &claim.enrolment, cx.today).await?;
        let form = cx.returned(&format!("send {}", claim.id)).await?;
        let empty = |text: &str| {
            if text.is_empty() {
                String::from("Nothing yet")
            } else {
                text.to_owned()
            }
        };
        let dates = match (claim.happened_from, claim.happened_until) {
            (Some(from), Some(until)) if from == until => words::date(from),
            (Some(from), Some(until)) => format!("{} to {}", words::date(from), words::date(until)),
            _ => String::from("Not complete yet"),
        };
        let (edit, files) = (paths::edit_claim(&claim.id), paths::claim_evidence(&claim.id));
        let read = draft_digest(&claim, &evidence);
        let listed = evidence
            .into_iter()
            .map(|piece| view! { <li>{piece.title}</li> })
            .collect_view();
        let rows = vec![
            crate::design::summary_list::SummaryRow {
                key: String::from("Outcome"),
                value: title.clone().into_any(),
                action: None,
            },
            crate::design::summary_list::SummaryRow {
                key: String::from("What you did"),
                value: view! { <div class="prose" id="narrative">{empty(&claim.narrative)}</div> }.into_any(),
                action: Some((edit.clone(), String::from("Change"))),
            },
            crate::design::summary_list::SummaryRow {
                key: String::from("When"),
                value: view! { <span id="happened_from">{dates}</span><span id="happened_until"></span> }.into_any(),
                action: Some((edit, String::from("Change"))),
            },
            crate::design::summary_list::SummaryRow {
                key: String::from("Evidence"),
                value: view! { <ul class="plain" id="evidence">{listed}</ul> }.into_any(),
                action: Some((files.clone(), String::from("Change"))),
            },
        ];
        let ask = choices(&supervisors);
        let chosen = form.value("supervisor", if ask.len() == 1 { &ask[0].value } else { "" });
        let redacted = if form.value("redacted", "") == "yes" {
            vec![String::from("yes")]
        } else {
            Vec::new()
        };
        let body = if ask.is_empty() {
            view! {
                <Empty title="Nobody supervises you yet" text="Ask your employer’s administrator to name who supervises you. Your draft is safe until then."/>
            }
            .into_any()
        } else {
            let options = vec![Choice::new(
                "yes",
                "I have removed the names and details of clients and other people from the text and the evidence",
            )];
            view! {
                <form method="post" action=SendClaim::PATH novalidate>
                    <Hidden name="claim" value=claim.id.to_string()/>
                    <Hidden name="read" value=read/>
                    <Checkboxes name="redacted" legend="Redaction" options=options values=redacted error=form.error("redacted")/>
                    <Radios name="supervisor" legend="Who supervised this work?" hint="They see exactly what is above. If they are away, another of your supervisors can decide." options=ask value=chosen error=form.error("supervisor")/>
                    <Buttons><Button label="Send the claim"/></Buttons>
                </form>
            }
            .into_any()
        };
        let statement = claim_statement(&case.name, ClaimOutcome::Met);
        Ok(Page::new(
            format!("Check and send: {title}"),
            view! {
                <BackLink href=files label="Evidence"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="Check and send" eyebrow=format!("Step 3 of 3 · {title}") lede="Once it is sent it can’t be changed, only taken back while it is undecided."/>
                <crate::design::summary_list::SummaryList rows=rows/>
                <Attest title="What your supervisor’s signature will say" lines=statement.lines foot=statement.foot/>
                {body}
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// Whom one may ask; where there are several employers, at which.
fn choices(askable: &[Askable]) -> Vec<Choice> {
    let several = askable.iter().any(|one| one.employer != askable[0].employer);
    let label = |one: &Askable| {
        if several {
            format!("{}, {}", one.name, one.employer_name)
        } else {
            one.name.clone()
        }
    };
    askable.iter().map(|one| Choice::new(one.value(), label(one))).collect()
}
