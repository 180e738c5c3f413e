//! The last look before a claim is sent.

use crate::design::attest::Attest;
use crate::design::back::BackLink;
use crate::design::card::Card;
use crate::design::empty::Empty;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Checkboxes, Choice, Hidden, Radios};
use crate::design::heading::Heading;
use crate::design::summary_list::{SummaryList, SummaryRow};
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::frameworks::map::called;
use crate::features::sign_off::actions::{SendClaim, max_age, own_claim};
use crate::features::sign_off::request::evidence_view;
use crate::features::sign_off::shown::{ShownEvidence, draft_digest};
use crate::features::sign_off::store::{self, Askable, Claim, Evidence};
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::actions;
use domain::ids::ClaimId;
use domain::invalid::Invalid;
use domain::sign_off::{claim_statement, sendable};
use domain::standing::ClaimOutcome;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The last look: what the supervisor will see, the declaration, whom to ask; or what is missing.
#[component]
pub fn SendClaimPage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(claim.id)));
        }
        let db = cx.app.db.read();
        let (case, _) = enrolments::case_for(&cx, claim.enrolment, actions::WriteClaim).await?;
        let outcome = case.framework.find(&claim.outcome).ok_or(AppError::NotFound)?;
        let title = called(&case.framework, outcome);
        let evidence = store::evidence(db, claim.id).await?;
        let askable = store::askable(db, claim.enrolment, cx.today).await?;
        let form = cx.returned(&format!("send {}", claim.id)).await?;
        // The declaration is asked for below, once the rest is there.
        let missing = sendable(&claim.draft(evidence.len(), true), max_age(&case, outcome), cx.today).err();
        let read = draft_digest(&claim, &evidence);
        let statement = claim_statement(&case.name, ClaimOutcome::Met);
        let ask = if let Some(missing) = &missing {
            missing_view(claim.id, missing)
        } else if askable.is_empty() {
            view! { <Empty title="Nobody supervises you yet" text="Ask your employer’s administrator to name who supervises you. Your draft is safe until then."/> }.into_any()
        } else {
            view! {
                <Attest title="What your supervisor’s signature will say" lines=statement.lines foot=statement.foot/>
                {send_form(claim.id, read, &askable, &form)}
            }
            .into_any()
        };
        let sent = view! { <SummaryList rows=rows(&claim, title.clone(), evidence)/> }.into_any();
        let (first, then) = if missing.is_some() { (ask, sent) } else { (sent, ask) };
        Ok(Page::new(
            format!("Check and send: {title}"),
            view! {
                <BackLink href=paths::claim_evidence(claim.id) label="Evidence"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="Check and send" eyebrow=format!("Step 3 of 3 · {title}") lede="Once it is sent it can’t be changed, only taken back while it is undecided."/>
                {first}
                {then}
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// What stands in the way of sending, each with the page on which it is mended.
fn missing_view(claim: ClaimId, missing: &Invalid) -> AnyView {
    let items = missing.0.iter().map(|one| {
        let href = if one.field == "evidence" {
            paths::claim_evidence(claim)
        } else {
            paths::edit_claim(claim)
        };
        view! { <li><a href=href>{one.message.clone()}</a></li> }
    });
    let items = items.collect_view();
    view! { <Card title="Not ready to be sent"><ul>{items}</ul></Card> }.into_any()
}

/// What is sent, as the supervisor will see it.
fn rows(claim: &Claim, title: String, evidence: Vec<Evidence>) -> Vec<SummaryRow> {
    let dates = match (claim.happened_from, claim.happened_until) {
        (Some(from), Some(until)) if from == until => words::date(from),
        (Some(from), Some(until)) => format!("{} to {}", words::date(from), words::date(until)),
        _ => String::from("Not complete yet"),
    };
    let narrative = if claim.narrative.is_empty() {
        String::from("Nothing yet")
    } else {
        claim.narrative.clone()
    };
    let pieces: Vec<ShownEvidence> = evidence.into_iter().map(Into::into).collect();
    let pieces = if pieces.is_empty() {
        view! { <span id="evidence">"None yet"</span> }.into_any()
    } else {
        let pieces = pieces.iter().map(|piece| evidence_view(piece, claim.id)).collect_view();
        view! { <ul class="files" id="evidence">{pieces}</ul> }.into_any()
    };
    let row = |key: &str, value: AnyView, change: Option<String>| SummaryRow {
        key: key.to_owned(),
        value,
        action: change.map(|href| (href, String::from("Change"))),
    };
    let edit = paths::edit_claim(claim.id);
    vec![
        row("Outcome", title.into_any(), None),
        row(
            "What you did",
            view! { <div class="prose" id="narrative">{narrative}</div> }.into_any(),
            Some(edit.clone()),
        ),
        row(
            "When",
            view! { <span id="happened_from">{dates}</span><span id="happened_until"></span> }.into_any(),
            Some(edit),
        ),
        row("Evidence", pieces, Some(paths::claim_evidence(claim.id))),
    ]
}

fn send_form(claim: ClaimId, read: String, askable: &[Askable], form: &Returned) -> AnyView {
    let ask = choices(askable);
    let chosen = form.value("supervisor", if ask.len() == 1 { &ask[0].value } else { "" });
    let redacted = if form.value("redacted", "") == "yes" {
        vec![String::from("yes")]
    } else {
        Vec::new()
    };
    let options = vec![Choice::new(
        "yes",
        "I have removed the names and details of clients and other people from the text and the evidence",
    )];
    view! {
        <form method="post" action=SendClaim::PATH novalidate>
            <Hidden name="claim" value=claim.to_string()/>
            <Hidden name="read" value=read/>
            <Checkboxes name="redacted" legend="Redaction" options=options values=redacted error=form.error("redacted")/>
            <Radios name="supervisor" legend="Who supervised this work?" hint="They see exactly what is above. If they are away, another of your supervisors can decide." options=ask value=chosen error=form.error("supervisor")/>
            <Buttons><Button label="Send the claim"/></Buttons>
        </form>
    }
    .into_any()
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
