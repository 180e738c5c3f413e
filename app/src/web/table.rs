//! What is served at each address: pages, forms, files.

use super::draw::{self, Page};
use super::forms::{self, Form};
use super::request::RequestCx;
use super::route::{Access, Params, Route};
use super::session;
use super::state::AppState;
use crate::error::AppError;
use crate::paths;
use axum::Router;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use http::Method;
use http::request::Parts;
use std::collections::BTreeSet;

/// One address and method that is served, for the tests that walk them.
#[derive(Clone, Debug)]
pub struct Row {
    /// `GET` for a page or a file, `POST` for a form.
    pub method: Method,
    /// The path, with its placeholders.
    pub path: &'static str,
    /// Who may ask for it.
    pub access: Access,
    /// Whether a file is sent there: of that it is asked first what it is for, before its form is read.
    pub takes_file: bool,
}

/// Addresses with what answers at each. A path that is served twice with one method is refused when the table is made.
#[derive(Debug, Default)]
pub struct Table {
    pub pages: Router<AppState>,
    /// Files, which take longer and are larger.
    pub files: Router<AppState>,
    /// Everything that is served.
    pub rows: Vec<Row>,
    with_page: BTreeSet<&'static str>,
}

impl Table {
    /// A page.
    pub fn page<P, F, Fut>(mut self, route: Route<P>, page: F) -> Self
    where
        P: Params,
        F: Fn(RequestCx, P) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Page, AppError>> + Send + 'static,
    {
        let show = move |request: Request| {
            let page = page.clone();
            async move {
                let (mut parts, body) = request.into_parts();
                let shown = match admitted(&mut parts, route).await {
                    Ok((cx, params)) => page(cx.clone(), params).await.map(|page| (cx, page)),
                    Err(error) => Err(error),
                };
                match shown {
                    Ok((cx, page)) => draw::answer(&cx, page, Request::from_parts(parts, body)).await,
                    Err(error) => refused(&parts, error),
                }
            }
        };
        self.with_page.insert(route.path);
        self.rows.push(Self::row(Method::GET, route));
        self.pages = self.pages.route(route.path, get(show));
        self
    }

    /// A form that is sent to its address. Where the address has no page, asking for it leads to the page that shows the form.
    pub fn form<F: Form>(mut self) -> Self {
        let route = F::ROUTE;
        let mut methods = post(|request: Request| async move {
            let (mut parts, body) = request.into_parts();
            match parameters::<F::At>(&mut parts).await {
                Ok(at) => forms::received::<F>(&parts, at, body).await,
                Err(error) => error.into_response(),
            }
        });
        if !self.with_page.contains(route.path) {
            methods = methods.get(|request: Request| async move {
                let (mut parts, _) = request.into_parts();
                match parameters::<F::At>(&mut parts).await {
                    Ok(at) => Redirect::to(&F::shown_on(&at, &forms::Values::default())).into_response(),
                    Err(error) => error.into_response(),
                }
            });
        }
        self.rows.push(Self::row(Method::POST, route));
        self.pages = self.pages.route(route.path, methods);
        self
    }

    /// Something other than a page that is asked for: a file, an export.
    pub fn file<P, F, Fut>(mut self, route: Route<P>, file: F) -> Self
    where
        P: Params,
        F: Fn(RequestCx, P) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, AppError>> + Send + 'static,
    {
        let answer = move |request: Request| {
            let file = file.clone();
            async move {
                let (mut parts, _) = request.into_parts();
                let found = match admitted(&mut parts, route).await {
                    Ok((cx, params)) => file(cx, params).await,
                    Err(error) => Err(error),
                };
                found.unwrap_or_else(|error| refused(&parts, error))
            }
        };
        self.rows.push(Self::row(Method::GET, route));
        self.files = self.files.route(route.path, get(answer));
        self
    }

    /// A file that is sent to this address; `limit` is the longest body, in bytes.
    pub fn upload<P, F, Fut>(mut self, route: Route<P>, (upload, limit): (F, usize)) -> Self
    where
        P: Params,
        F: Fn(RequestCx, P, Request) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Response> + Send + 'static,
    {
        let answer = move |request: Request| {
            let upload = upload.clone();
            async move {
                let (mut parts, body) = request.into_parts();
                match addressed(&mut parts).await {
                    Ok((cx, params)) => {
                        let may_ask = route.access.admit(&cx).is_ok();
                        let answer = upload(cx, params, Request::from_parts(parts, body)).await;
                        // Whoever was signed out meanwhile is led back by the form, which keeps what was typed; nobody else is.
                        if may_ask || answer.status().is_redirection() {
                            answer
                        } else {
                            Redirect::to(paths::SIGN_IN.path).into_response()
                        }
                    }
                    Err(error) => refused(&parts, error),
                }
            }
        };
        self.rows.push(Row { takes_file: true, ..Self::row(Method::POST, route) });
        self.files = self.files.route(route.path, post(answer).layer(DefaultBodyLimit::max(limit)));
        self
    }

    /// This table and another.
    pub fn and(mut self, other: Self) -> Self {
        self.pages = self.pages.merge(other.pages);
        self.files = self.files.merge(other.files);
        self.rows.extend(other.rows);
        self
    }

    fn row<P>(method: Method, route: Route<P>) -> Row {
        Row { method, path: route.path, access: route.access, takes_file: false }
    }
}

/// The request's context and the address's parameters, when whoever asks may ask.
async fn admitted<P: Params>(parts: &mut Parts, route: Route<P>) -> Result<(RequestCx, P), AppError> {
    let cx = RequestCx::of(parts)?;
    route.access.admit(&cx)?;
    Ok((cx, parameters(parts).await?))
}

/// The request's context and the address's parameters, whoever asks.
async fn addressed<P: Params>(parts: &mut Parts) -> Result<(RequestCx, P), AppError> {
    Ok((RequestCx::of(parts)?, parameters(parts).await?))
}

/// A parameter that can't be one is the address of nothing.
async fn parameters<P: Params>(parts: &mut Parts) -> Result<P, AppError> {
    use axum::RequestPartsExt;
    let raw: RawPathParams = parts.extract().await.map_err(|_| AppError::NotFound)?;
    let found: Vec<&str> = raw.iter().map(|(_, value)| value).collect();
    P::read(&found).ok_or(AppError::NotFound)
}

/// The answer to who asked in vain: the way to sign in and back, or the error.
fn refused(parts: &Parts, error: AppError) -> Response {
    match error {
        AppError::SignedOut if parts.method == Method::POST => Redirect::to(paths::SIGN_IN.path).into_response(),
        AppError::SignedOut => {
            let uri = parts.uri.path_and_query().map_or("/", |uri| uri.as_str());
            let had_session = RequestCx::of(parts).is_ok_and(|cx| session::was_begun(&cx));
            let to = if had_session { paths::sign_in_again(uri) } else { paths::sign_in_then(uri) };
            Redirect::to(&to).into_response()
        }
        error => error.into_response(),
    }
}
