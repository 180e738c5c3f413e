//! Adding and removing evidence.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::{delete_files, may_still_change, own_claim, values};
use crate::error::AppError;
use crate::features::journal::store::Stamp;
use crate::features::sign_off::forms;
use crate::features::sign_off::store::{self, NewEvidence};
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::request::RequestCx;
use domain::access::{Permit, actions};
use domain::ids::{ClaimId, EvidenceId};
use domain::invalid::Invalid;
use leptos::prelude::*;

/// What is said when the same piece is sent again.
pub const THERE_ALREADY: &str = "This evidence is there already. It was not added a second time.";

/// Adds a text or a link.
#[server(prefix = "/api", endpoint = "add-evidence")]
pub async fn add_evidence(
    #[server(default)] claim: String,
    #[server(default)] kind: String,
    #[server(default)] title: String,
    #[server(default)] text: String,
    #[server(default)] address: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let back = |errors| Fault::SendBack {
            form: format!("evidence {}", found.id),
            page: paths::add_evidence(found.id, if kind == "link" { "link" } else { "text" }),
            values: if kind == "link" {
                values([("link_title", &title), ("address", &address)])
            } else {
                values([("text_title", &title), ("text", &text)])
            },
            errors,
        };
        let new = forms::new_evidence(&kind, &title, &text, &address).map_err(back)?;
        match add(cx, &permit, found.id, new).await {
            Err(AppError::Conflict(why)) if !may_still_change(cx, found.id).await? => {
                Ok(Done::to(paths::claim(found.id)).warning(why))
            }
            Err(AppError::Conflict(why)) => {
                let field = if kind == "link" { "link_title" } else { "text_title" };
                Err(back(Invalid::one(field, why.trim_end_matches('.'))))
            }
            other => {
                let list = Done::to(paths::claim_evidence(found.id));
                Ok(if other? {
                    list.saying("The evidence is added.")
                } else {
                    list.warning(THERE_ALREADY)
                })
            }
        }
    })
    .await
}

/// The transaction is over when this answers: what is asked after a conflict takes a connection of its own.
async fn add(
    cx: &RequestCx,
    permit: &Permit<actions::WriteClaim>,
    claim: ClaimId,
    new: NewEvidence,
) -> Result<bool, AppError> {
    let tx = cx.app.db.begin().await?;
    let added = store::add_evidence(&tx, permit, &Stamp::of(cx), claim, new).await?;
    tx.commit().await?;
    Ok(added)
}

/// Takes evidence out of a draft.
#[server(prefix = "/api", endpoint = "remove-evidence")]
pub async fn remove_evidence(
    #[server(default)] claim: String,
    #[server(default)] evidence: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let evidence = EvidenceId::parse(&evidence).ok_or(AppError::NotFound)?;
        let tx = cx.app.db.begin().await?;
        let file = match store::remove_evidence(&tx, &permit, &Stamp::of(cx), found.id, evidence).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::claim(found.id)).warning(why)),
            other => other?,
        };
        tx.commit().await?;
        delete_files(cx, file).await;
        Ok(Done::to(paths::claim_evidence(found.id)).saying("The evidence is removed from the draft."))
    })
    .await
}
