//! Pages: loaded by a handler, then drawn whole by Leptos inside the layout.

use super::direction::isolated;
use super::forms::{Kept, Tone as NoticeTone, sent};
use super::look::{brand, stylesheet};
use super::navigation::{body_of, enrolment_of, navigation, records};
use super::request::RequestCx;
use super::words::date;
use crate::design::layout::{Layout, Notice, Width};
use crate::design::tag::{Mark, Tone};
use crate::entities::enrolment;
use crate::error::AppError;
use crate::paths;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use domain::ids::EnrolmentId;
use futures::{StreamExt, stream};
use http::{HeaderValue, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use sea_orm::EntityTrait;

/// What an address answers: a page, or the way to another one.
pub enum Page {
    /// A page.
    Drawn {
        /// What stands in the window's title, before the product's name.
        title: String,
        /// How wide it is.
        width: Width,
        /// The enrolment that it is about, where its address does not name it.
        of: Option<EnrolmentId>,
        /// After how many seconds the browser asks for it anew, where it shows what is going on.
        again: Option<u32>,
        /// Its content. It is made where Leptos draws, because an island can only be made there.
        view: Box<dyn FnOnce() -> AnyView + Send>,
    },
    /// No page here: the browser is sent to another one.
    Elsewhere(String),
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Drawn { title, .. } => f.debug_tuple("Page").field(title).finish(),
            Self::Elsewhere(to) => f.debug_tuple("Elsewhere").field(to).finish(),
        }
    }
}

impl Page {
    /// A page as wide as the window allows.
    pub fn new<V: IntoAny>(title: impl Into<String>, view: impl FnOnce() -> V + Send + 'static) -> Self {
        Self::Drawn {
            title: title.into(),
            width: Width::Wide,
            of: None,
            again: None,
            view: Box::new(move || view().into_any()),
        }
    }

    /// No page here: the browser is sent to another one.
    pub fn elsewhere(path: impl Into<String>) -> Self {
        Self::Elsewhere(path.into())
    }

    /// A page of a width that reads well: forms and texts.
    pub fn reading(self) -> Self {
        match self {
            Self::Drawn { title, of, again, view, .. } => Self::Drawn { title, width: Width::Reading, of, again, view },
            elsewhere @ Self::Elsewhere(_) => elsewhere,
        }
    }

    /// A page that the browser asks for anew after some seconds, because what it shows goes on. Nobody types on it.
    pub fn asked_again(self, seconds: u32) -> Self {
        match self {
            Self::Drawn { title, width, of, view, .. } => Self::Drawn { title, width, of, again: Some(seconds), view },
            elsewhere @ Self::Elsewhere(_) => elsewhere,
        }
    }

    /// A page about an enrolment that its address does not name.
    pub fn about(self, id: EnrolmentId) -> Self {
        match self {
            Self::Drawn { title, width, again, view, .. } => Self::Drawn { title, width, of: Some(id), again, view },
            elsewhere @ Self::Elsewhere(_) => elsewhere,
        }
    }
}

/// Answers a request with a page.
pub(super) async fn answer(cx: &RequestCx, page: Page, request: Request) -> Response {
    let (title, width, of, again, view) = match page {
        Page::Elsewhere(to) => return Redirect::to(&sent::carried(cx, to)).into_response(),
        Page::Drawn { title, width, of, again, view } => (title, width, of, again, view),
    };
    let said = async { Ok::<_, AppError>((notice(cx).await?, ended(cx, of).await?)) };
    let (notice, ended) = match said.await {
        Ok(said) => said,
        Err(error) => return error.into_response(),
    };
    let frame = Frame { title, width, of, ended, notice, cx: cx.clone() };
    let mut answer = whole(
        leptos_axum::handle_response_inner(
            || (),
            move || document(frame, view),
            request,
            |view, _, _| {
                let nonce = use_nonce();
                Box::pin(async move {
                    let html = view.to_html_stream_in_order().collect::<String>().await;
                    // Leptos writes the nonce there too, where browsers do not hide it from what reads the page.
                    let html = match nonce {
                        Some(nonce) => html.replace(&format!(" crossorigin=\"{nonce}\""), " crossorigin"),
                        None => html,
                    };
                    let html = isolated(&html).into_owned();
                    Box::pin(stream::once(async { html }))
                        as std::pin::Pin<Box<dyn futures::Stream<Item = String> + Send>>
                })
            },
        )
        .await,
    )
    .await;
    if let Some(seconds) = again {
        answer.headers_mut().insert(header::REFRESH, HeaderValue::from(seconds));
    }
    answer
}

