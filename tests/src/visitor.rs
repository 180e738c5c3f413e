//! A visitor: a browser without JavaScript that keeps its cookies and follows where a form leads.

use crate::page::{Form, Page};
use crate::sealing;
use app::web::source::Peer;
use app::web::state::AppState;
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use std::net::IpAddr;
use tower::ServiceExt;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
    /// The body as a page.
    pub page: Page,
    /// The address that answered, after all redirects.
    pub path: String,
}

impl Answer {
    /// A header; empty when there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether these words stand on the page.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        self.page.says(words)
    }

    /// The page, when it was answered as it should be.
    ///
    /// # Panics
    /// When the status is not 200.
    #[must_use]
    #[track_caller]
    pub fn ok(self) -> Page {
        assert_eq!(self.status, 200, "{}: {}", self.path, self.page.text());
        self.page
    }

    /// The page, which must say this.
    ///
    /// # Panics
    /// When it doesn't.
    #[track_caller]
    pub fn must_say(self, words: &str) -> Page {
        let text = self.page.text();
        assert!(text.contains(words), "{} does not say “{words}” but: {text}", self.path);
        self.page
    }
}

/// A visitor.
#[derive(Clone, Debug)]
pub struct Visitor {
    router: Router,
    state: AppState,
    /// The cookies.
    pub cookies: BTreeMap<String, String>,
    /// The other end of the connection.
    pub from: Option<IpAddr>,
}

/// More redirects than any of our pages makes.
const MOST_REDIRECTS: usize = 5;

impl Visitor {
    pub(crate) fn new(router: Router, state: AppState) -> Self {
        Self { router, state, cookies: BTreeMap::new(), from: None }
    }

    /// Goes to an address and wherever it leads.
    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.ask(Method::GET, path).await;
        self.follow(answer).await
    }

    /// The page at an address, which must be there.
    pub async fn page(&mut self, path: &str) -> Page {
        self.get(path).await.ok()
    }

    /// Sends a form and goes where it leads.
    pub async fn submit(&mut self, form: Form) -> Answer {
        let pairs = form.sent();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if form.is_post {
            return self.post(&form.action, &pairs).await;
        }
        let path = format!("{}?{}", form.action, encoded(&pairs));
        self.get(&path).await
    }

    /// Sends fields as a form of ours would, and goes where it leads.
    pub async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let answer = self.send(path, pairs).await;
        self.follow(answer).await
    }

    /// Sends fields as a form of ours would; a redirect is not followed. Without the hidden field of a sheet they are sent on
    /// a fresh one, handed to whoever is signed in.
    pub async fn send(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let is_sealed = pairs.iter().any(|(name, _)| *name == "form");
        let seal = if is_sealed { None } else { sealing::seal(&self.state, path, &self.cookies).await };
        let mut pairs = pairs.to_vec();
        pairs.extend(seal.as_deref().map(|seal| ("form", seal)));
        self.send_bare(path, &pairs).await
    }

    /// A fresh sheet of the form that is sent to this path, handed to whoever is signed in.
    ///
    /// # Panics
    /// When no form is sent there.
    pub async fn sheet(&self, path: &str) -> String {
        let sheet = sealing::seal(&self.state, path, &self.cookies).await;
        sheet.unwrap_or_else(|| panic!("no form is sent to {path}"))
    }

    /// Sends fields, and no more than these; a redirect is not followed.
    pub async fn send_bare(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let body = encoded(pairs);
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, body.len());
        self.run(request.body(Body::from(body)).unwrap()).await
    }

    /// Sends a file in the field `file`, and goes where it leads.
    pub async fn upload(&mut self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let seal = sealing::seal(&self.state, path, &self.cookies).await;
        let answer = self.run(multipart(path, seal.as_deref(), (name, bytes))).await;
        self.follow(answer).await
    }

    /// Sends a form that has a file, as a browser sends it: without a name no file was chosen.
    pub async fn submit_file(&mut self, form: Form, (name, bytes): (&str, &[u8])) -> Answer {
        let answer = self.run(multipart_of(&form.action, &form.sent(), (name, bytes))).await;
        self.follow(answer).await
    }

    /// Asks for an address; a redirect is not followed.
    pub async fn ask(&mut self, method: Method, path: &str) -> Answer {
        let request = Request::builder().method(method).uri(path);
        self.run(request.body(Body::empty()).unwrap()).await
    }

    /// Sends any request with the cookies; a redirect is not followed.
    pub async fn run(&mut self, mut request: Request<Body>) -> Answer {
        let path = request.uri().to_string();
        let headers = request.headers_mut();
        headers.entry(header::ACCEPT).or_insert("text/html,application/xhtml+xml".parse().unwrap());
        headers.entry(header::HOST).or_insert("gradus.example".parse().unwrap());
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        if let Some(from) = self.from {
            request.extensions_mut().insert(Peer(from));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        self.keep_cookies(&parts.headers);
        Answer {
            status: parts.status.as_u16(),
            page: Page::read(&String::from_utf8_lossy(&bytes)),
            headers: parts.headers,
            bytes,
            path: without_keys(&path),
        }
    }

    /// Goes where an answer leads.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..MOST_REDIRECTS {
            if !(300..400).contains(&answer.status) {
                return answer;
            }
            let to = answer.header("location").split('#').next().unwrap_or_default().to_owned();
            answer = self.ask(Method::GET, &to).await;
        }
        panic!("{} leads on and on", answer.path);
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") || value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The address without the keys of sheets, which are new each time.
fn without_keys(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_key = |pair: &&str| pair.starts_with("form=") || pair.starts_with("done=");
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_key(pair)).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// A form with a file, as a browser sends it.
#[must_use]
pub fn multipart(path: &str, seal: Option<&str>, file: (&str, &[u8])) -> Request<Body> {
    let seal = seal.map(|seal| (String::from("form"), seal.to_owned()));
    multipart_of(path, &seal.into_iter().collect::<Vec<_>>(), file)
}

/// A form with fields, and a file as the last of them.
fn multipart_of(path: &str, fields: &[(String, String)], (name, bytes): (&str, &[u8])) -> Request<Body> {
    const BOUNDARY: &str = "----gradus-test-boundary";
    let field = |(name, value): &(String, String)| {
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let fields: String = fields.iter().filter(|(name, _)| name != "file").map(field).collect();
    let head = format!(
        "{fields}--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body))
        .unwrap()
}

/// Pairs as a form sends them.
#[must_use]
pub fn encoded(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
