//! The one action that an island calls: it saves a draft while it is written. It never replaces the Save button.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::actions::own_claim;
use super::forms;
use super::store::{self, Written};
use crate::error::AppError;
use crate::features::journal::store::Stamp;
use crate::web::act::set_status;
use crate::web::request::RequestCx;
use crate::web::{fields, words};
use domain::sign_off::day_faults;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};

/// What came of it. `sign_off/islands.rs` reads it by these names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Autosaved {
    /// The draft's revision from now on.
    pub revision: i64,
    /// When, in words.
    pub at: String,
    /// What has to be mended before one can go on; empty when nothing has to.
    pub but: String,
}

/// Saves what can be saved: what isn't a date yet, and a narrative that is too long, are left as they were stored. Days
/// that can't be claimed are kept, because one may be in the middle of changing both; it is said that they are wrong.
#[server(prefix = "/api", endpoint = "autosave-draft")]
pub async fn autosave_draft(
    #[server(default)] claim: String,
    #[server(default)] revision: String,
    #[server(default)] narrative: String,
    #[server(default)] happened_from: String,
    #[server(default)] happened_until: String,
) -> Result<Autosaved, AppError> {
    let response = expect_context::<ResponseOptions>();
    save_what_is_readable(claim, revision, narrative, happened_from, happened_until)
        .await
        .inspect_err(|error| set_status(&response, error))
}

async fn save_what_is_readable(
    claim: String,
    revision: String,
    narrative: String,
    happened_from: String,
    happened_until: String,
) -> Result<Autosaved, AppError> {
    let cx = RequestCx::current().ok_or(AppError::Malformed)?;
    cx.actor()?;
    let (found, permit) = own_claim(&cx, &claim).await?;
    let kept = |parsed: Result<chrono::NaiveDate, String>, stored| parsed.ok().or(stored);
    let written = Written {
        narrative: forms::written(&narrative, "", "", cx.today)
            .map(|written| written.narrative)
            .unwrap_or_else(|_| found.narrative.clone()),
        happened_from: kept(fields::date(&happened_from, ""), found.happened_from),
        happened_until: kept(fields::date(&happened_until, ""), found.happened_until),
    };
    let faults = day_faults(written.happened_from, written.happened_until, cx.today).0;
    let but: Vec<String> = faults.into_iter().map(|fault| format!("{}.", fault.message)).collect();
    let tx = cx.app.db.begin().await?;
    let revision = store::save(
        &tx,
        &permit,
        &Stamp::of(&cx),
        found.id,
        revision.parse().unwrap_or_default(),
        &written,
    )
    .await?;
    tx.commit().await?;
    let at = words::instant(cx.now);
    Ok(Autosaved {
        revision,
        at: at.rsplit(", ").next().unwrap_or(&at).to_owned(),
        but: but.join(" "),
    })
}