/// What came of the last thing done.
async fn notice(cx: &RequestCx) -> Result<Option<Notice>, AppError> {
    Ok(sent::notice(cx).await?.map(|(tone, text)| Notice {
        tone: match tone {
            NoticeTone::Done => Tone::Met,
            NoticeTone::Warning => Tone::Now,
        },
        text,
    }))
}

/// The enrolment that a page is about beside its home, and from which day on it is over, where it has ended.
async fn ended(cx: &RequestCx, of: Option<EnrolmentId>) -> Result<Option<(EnrolmentId, NaiveDate)>, AppError> {
    // Its home says so itself.
    let is_home = |id: &EnrolmentId| cx.uri.split('?').next() == Some(&paths::ENROLMENT.to(*id));
    let Some(id) = enrolment_of(&cx.uri, of).filter(|id| !is_home(id)) else { return Ok(None) };
    let found = enrolment::Entity::find_by_id(id).one(cx.app.db.read()).await?;
    Ok(found.and_then(|one| Some((id, one.ended_on?))))
}

/// The answer with all of its body: it gets a length, and Leptos has put everything away before the browser reads it.
async fn whole(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(bytes)),
        Err(error) => AppError::internal(&error).into_response(),
    }
}

struct Frame {
    title: String,
    width: Width,
    of: Option<EnrolmentId>,
    ended: Option<(EnrolmentId, NaiveDate)>,
    notice: Option<Notice>,
    cx: RequestCx,
}

/// The whole document. Its Content-Security-Policy is made here too, since both need the same nonce.
fn document(frame: Frame, view: Box<dyn FnOnce() -> AnyView + Send>) -> impl IntoView {
    let Frame { title, width, of, ended, notice, cx } = frame;
    let nonce = use_nonce();
    if let (Some(nonce), Some(response)) = (nonce.as_ref(), use_context::<ResponseOptions>())
        && let Ok(policy) = content_security_policy(nonce).parse()
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
    let person = cx.person.as_deref();
    let nav = person.map(|person| navigation(person, &cx.uri, of)).unwrap_or_default();
    let records = person.map(|person| records(person, &cx.app.catalogue, (&cx.uri, of))).unwrap_or_default();
    let who = person.map(|person| person.name.clone());
    // Whoever has records at several bodies sees that of the page.
    let several = person.filter(|_| !records.is_empty());
    let body = several.and_then(|person| body_of(person, &cx.app.catalogue, (&cx.uri, of))).or_else(|| cx.body.clone());
    let (brand, look) = (body.as_deref().map(brand), body.as_deref().map(stylesheet));
    let look = look.map(|look| view! { <style nonce=nonce>{look}</style> });
    // The page has made its sheets by now: it can't forget to say why one of them did nothing.
    let again = cx.again.get();
    let title = if again.is_some_and(Kept::has_errors) { format!("Error: {title}") } else { title };
    let again = again.map(Kept::summary);
    let ended = ended.map(|(id, on)| {
        let said = format!("This enrolment has ended, over from {} on.", date(on));
        view! {
            <div class="notice t-later"><Mark tone=Tone::Later/><p>{said}" "<a href=paths::ENROLMENT.to(id)>"See why"</a></p></div>
        }
    });
    let content = view();
    view! {
        <!DOCTYPE html>
        <html lang="en-GB">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=cx.app.stylesheet.to_string()/>
                {look}
                <HydrationScripts options=cx.app.leptos.clone() islands=true/>
                <title>{format!("{title} – Gradus")}</title>
            </head>
            <body>
                <Layout brand nav records who width notice>{ended}{again}{content}</Layout>
            </body>
        </html>
    }
}

/// What a page may load and run: our own files, and the one script that carries the nonce (docs/adr/0005).
fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}
