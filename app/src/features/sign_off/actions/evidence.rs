//! Adding and removing evidence.

use super::{own_claim, values};
use crate::error::AppError;
use crate::features::journal::store::Stamp;
use crate::features::sign_off::forms;
use crate::features::sign_off::store::{self};
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::request::RequestCx;
use domain::ids::RowId;
use leptos::prelude::*;

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
        let new = forms::new_evidence(&kind, &title, &text, &address).map_err(|errors| Fault::SendBack {
            form: format!("evidence {}", found.id),
            page: paths::claim_evidence(&found.id),
            values: if kind == "link" {
                values([("link_title", &title), ("address", &address)])
            } else {
                values([("text_title", &title), ("text", &text)])
            },
            errors,
        })?;
        let tx = cx.app.db.begin().await?;
        store::add_evidence(&tx, &permit, &Stamp::of(cx), &found.id, new).await?;
        tx.commit().await?;
        Ok(Done::to(paths::claim_evidence(&found.id)).saying("The evidence is added."))
    })
    .await
}

/// Takes evidence out of a draft.
#[server(prefix = "/api", endpoint = "remove-evidence")]
pub async fn remove_evidence(
    #[server(default)] claim: String,
    #[server(default)] evidence: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let evidence = RowId::parse(&evidence).ok_or(AppError::NotFound)?;
        let tx = cx.app.db.begin().await?;
        store::remove_evidence(&tx, &permit, &Stamp::of(cx), &found.id, &evidence).await?;
        tx.commit().await?;
        Ok(Done::to(paths::claim_evidence(&found.id)).saying("The evidence is removed from the draft."))
    })
    .await
}
