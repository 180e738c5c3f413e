//! HTTP/1.1 over a real connection, by hand: a router that sends on what a visitor asks, and a request sent in parts.

use crate::gradus::PATIENCE;
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request, Response, header};
use http_body_util::BodyExt;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Sends everything on to a server, each request on a connection of its own.
pub fn to(address: SocketAddr) -> Router {
    Router::new().fallback(async move |request: Request<Body>| {
        let (head, body) = written(request, "").await;
        let mut connection = Connection::open(address).await;
        connection.send(head.as_bytes()).await;
        connection.send(&body).await;
        connection.answer().await
    })
}

/// A request's head and body as they are written. The connection ends with the answer.
pub async fn written(request: Request<Body>, more_headers: &str) -> (String, Vec<u8>) {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    let mut head = format!("{} {} HTTP/1.1\r\n", parts.method, parts.uri);
    for (name, value) in &parts.headers {
        if name != header::CONTENT_LENGTH {
            head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
    }
    head.push_str(&format!("content-length: {}\r\nconnection: close\r\n{more_headers}\r\n", body.len()));
    (head, body)
}

/// A connection. Nothing on it is waited for forever.
pub struct Connection(TcpStream);

impl Connection {
    pub async fn open(address: SocketAddr) -> Self {
        let opened = timeout(PATIENCE, TcpStream::connect(address)).await;
        Self(opened.expect("no connection").unwrap())
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        let sent = timeout(PATIENCE, self.0.write_all(bytes)).await;
        sent.expect("nobody reads what is sent").unwrap();
    }

    /// Reads up to and with these bytes.
    pub async fn read_until(&mut self, end: &str) -> String {
        let mut read = Vec::new();
        while !read.ends_with(end.as_bytes()) {
            let byte = timeout(PATIENCE, self.0.read_u8()).await;
            read.push(byte.expect("nothing more comes").unwrap());
        }
        String::from_utf8(read).unwrap()
    }

    /// The answer, up to the end of the connection.
    pub async fn answer(&mut self) -> Response<Body> {
        let mut bytes = Vec::new();
        let read = timeout(PATIENCE, self.0.read_to_end(&mut bytes)).await;
        read.expect("the answer does not end").unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {}", String::from_utf8_lossy(&bytes)));
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let status: u16 = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(':').unwrap();
            headers.append(
                http::HeaderName::try_from(name).unwrap(),
                value.trim().parse().unwrap(),
            );
        }
        let body = &bytes[end + 4..];
        let is_chunked = headers.remove(header::TRANSFER_ENCODING).is_some_and(|coding| coding == "chunked");
        let body = if is_chunked { joined(body) } else { body.to_vec() };
        if let Some(length) = headers.get(header::CONTENT_LENGTH) {
            assert_eq!(length, &body.len().to_string(), "the answer is cut off");
        }
        let mut answer = Response::builder().status(status).body(Body::from(body)).unwrap();
        *answer.headers_mut() = headers;
        answer
    }
}

/// The chunks of a body, joined; the last is empty.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n").expect("the answer is cut off");
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return whole;
        }
        let chunk = &rest[end + 2..];
        whole.extend_from_slice(&chunk[..length]);
        rest = &chunk[length + 2..];
    }
}
