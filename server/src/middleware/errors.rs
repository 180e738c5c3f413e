//! Errors that no page draws become one that a person can read: of actions, limits, timeouts and panics.

use app::error::AppError;
use app::web::act::ERROR_HEADER;
use app::web::page::plain_error_with;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{StatusCode, header};
use std::sync::Arc;

/// Replaces bare error answers to browsers by a small page.
pub async fn draw(State(stylesheet): State<Arc<str>>, request: Request, next: Next) -> Response {
    let wants_html = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    let mut response = next.run(request).await;
    let told = response.headers_mut().remove(ERROR_HEADER);
    if !wants_html {
        return response;
    }
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    // A form whose fields could not even be read: Leptos would lead back with the error in the address.
    let in_the_address = response
        .headers()
        .get(header::LOCATION)
        .and_then(|to| to.to_str().ok())
        .is_some_and(|to| to.contains("__err="));
    let error = match told.and_then(|told| serde_json::from_slice::<AppError>(told.as_bytes()).ok()) {
        Some(error) => error,
        None if in_the_address => AppError::Malformed,
        None if is_html || response.status().is_success() || response.status().is_redirection() => return response,
        None => of_status(response.status()),
    };
    plain_error_with(&error, &stylesheet)
}

fn of_status(status: StatusCode) -> AppError {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => AppError::NotFound,
        StatusCode::FORBIDDEN => AppError::Forbidden(String::from(
            "The form was not sent from this site. Reload the page and try again.",
        )),
        StatusCode::PAYLOAD_TOO_LARGE => AppError::Forbidden(String::from(
            "What you sent is too large. Shorten the text, or choose a smaller file.",
        )),
        status if status.is_client_error() => AppError::Malformed,
        status => AppError::internal(&format!("status {status}")),
    }
}
