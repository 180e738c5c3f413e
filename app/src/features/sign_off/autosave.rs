//! The one action that an island calls: it saves a draft while it is written. It never replaces the Save button.

use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Autosaved {
    /// The draft's revision from now on.
    pub revision: i64,
    /// When, in words.
    pub at: String,
}

/// Saves what can be saved: a date that isn't one yet is left as it was stored.
#[server(prefix = "/api", endpoint = "autosave-draft")]
pub async fn autosave_draft(
    #[server(default)] claim: String,
    #[server(default)] revision: String,
    #[server(default)] narrative: String,
    #[server(default)] happened_from: String,
    #[server(default)] happened_until: String,
) -> Result<Autosaved, AppError> {
    super::actions::autosave(claim, revision, narrative, happened_from, happened_until).await
}
