//! What the whole server shares.

use super::clock::Clock;
use super::db::Db;
use crate::content::catalogue::Catalogue;
use leptos::config::LeptosOptions;
use object_store::ObjectStore;
use std::sync::Arc;

/// What the process holds: made once at start, cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    /// Every published framework version, and the bodies.
    pub catalogue: Arc<Catalogue>,
    /// Where uploaded evidence is kept.
    pub evidence: Arc<dyn ObjectStore>,
    pub clock: Clock,
    /// Where the bundle is, for the islands' script.
    pub leptos: LeptosOptions,
    pub stylesheet: Arc<str>,
    /// Whether pages are reached over HTTPS: cookies are then marked so.
    pub secure: bool,
    /// The header in which the proxy before us says from where a request comes, where it is configured.
    pub source_header: Option<http::HeaderName>,
    /// The address at which people reach us, where it is configured: `https://gradus.example`, without a path.
    pub base: Option<Arc<str>>,
    /// The seal on every form.
    pub seal: super::forms::Seal,
    /// The turns at hashing passwords.
    pub hashing: Arc<crate::web::password::Hashing>,
    /// Places for files on their way into the evidence store.
    pub uploads: Arc<super::places::Places>,
}

impl std::fmt::Debug for AppState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppState").finish_non_exhaustive()
    }
}

impl axum::extract::FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
