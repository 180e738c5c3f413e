//! Two routers read an address: ours, which takes it as it stands and chooses who may ask, and the pages', which reads
//! `/check/../enrolments` as `/enrolments`. An address that they might read differently is nobody's.

use app::error::AppError;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Answers 404 to an address that can be read in two ways.
pub async fn refuse(request: Request, next: Next) -> Response {
    if is_plain(request.uri().path()) { next.run(request).await } else { AppError::NotFound.into_response() }
}

/// No segment is empty, `.` or `..`, however they are written. A backslash is a slash to whoever reads as browsers do.
fn is_plain(path: &str) -> bool {
    path == "/"
        || path.strip_prefix('/').is_some_and(|path| {
            let dots = |part: &str| matches!(part.replace("%2e", ".").replace("%2E", ".").as_str(), "" | "." | "..");
            !path.contains('\\') && !path.split('/').any(dots)
        })
}
