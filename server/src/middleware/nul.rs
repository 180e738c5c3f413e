//! No text of ours has a NUL in it: PostgreSQL can't keep one, and nobody types one. What brings one is malformed, and
//! is told so before anything is asked of the database.

use crate::router::FORM_LIMIT;
use app::error::AppError;
use app::paths;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};

/// Refuses a NUL in the address or in the fields of a form.
pub async fn refuse(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    if has_nul(address.as_bytes()) {
        return AppError::Malformed.into_response();
    }
    if !is_form(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, FORM_LIMIT).await {
        Ok(body) if has_nul(&body) => AppError::Malformed.into_response(),
        Ok(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}

/// As it stands, or as forms and addresses write it.
fn has_nul(text: &[u8]) -> bool {
    text.contains(&0) || text.windows(3).any(|three| three == b"%00")
}

/// Actions read every body as a form, whatever it says that it is; only a file is read otherwise.
fn is_form(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>();
    *request.method() == Method::POST && route.is_none_or(|route| route.as_str() != paths::EVIDENCE_FILE.path)
}
