//! No text of ours has a NUL in it: PostgreSQL can't keep one, and nobody types one. What brings one is malformed, and
//! is told so before anything is asked of the database.

use crate::router::FORM_LIMIT;
use app::error::AppError;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};

/// Refuses a NUL in the address.
pub async fn refuse(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    if has_nul(address.as_bytes()) { AppError::Malformed.into_response() } else { next.run(request).await }
}

/// Refuses a NUL in the fields of a form. Not where files are sent: there may be any in a file, and its form's fields are read one by
/// one.
pub async fn refuse_form(request: Request, next: Next) -> Response {
    if *request.method() != Method::POST {
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
