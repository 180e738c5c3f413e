//! No text of ours has a NUL in it: PostgreSQL can't keep one, and nobody types one. What brings one is malformed, and
//! is told so before anything is asked of the database.

use crate::router::FORM_LIMIT;
use app::error::AppError;
use app::web::page::plain_error;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

/// Refuses a NUL in the address or in the fields of a form.
pub async fn refuse(request: Request, next: Next) -> Response {
    let address = request.uri().path_and_query().map_or("", |address| address.as_str());
    if has_nul(address.as_bytes()) {
        return plain_error(&AppError::Malformed);
    }
    if !is_form(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match to_bytes(body, FORM_LIMIT).await {
        Ok(body) if has_nul(&body) => plain_error(&AppError::Malformed),
        Ok(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    }
}

/// As it stands, or as forms and addresses write it.
fn has_nul(text: &[u8]) -> bool {
    text.contains(&0) || text.windows(3).any(|three| three == b"%00")
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}
