//! What was sent and nobody read: it is read here and thrown away before the answer goes out. A connection that is closed
//! with bytes still coming in is reset, and then the browser shows an error of its own in place of our answer.

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use futures::{Stream, StreamExt};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::sync::oneshot;

/// How long it may take to read what was left.
const WITHIN: Duration = Duration::from_secs(60);

/// Answers only once the request's body has been read to its end, or so many bytes of what was left of it.
pub async fn rest(State(most): State<usize>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let (back, mut given_back) = oneshot::channel();
    let lent = Lent { body: Some(body.into_data_stream()), back: Some(back) };
    let response = next.run(Request::from_parts(parts, Body::from_stream(lent))).await;
    if let Ok(rest) = given_back.try_recv() {
        // Who goes on sending for longer than that is not worth the connection.
        let _ = tokio::time::timeout(WITHIN, discard(rest, most)).await;
    }
    response
}

async fn discard(mut rest: BodyDataStream, most: usize) {
    let mut read = 0;
    while let Some(Ok(bytes)) = rest.next().await {
        read += bytes.len();
        if read > most {
            return;
        }
    }
}

/// A body that goes back to its lender when whoever had it stops reading.
struct Lent {
    /// None once it has ended.
    body: Option<BodyDataStream>,
    back: Option<oneshot::Sender<BodyDataStream>>,
}

impl Stream for Lent {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let next = ready!(body.poll_next_unpin(cx));
        if !matches!(next, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(next)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let (Some(body), Some(back)) = (self.body.take(), self.back.take()) {
            // The lender is gone when the request was cut off: then there is nobody to answer.
            let _ = back.send(body);
        }
    }
}
