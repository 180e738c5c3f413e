//! Beginning, writing and deleting a claim.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::{delete_files, own_claim, values};
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::journal::store::{self as journal, Stamp};
use crate::features::sign_off::forms;
use crate::features::sign_off::store::{self};
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::request::RequestCx;
use domain::access::actions;
use domain::framework::{CompetencyLevel, NodeKind};
use domain::ids::{ClaimId, EnrolmentId};
use domain::invalid::Invalid;
use leptos::prelude::*;

/// Begins a claim of an outcome. The key makes a form posted twice begin one claim.
#[server(prefix = "/api", endpoint = "begin-claim")]
pub async fn begin_claim(
    #[server(default)] enrolment: String,
    #[server(default)] outcome: String,
    #[server(default)] form_key: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (case, permit) = enrolments::case_for(cx, id, actions::WriteClaim).await?;
        let outcome_ix = case.framework.find(&outcome).ok_or(AppError::NotFound)?;
        if !matches!(
            case.framework.node(outcome_ix).kind,
            NodeKind::Competency(CompetencyLevel::Outcome)
        ) {
            return Err(AppError::Malformed.into());
        }
        let stamp = Stamp::of(cx);
        let tx = cx.app.db.begin().await?;
        let claim = store::begin(&tx, &permit, &stamp, id, &outcome).await?;
        let draft = paths::edit_claim(claim);
        if let Some(first) = journal::submit_once(&tx, &stamp, &form_key, &draft).await? {
            return Ok(Done::to(first));
        }
        tx.commit().await?;
        Ok(Done::to(draft))
    })
    .await
}

/// Saves a draft and goes on to its evidence, or back to the list.
#[server(prefix = "/api", endpoint = "save-draft")]
pub async fn save_draft(
    #[server(default)] claim: String,
    #[server(default)] revision: String,
    #[server(default)] narrative: String,
    #[server(default)] happened_from: String,
    #[server(default)] happened_until: String,
    #[server(default)] then: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let back = |errors: Invalid| Fault::SendBack {
            form: format!("draft {}", found.id),
            page: paths::edit_claim(found.id),
            values: values([("narrative", &narrative), ("happened_from", &happened_from), ("happened_until", &happened_until)]),
            errors,
        };
        let written = forms::written(&narrative, &happened_from, &happened_until, cx.today).map_err(back)?;
        let tx = cx.app.db.begin().await?;
        let saved = store::save(&tx, &permit, &Stamp::of(cx), found.id, revision.parse().unwrap_or_default(), &written).await;
        match saved {
            Ok(_) => tx.commit().await?,
            Err(AppError::Conflict(why)) if found.state.is_editable() => {
                let text = format!("{why} What is stored now begins “{}”. Save again to put your text in its place, or reload the page to take the other", found.line().title);
                return Err(back(Invalid::one("narrative", text)));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(match then.as_str() {
            "evidence" => Done::to(paths::claim_evidence(found.id)),
            _ => Done::to(paths::CLAIMS).saying("The draft is saved."),
        })
    })
    .await
}

/// Deletes a draft that was never sent.
#[server(prefix = "/api", endpoint = "delete-claim")]
pub async fn delete_claim(#[server(default)] claim: String) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let deleted = Done::to(paths::CLAIMS).saying("The draft is deleted.");
        let (found, permit) = match own_claim(cx, &claim).await {
            // The same form, sent twice: what it asks for is done.
            Err(AppError::NotFound) if was_deleted(cx, &claim).await? => return Ok(deleted),
            other => other?,
        };
        let tx = cx.app.db.begin().await?;
        let files = match store::delete(&tx, &permit, &Stamp::of(cx), found.id).await {
            Err(AppError::NotFound) => {
                drop(tx);
                return if was_deleted(cx, &claim).await? {
                    Ok(deleted)
                } else {
                    Err(AppError::NotFound.into())
                };
            }
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::claim(found.id)).warning(why)),
            other => other?,
        };
        tx.commit().await?;
        delete_files(cx, files).await;
        Ok(deleted)
    })
    .await
}

async fn was_deleted(cx: &RequestCx, claim: &str) -> Result<bool, AppError> {
    match ClaimId::parse(claim) {
        Some(id) => store::was_deleted(cx.app.db.read(), id, cx.actor()?.person).await,
        None => Ok(false),
    }
}
