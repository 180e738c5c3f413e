//! Sending a claim and taking it back.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::{max_age, own_claim, values};
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::frameworks::map::called;
use crate::features::journal::store::Stamp;
use crate::features::sign_off::shown::{Shown, draft_digest};
use crate::features::sign_off::store::{self, requests};
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::request::RequestCx;
use domain::access::actions;
use domain::invalid::Invalid;
use domain::sign_off::sendable;
use leptos::prelude::*;

/// Sends a claim to a supervisor: everything it needs is checked once more.
#[server(prefix = "/api", endpoint = "send-claim")]
pub async fn send_claim(
    #[server(default)] claim: String,
    #[server(default)] supervisor: String,
    #[server(default)] redacted: String,
    #[server(default)] read: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        if found.state == store::ClaimState::Sent {
            return Ok(Done::to(paths::claim(found.id)).warning("This claim has been sent already."));
        }
        let (case, _) = enrolments::case_for(cx, found.enrolment, actions::WriteClaim).await?;
        let outcome = case.framework.find(&found.outcome).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let evidence = store::evidence(db, found.id).await?;
        let possible = store::askable(db, found.enrolment, cx.today).await?;
        let chosen = possible.into_iter().find(|one| one.value() == supervisor);
        let draft = found.draft(evidence.len(), redacted == "yes");
        let (ready, mut errors) = match sendable(&draft, max_age(&case, outcome), cx.today) {
            Ok(ready) => (Some(ready), Invalid::default()),
            Err(errors) => (None, errors),
        };
        if draft_digest(&found, &evidence) != read {
            let text = "The claim has changed since you opened this page. Read it again before you send it";
            errors.add("narrative", text);
        }
        if chosen.is_none() {
            errors.add("supervisor", "Choose who supervised this work");
        }
        let (Some(ready), Some(to), true) = (ready, chosen, errors.is_empty()) else {
            return Err(Fault::SendBack {
                form: format!("send {}", found.id),
                page: paths::send_claim(found.id),
                values: values([("supervisor", &supervisor), ("redacted", &redacted)]),
                errors,
            });
        };
        let shown = Shown {
            framework: format!("{} {}", case.framework.slug(), case.framework.version()),
            outcome: found.outcome.clone(),
            outcome_title: called(&case.framework, outcome),
            meaning: case.framework.meaning(outcome).map(str::to_owned),
            unpublished: case.framework.unpublished(outcome).map(str::to_owned).collect(),
            trainee: case.name.clone(),
            narrative: found.narrative.clone(),
            happened_from: ready.happened_from,
            happened_until: ready.happened_until,
            redacted: true,
            evidence: evidence.into_iter().map(Into::into).collect(),
            sent_on: cx.today,
        };
        let tx = cx.app.db.begin().await?;
        match requests::send(&tx, &permit, &Stamp::of(cx), &found, &to, &shown).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::claim(found.id)).warning(why)),
            other => other?,
        };
        tx.commit().await?;
        Ok(Done::to(paths::claim(found.id)).saying(format!("Sent to {}. You see here what they decide.", to.name)))
    })
    .await
}

/// Takes a claim back while it is undecided.
#[server(prefix = "/api", endpoint = "take-back-claim")]
pub async fn take_back_claim(#[server(default)] claim: String) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let tx = cx.app.db.begin().await?;
        match requests::take_back(&tx, &permit, &Stamp::of(cx), found.id).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::claim(found.id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        Ok(
            Done::to(paths::claim(found.id))
                .saying("The claim is yours again: change it and send it when it is ready."),
        )
    })
    .await
}
