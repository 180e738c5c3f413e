//! Errors that no page draws become one that a person can read: of actions, limits, timeouts and panics.

use app::error::AppError;
use app::web::error_document::error_document;
use app::web::request::RequestCx;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{StatusCode, header};
use std::sync::Arc;

/// Replaces bare error answers to browsers by a small page.
pub async fn draw(State(stylesheet): State<Arc<str>>, request: Request, next: Next) -> Response {
    // Whoever takes anything, or does not say, is shown a page too.
    let accept = request.headers().get(header::ACCEPT).map_or("", |accept| accept.to_str().unwrap_or_default());
    let wants_html = accept.is_empty() || ["text/html", "*/*"].iter().any(|kind| accept.contains(kind));
    let mut response = next.run(request).await;
    let cx = response.extensions_mut().remove::<RequestCx>();
    if !wants_html {
        return response;
    }
    let is_html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"));
    let error = match response.extensions_mut().remove::<AppError>() {
        Some(error) => error,
        None if is_html || response.status().is_success() || response.status().is_redirection() => return response,
        None => {
            // The status stays what it was, and so does what goes with it (405 and Allow, 429 and Retry-After).
            let (parts, _) = response.into_parts();
            let mut drawn = error_document(&of_status(parts.status), &stylesheet, cx.as_ref());
            *drawn.status_mut() = parts.status;
            for name in [header::ALLOW, header::RETRY_AFTER] {
                if let Some(value) = parts.headers.get(&name) {
                    drawn.headers_mut().insert(name, value.clone());
                }
            }
            return drawn;
        }
    };
    error_document(&error, &stylesheet, cx.as_ref())
}

fn of_status(status: StatusCode) -> AppError {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => AppError::NotFound,
        StatusCode::FORBIDDEN => {
            AppError::Forbidden(String::from("The form was not sent from this site. Reload the page and try again."))
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            AppError::Forbidden(String::from("What you sent is too large. Shorten the text, or choose a smaller file."))
        }
        StatusCode::SERVICE_UNAVAILABLE => AppError::TooLong,
        status if status.is_client_error() => AppError::Malformed,
        status => AppError::internal(&format!("status {status}")),
    }
}
