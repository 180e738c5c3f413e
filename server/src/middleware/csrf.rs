//! Cross-site request forgery (docs/adr/0005): `tower_http::csrf` looks at `Sec-Fetch-Site` and `Origin`; what it lets
//! through because neither is there is refused here when a cookie comes with it.

use app::error::AppError;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Method, header};

/// A post with a cookie but without a word on where it comes from is refused. No browser of today sends one.
pub async fn refuse_unmarked(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // An empty word is none.
    let says = |name: &str| headers.get(name).is_some_and(|word| !word.is_empty());
    let marked = says("sec-fetch-site") || says(header::ORIGIN.as_str());
    if !safe && !marked && headers.contains_key(header::COOKIE) {
        return AppError::Forbidden(String::from(
            "The form was not sent from this site, or your browser is too old to say so. Update it, reload the page and try again.",
        ))
        .into_response();
    }
    next.run(request).await
}
