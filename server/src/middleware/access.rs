//! Every route has a declared access; what has none is refused.

use app::error::AppError;
use app::routes::{Access, access_of};
use app::web::page::plain_error;
use app::web::request::RequestCx;
use axum::Json;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::{Method, StatusCode, header};

/// Lets a request through to its page or action when the person has what the route declares. The finer question, of
/// this person and this record, is asked there.
pub async fn gate(request: Request, next: Next) -> Response {
    let Some(cx) = request.extensions().get::<RequestCx>() else {
        return plain_error(&AppError::internal(&"no request context"));
    };
    let access = request
        .extensions()
        .get::<MatchedPath>()
        .and_then(|path| access_of(path.as_str()));
    match access {
        None => plain_error(&AppError::NotFound),
        Some(access) => match (access.admits(cx.person.as_deref()), &cx.person) {
            (true, _) => next.run(request).await,
            // An island asked: a sign-in page would say nothing to it.
            (false, None) if wants_json(&request) => {
                (StatusCode::UNAUTHORIZED, Json(AppError::SignedOut)).into_response()
            }
            (false, None) if request.method() == Method::GET => {
                Redirect::to(&app::paths::sign_in_then(&cx.uri)).into_response()
            }
            (false, None) => Redirect::to(app::paths::SIGN_IN).into_response(),
            (false, Some(_)) => plain_error(&AppError::NotFound),
        },
    }
}

fn wants_json(request: &Request) -> bool {
    let accept = request.headers().get(header::ACCEPT);
    accept.is_some_and(|accept| accept.as_bytes() == b"application/json")
}

/// For the test that walks them.
#[must_use]
pub fn declared() -> Vec<(&'static str, Access)> {
    app::routes::ACCESS.to_vec()
}
