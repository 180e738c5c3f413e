//! The router and the order of its layers.

use crate::middleware::request_log::{self, NewRequestId, REQUEST_ID};
use crate::middleware::{addresses, csrf, drain, errors, headers, nul, session_store::DbSessionStore};
use app::features::sign_off::upload;
use app::web::request;
use app::web::session;
use app::web::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use http::{HeaderValue, Response, StatusCode, header};
use sea_orm::ConnectionTrait;
use std::path::Path;
use std::time::Duration;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::services::ServeDir;
use tower_http::services::fs::ServeFileSystemResponseBody;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// A form's body may be this long, bytes. Evidence has a limit of its own.
pub(crate) const FORM_LIMIT: usize = 256 * 1024;
/// Of a form that is too long, or that nobody reads, so much is still read and thrown away, bytes.
const FORM_DRAINED: usize = 16 * FORM_LIMIT;
/// The same for a file, bytes.
const FILE_DRAINED: usize = 4 * upload::FILE_LIMIT;
/// How long a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A page or an action.
    pub page: Duration,
    /// An upload or a download of evidence.
    pub file: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { page: Duration::from_secs(15), file: Duration::from_secs(300) }
    }
}

/// Everything that answers a request. `site` is the folder of the built bundle.
pub fn router(app: &AppState, site: &Path, limits: Limits) -> Router {
    // What draws pages needs it; it is there already where another router of this process was made.
    let _ = any_spawner::Executor::init_tokio();
    let table = app::routes::table();
    let pages = table.pages.route_layer(axum::middleware::from_fn(nul::refuse_form));
    let pages = pages.layer(RequestBodyLimitLayer::new(FORM_LIMIT));
    let stylesheet = app.stylesheet.clone();
    guarded(app, pages, limits.page, FORM_DRAINED)
        .merge(guarded(app, table.files, limits.file, FILE_DRAINED))
        .merge(assets(site))
        .layer(axum::middleware::from_fn(addresses::refuse))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::from_fn_with_state(stylesheet, errors::draw))
        // Whoever asks these is a program, which is told in a word.
        .route("/livez", get(|| async { "ok" }))
        .route("/readyz", get(ready))
        .layer(axum::middleware::from_fn_with_state(app.secure, headers::add))
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::new("application/octet-stream"))),
        )
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(request_log::span)
                .on_request(())
                .on_response(request_log::answered::<_>)
                .on_failure(request_log::broke_off),
        )
        .layer(SetRequestIdLayer::new(REQUEST_ID, NewRequestId))
        .layer(MapRequestLayer::new(request_log::forget_id))
        .with_state(app.clone())
}

/// What people ask for, behind who may ask it. The time limit is outermost: a body that never ends is read by whichever
/// layer comes first.
fn guarded(app: &AppState, routes: Router<AppState>, time: Duration, drained: usize) -> Router<AppState> {
    let store = DbSessionStore::new(app.db.clone(), app.clock.clone());
    let sessions = SessionManagerLayer::new(store)
        .with_name(session::cookie(app.secure))
        .with_secure(app.secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(time::Duration::seconds(request::IDLE_LIMIT)));
    routes
        .route_layer(axum::middleware::from_fn_with_state(app.clone(), request::attach))
        .route_layer(sessions)
        .route_layer(axum::middleware::from_fn(nul::refuse))
        .route_layer(axum::middleware::from_fn(csrf::refuse_unmarked))
        .route_layer(CsrfLayer::new())
        .route_layer(axum::middleware::from_fn_with_state(drained, drain::rest))
        .route_layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time))
}

/// The bundle: names carry a hash of the content, so a browser may keep them for good. That a file isn't there it may not: a
/// moment later, when the new bundle is in place, it is.
fn assets(site: &Path) -> Router<AppState> {
    let hashed =
        SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, |answer: &Response<ServeFileSystemResponseBody>| {
            let is_there = answer.status().is_success() || answer.status() == StatusCode::NOT_MODIFIED;
            is_there.then_some(HeaderValue::from_static("public, max-age=31536000, immutable"))
        });
    let files = ServeDir::new(site.join("pkg")).precompressed_br().precompressed_gzip();
    Router::new().nest_service("/pkg", tower::ServiceBuilder::new().layer(hashed).service(files)).route(
        "/favicon.svg",
        get(|| async {
            ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], FAVICON)
        }),
    )
}

const FAVICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#1c4fa3"/><path d="M4 19h5v-5h5V9h5V5" fill="none" stroke="#fff" stroke-width="2.5"/></svg>"##;

async fn ready(State(app): State<AppState>) -> impl IntoResponse {
    let answered = tokio::time::timeout(Duration::from_millis(250), app.db.read().execute_unprepared("SELECT 1")).await;
    match answered {
        Ok(Ok(_)) => (StatusCode::OK, "ready"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
