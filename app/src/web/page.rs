//! How a page is drawn: load, then draw inside the layout; an error is a page too.

use super::form::{Returned, Tone as NoticeTone};
use super::request::{RequestCx, SignedIn};
use crate::design::heading::Heading;
use crate::design::layout::{Layout, NavItem, Notice, Width};
use crate::design::tag::Tone;
use crate::error::AppError;
use crate::paths;
use axum::response::{IntoResponse, Response};
use domain::access::Role;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use std::future::Future;

/// A drawn page, before the layout is put around it.
pub struct Page {
    title: String,
    width: Width,
    view: AnyView,
    elsewhere: Option<String>,
}

impl Page {
    /// No page here: the browser is sent to another one. A waiting notice is kept for that.
    pub fn elsewhere(path: impl Into<String>) -> Self {
        Self {
            elsewhere: Some(path.into()),
            ..Self::new("Moved", ())
        }
    }

    /// A page as wide as the window allows.
    pub fn new(title: impl Into<String>, view: impl IntoAny) -> Self {
        Self {
            title: title.into(),
            width: Width::Wide,
            view: view.into_any(),
            elsewhere: None,
        }
    }

    /// A page of a width that reads well: forms and texts.
    #[must_use]
    pub fn reading(mut self) -> Self {
        self.width = Width::Reading;
        self
    }

    /// A page with a form; its title begins with "Error:" when the form came back.
    #[must_use]
    pub fn with_form(mut self, returned: &Returned) -> Self {
        if !returned.errors.is_empty() {
            self.title = format!("Error: {}", self.title);
        }
        self
    }
}

/// Path and query parameters of a page.
#[derive(Clone, Debug, Default)]
pub struct Params {
    path: ParamsMap,
    query: ParamsMap,
}

impl Params {
    /// A part of the path; empty when there is none.
    #[must_use]
    pub fn path(&self, name: &str) -> String {
        self.path.get(name).unwrap_or_default()
    }

    /// A value of the query; empty when there is none.
    #[must_use]
    pub fn query(&self, name: &str) -> String {
        self.query.get(name).unwrap_or_default()
    }

    /// Whether the query names it, with a value or without.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.query.get(name).is_some()
    }

    /// The page number of a long list, from 1.
    #[must_use]
    pub fn page(&self) -> u64 {
        self.page_of("page")
    }

    /// The page number of one of several lists on a page, from 1; `name` is that list's own.
    #[must_use]
    pub fn page_of(&self, name: &str) -> u64 {
        // No list is longer; and a number that no database can skip to is a fault of the address, not of ours.
        self.query(name).parse().unwrap_or(1).clamp(1, 1_000_000)
    }
}

/// Draws a page. The one place where the request's context is optional: the route list is made without a request.
pub fn page<F, Fut>(load: F) -> AnyView
where
    F: FnOnce(RequestCx, Params) -> Fut + Send + 'static,
    Fut: Future<Output = Result<Page, AppError>> + Send + 'static,
{
    let Some(cx) = RequestCx::current() else {
        return ().into_any();
    };
    let response = expect_context::<ResponseOptions>();
    let params = Params {
        // None where the pages’ router found no route for what the server’s let through.
        path: use_context::<ArcMemo<ParamsMap>>().map_or_else(ParamsMap::new, |params| params.get_untracked()),
        query: use_query_map().get_untracked(),
    };
    response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let load = load(cx.clone(), params);
    Suspend::new(async move {
        let page = match load.await {
            Ok(page) => page,
            Err(AppError::SignedOut) => Page::elsewhere(paths::sign_in_then(&cx.uri)),
            Err(error) => {
                if let Ok(status) = StatusCode::from_u16(error.status()) {
                    response.set_status(status);
                }
                error_page(&error)
            }
        };
        if let Some(to) = page.elsewhere {
            super::act::see_other(&response, &to);
            return ().into_any();
        }
        let notice = cx.notice().await.ok().flatten().map(|(tone, text)| Notice {
            tone: match tone {
                NoticeTone::Done => Tone::Met,
                NoticeTone::Warning => Tone::Now,
            },
            text,
        });
        let nav = cx
            .person
            .as_deref()
            .map(|person| navigation(person, &cx.uri))
            .unwrap_or_default();
        let who = cx.person.as_deref().map(|person| person.name.clone());
        view! { <Layout title=page.title nav=nav who=who width=page.width notice=notice>{page.view}</Layout> }
            .into_any()
    })
    .into_any()
}

fn error_page(error: &AppError) -> Page {
    let text = error.to_string();
    Page::new(
        error.title(),
        view! {
            <Heading title=error.title() lede=text/>
            <p><a href="/">"Go to your start page"</a></p>
        },
    )
    .reading()
}

/// The main navigation of a person: the parts that their roles have.
pub(super) fn navigation(person: &SignedIn, uri: &str) -> Vec<NavItem> {
    let actor = &person.actor;
    let employer = actor.is(Role::Supervisor) || actor.is(Role::EmployerAdmin);
    let mut items: Vec<(String, &str)> = Vec::new();
    let mut add = |href: &str, label| items.push((href.to_owned(), label));
    if let Some(enrolment) = person.enrolments.first() {
        add(paths::HOME, "Where you are");
        add(&paths::map(*enrolment), "Map");
        add(paths::CLAIMS, "Claims");
        add(&paths::record(*enrolment), "Record");
    }
    if employer {
        add(paths::QUEUE, "Queue");
        add(paths::TRAINEES, "Trainees");
    }
    if actor.is(Role::Officer) {
        add(paths::SITTINGS, "Sittings");
        add(paths::CANDIDATES, "Candidates");
    }
    if actor.is(Role::Registrar) {
        add(paths::APPLICATIONS, "Applications");
        add(paths::AWARDS, "Statuses");
        add(paths::ENROLMENTS, "Enrolments");
    }
    if actor.is(Role::Registrar) || actor.is(Role::EmployerAdmin) {
        add(paths::ORGANISATIONS, "People");
    }
    let path = uri.split('?').next().unwrap_or(uri);
    items
        .into_iter()
        .map(|(href, label)| {
            let current = path == href
                || path
                    .strip_prefix(href.as_str())
                    .is_some_and(|rest| rest.starts_with('/'));
            NavItem {
                href,
                label: label.to_owned(),
                current,
            }
        })
        .collect()
}

/// An error of a layer that knows no page: the middleware draws it for browsers, others read the text.
#[must_use]
pub fn plain_error(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let told = serde_json::to_string(error).unwrap_or_default();
    let mut response = (status, error.to_string()).into_response();
    if let Ok(told) = HeaderValue::from_bytes(told.as_bytes()) {
        response.headers_mut().insert(super::act::ERROR_HEADER, told);
    }
    response
}
