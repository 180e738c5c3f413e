//! The draft of a claim, and deleting it.

use super::outcome_in_words;
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, ButtonTone, Buttons, Hidden, TextArea, TextField};
use crate::design::heading::Heading;
use crate::design::question::Question;
use crate::error::AppError;
use crate::features::sign_off::actions::{DeleteClaim, SaveDraft, own_claim};
use crate::features::sign_off::islands::AutosaveDraft;
use crate::features::sign_off::request::{decision_view, meaning_view};
use crate::features::sign_off::store::requests;
use crate::features::sign_off::store::{Claim, ClaimState};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What was done, and when.
#[component]
pub fn DraftPage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if !claim.state.is_editable() {
            return Ok(Page::elsewhere(paths::claim(claim.id)));
        }
        let (title, meaning) = outcome_in_words(&cx, &claim).await?;
        let form = cx.returned(&format!("draft {}", claim.id)).await?;
        let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let (narrative, from, until) = (
            form.value("narrative", &claim.narrative),
            form.value("happened_from", &date(claim.happened_from)),
            form.value("happened_until", &date(claim.happened_until)),
        );
        let answer = answer_to(&cx, &claim).await?;
        let meaning = meaning.map(meaning_view);
        let draft = view! {
            <form method="post" action=SaveDraft::PATH id="draft" novalidate>
                <Hidden name="claim" value=claim.id.to_string()/>
                <Hidden name="revision" value=claim.revision.to_string()/>
                <TextArea name="narrative" label="What you did, and how it shows the outcome" hint="Say what was yours: what you found, decided, wrote, said. No names of clients or other people." rows=10 value=narrative error=form.error("narrative")/>
                <TextField name="happened_from" label="First day of the work" kind="date" value=from error=form.error("happened_from")/>
                <TextField name="happened_until" label="Last day of the work" kind="date" hint="The same day, if it was one." value=until error=form.error("happened_until")/>
                <Buttons>
                    <Button label="Save and go on to evidence" name="then" value="evidence"/>
                    <Button label="Save and leave" tone=ButtonTone::Quiet name="then" value="leave"/>
                </Buttons>
            </form>
        };
        Ok(Page::new(
            format!("What you did: {title}"),
            view! {
                <BackLink href=paths::claim(claim.id) label="This claim"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="What did you do?" eyebrow=format!("Step 1 of 3 · {title}")/>
                {meaning}
                {answer}
                <AutosaveDraft>{draft}</AutosaveDraft>
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// What the supervisor last said, above the draft that answers it.
async fn answer_to(cx: &RequestCx, claim: &Claim) -> Result<Option<AnyView>, AppError> {
    let ClaimState::Decided(_) = claim.state else {
        return Ok(None);
    };
    let requests = requests::requests_of(cx.app.db.read(), claim.id).await?;
    Ok(requests.first().and_then(decision_view))
}

/// The question before a draft is deleted.
#[component]
pub fn DeleteClaimPage() -> impl IntoView {
    page(|cx, params| async move {
        let (claim, _) = own_claim(&cx, &params.path("claim")).await?;
        if claim.request.is_some() {
            return Ok(Page::elsewhere(paths::claim(claim.id)));
        }
        let (title, _) = outcome_in_words(&cx, &claim).await?;
        Ok(Page::new(
            "Delete this draft?",
            view! {
                <Question
                    title="Delete this draft?"
                    eyebrow=title
                    lede="Its text and evidence are gone for good. It was never sent, so nobody else has seen it."
                    back=paths::claim(claim.id)
                    back_label="This claim"
                    action=DeleteClaim::PATH
                    fields=vec![("claim", claim.id.to_string())]
                    yes="Delete the draft"
                />
            },
        )
        .reading())
    })
}
