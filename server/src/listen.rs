//! Connections: how many at once, how long each may take to ask and to be answered, and how they end when the server is
//! asked to stop.

use app::web::source::{Peer, network};
use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::util::MapRequest;

/// How long a listener rests that can't accept: most often there are no file descriptors left, and asking again at once would
/// not make any.
const REST: Duration = Duration::from_secs(1);

/// What connections may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many there may be at once; the next ones wait to be let in.
    pub connections: usize,
    /// How many of them one address may hold, or one network where addresses are given out by the network; a further one is
    /// closed. None where a proxy stands before the server, whose address all of them have.
    pub per_source: Option<usize>,
    /// How long the head of a request may take, and how long a connection may be idle.
    pub head: Duration,
    /// How long a connection may take nothing of its answer.
    pub unread: Duration,
    /// How long requests under way may take to finish after the signal to stop.
    pub grace: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 512,
            per_source: None,
            head: Duration::from_secs(30),
            unread: Duration::from_secs(30),
            grace: Duration::from_secs(20),
        }
    }
}

/// Serves until `stop`: then nobody new is let in, and what is under way may finish.
pub async fn until(stop: impl Future<Output = ()>, listener: TcpListener, router: Router, bounds: Bounds) {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let connections = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head);
    let mut stop = std::pin::pin!(stop);
    let sources = Sources::default();
    loop {
        let (stream, from, place) = tokio::select! {
            next = next(&listener, &places) => next,
            () = &mut stop => break,
        };
        let Some(counted) = sources.count(network(from), bounds.per_source) else {
            tracing::debug!(%from, "a connection too many of one source is closed");
            continue;
        };
        let named = move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(from));
            request
        };
        let service = TowerToHyperService::new(MapRequest::new(router.clone(), named));
        // Who asks for much and reads nothing would hold a place for good.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(bounds.unread));
        let serving = connections.watch(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop((place, counted));
        });
    }
    drop(listener);
    tracing::info!("stopping: finishing what is under way");
    if tokio::time::timeout(bounds.grace, connections.shutdown()).await.is_err() {
        tracing::warn!("requests under way were cut off");
    }
}

/// The next connection, once there is a place for it.
async fn next(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, IpAddr, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed, so there always is a permit.
    let place = places.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, from)) => return (stream, from.ip(), place),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// How many connections each source holds. Of this process alone: so are the connections.
#[derive(Clone, Default)]
struct Sources(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection that is counted until this is dropped.
struct Counted(Sources, IpAddr);

impl Sources {
    fn count(&self, from: IpAddr, most: Option<usize>) -> Option<Counted> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_this = held.entry(from).or_default();
        if most.is_some_and(|most| *of_this >= most) {
            return None;
        }
        *of_this += 1;
        Some(Counted(self.clone(), from))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut held = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut of_this) = held.entry(self.1) {
            *of_this.get_mut() -= 1;
            if *of_this.get() == 0 {
                of_this.remove();
            }
        }
    }
}
