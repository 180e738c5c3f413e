//! One line of the log for every answer, and the id by which it is found. No query, no ids of people: nothing personal.

use axum::extract::{MatchedPath, Request};
use http::{HeaderName, Response};
use std::time::Duration;
use tower_http::classify::ServerErrorsFailureClass;
use tower_http::request_id::{MakeRequestId, RequestId};
use tracing::Span;

/// The header that tells a request's id.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Ids are ours alone: whoever could choose one could write into the log, or make two requests look like one.
pub fn forget_id<B>(mut request: http::Request<B>) -> http::Request<B> {
    request.headers_mut().remove(REQUEST_ID);
    request
}

/// Makes the ids.
#[derive(Clone, Copy, Debug)]
pub struct NewRequestId;

impl MakeRequestId for NewRequestId {
    fn make_request_id<B>(&mut self, _request: &http::Request<B>) -> Option<RequestId> {
        app::web::random::reference().parse().ok().map(RequestId::new)
    }
}

/// What every line about a request tells: its id, method and route template.
pub fn span(request: &Request) -> Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    tracing::info_span!("request", id, method = %request.method(), route)
}

/// The line.
pub fn answered<B>(response: &Response<B>, latency: Duration, span: &Span) {
    let ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
    tracing::info!(parent: span, status = response.status().as_u16(), ms, "answered");
}

/// An answer that broke off. One that is a fault was told whole, and its cause stands in a line of its own.
pub fn broke_off(failure: ServerErrorsFailureClass, _: Duration, span: &Span) {
    if let ServerErrorsFailureClass::Error(cause) = failure {
        tracing::error!(parent: span, cause, "the answer broke off");
    }
}
