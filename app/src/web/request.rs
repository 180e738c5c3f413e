//! What a request carries to every page and action: who asks, when, and the way to the stores.

use super::clock::civil_date;
use super::forms::Kept;
use super::state::AppState;
use crate::error::AppError;
use crate::web::days::Days;
use crate::web::roles::{self, Enrolled};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::access::{Actor, OwnList};
use domain::bodies::Body;
use domain::framework::Framework;
use domain::ids::EnrolmentId;
use http::HeaderValue;
use http::request::Parts;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use tower_cookies::Cookies;
use tower_sessions::Session;

/// The person of a session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub name: String,
    /// Roles in force today.
    pub actor: Actor,
    /// The one that leads comes first.
    pub enrolments: Vec<Enrolled>,
    /// The body whose look and days their pages have, where it is one.
    pub body: Option<Arc<Body>>,
}

/// One request. Its instant is read once.
#[derive(Clone)]
pub struct RequestCx {
    pub app: AppState,
    /// The instant of the request.
    pub now: DateTime<Utc>,
    /// Where instants are shown to whoever asks: in the zone of their body, else in that of what belongs to no body. No day is
    /// read there: a day is that of a record, of a body or of what belongs to none.
    pub zone: Tz,
    /// Whose look the pages have: the body of whoever asks, or the only one. None for the neutral look.
    pub body: Option<Arc<Body>>,
    /// Who asks, when signed in.
    pub person: Option<Arc<SignedIn>>,
    pub session: Session,
    /// All cookies; those that are added here are sent with the answer.
    pub cookies: Cookies,
    /// The network address that the request comes from, as far as it is known.
    pub source: Option<IpAddr>,
    /// The host as the browser named it; [`RequestCx::address`] judges it.
    pub host: Option<HeaderValue>,
    /// Path and query as asked for.
    pub uri: Arc<str>,
    /// Whether an island asks, which reads JSON and no page.
    pub wants_json: bool,
    /// The form that the page shows again; whoever draws the page says why.
    pub(super) again: Arc<OnceLock<Kept>>,
}

impl std::fmt::Debug for RequestCx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestCx").field("uri", &self.uri).finish_non_exhaustive()
    }
}

/// Session key of the person's id.
pub const PERSON: &str = "person";
/// Session key of the password that opened it: the digest of its hash.
pub const OPENED_BY: &str = "opened_by";
/// Session key of the instant of sign-in, seconds.
pub const SIGNED_IN_AT: &str = "signed_in_at";
/// Session key of the last time the session was seen, seconds; written at most every [`SEEN_EVERY`].
pub const SEEN_AT: &str = "seen_at";
/// A session ends after this long, seconds, whatever happens (assurance section 3.1, 7.3).
pub const ABSOLUTE_LIMIT: i64 = 24 * 3600;
/// A session ends after this long without a request, seconds.
pub const IDLE_LIMIT: i64 = 2 * 3600;
/// How often a session's last use is written down, seconds.
const SEEN_EVERY: i64 = 600;

impl RequestCx {
    /// The context of a request.
    ///
    /// # Errors
    /// When the layer that attaches it was left out.
    pub fn of(parts: &Parts) -> Result<Self, AppError> {
        let attached = parts.extensions.get::<Self>().cloned();
        attached.ok_or_else(|| AppError::internal(&"no request context"))
    }

    /// The civil date of the request in the records of a framework.
    pub fn day_of(&self, framework: &Framework) -> NaiveDate {
        self.app.catalogue.day_of(framework, self.now)
    }

    /// The civil date of the request in the records of a version of a framework.
    pub fn day_of_version(&self, slug: &str, version: &str) -> NaiveDate {
        civil_date(self.now, self.app.catalogue.zone_of_version(slug, version))
    }

    /// The civil date of the request where the days of an organisation are read, by its slug: those of a body are its own.
    pub fn day_of_organisation(&self, slug: Option<&str>) -> NaiveDate {
        civil_date(self.now, self.app.catalogue.zone_of_organisation(slug))
    }

    /// The civil date of the request for what belongs to no body: organisations, accounts.
    pub fn day_of_organisations(&self) -> NaiveDate {
        self.day_of_organisation(None)
    }

    /// The same beside the day of a record.
    pub fn days(&self, record: NaiveDate) -> Days {
        Days { record, organisations: self.day_of_organisations() }
    }

    /// The first value of a name in the address's query.
    pub fn query_of(&self, name: &str) -> Option<String> {
        let (_, query) = self.uri.split_once('?')?;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The value of a name in the address's query; empty when there is none.
    pub fn query(&self, name: &str) -> String {
        self.query_of(name).unwrap_or_default()
    }

    /// Every value of a name in the address's query.
    pub fn query_all(&self, name: &str) -> Vec<String> {
        let query = self.uri.split_once('?').map_or("", |(_, query)| query);
        let all = url::form_urlencoded::parse(query.as_bytes()).filter(|(found, _)| found == name);
        all.map(|(_, value)| value.into_owned()).collect()
    }

    /// Who asks.
    pub fn actor(&self) -> Result<&Actor, AppError> {
        self.person.as_deref().map(|person| &person.actor).ok_or(AppError::SignedOut)
    }

    /// Who asks, when they have a list of this kind.
    ///
    /// # Errors
    /// [`AppError::SignedOut`]; [`AppError::NotFound`] for anyone else.
    pub fn lists(&self, list: OwnList) -> Result<&Actor, AppError> {
        let actor = self.actor()?;
        if list.is_for(actor) { Ok(actor) } else { Err(AppError::NotFound) }
    }

    /// The enrolment of whoever asks that the query names, else the one that leads.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where they have none, or the query names another one.
    pub fn own_enrolment(&self) -> Result<&Enrolled, AppError> {
        let own = &self.person.as_deref().ok_or(AppError::SignedOut)?.enrolments;
        let asked = self.query("enrolment");
        // An address that was typed or kept names none: most people have one.
        let found = if asked.is_empty() { own.first() } else { own.iter().find(|one| one.id.to_string() == asked) };
        found.ok_or(AppError::NotFound)
    }

    /// The framework version that an enrolment of whoever asks is pinned to.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is not theirs.
    pub fn own_framework(&self, id: EnrolmentId) -> Result<Arc<Framework>, AppError> {
        let mut enrolments = self.person.iter().flat_map(|person| &person.enrolments);
        let one = enrolments.find(|one| one.id == id).ok_or(AppError::NotFound)?;
        self.app.catalogue.framework_of(one.id, (&one.framework_slug, &one.framework_version))
    }
}

/// Middleware: finds the session's person and puts the [`RequestCx`] into the request.
pub async fn attach(State(app): State<AppState>, mut request: Request, next: Next) -> Result<Response, Response> {
    let session = request
        .extensions()
        .get::<Session>()
        .cloned()
        .ok_or_else(|| AppError::internal(&"no session layer").into_response())?;
    let now = app.clock.now();
    let person = signed_in(&app, &session, now).await.map_err(IntoResponse::into_response)?;
    let own = person.as_ref().and_then(|person| person.body.clone());
    let zone = own.as_ref().map_or(app.catalogue.zone(), |body| body.zone);
    let body = own.or_else(|| app.catalogue.bodies().only());
    let uri = request.uri().path_and_query().map_or("/", |uri| uri.as_str()).into();
    let host = super::origin::host_of(&request);
    let source = super::source::of(&app, &request);
    // The session's layer has put them there.
    let cookies = request.extensions().get::<Cookies>().cloned().unwrap_or_default();
    let accept = request.headers().get(http::header::ACCEPT);
    let wants_json = accept.is_some_and(|accept| accept.as_bytes() == b"application/json");
    let again = Arc::default();
    let cx = RequestCx { host, app, now, zone, body, person, session, cookies, source, uri, wants_json, again };
    request.extensions_mut().insert(cx.clone());
    let mut response = next.run(request).await;
    // An error that no page draws is drawn further out, with the navigation of whoever asked.
    response.extensions_mut().insert(cx);
    Ok(response)
}

async fn signed_in(app: &AppState, session: &Session, at: DateTime<Utc>) -> Result<Option<Arc<SignedIn>>, AppError> {
    let Some(person) = session.get::<domain::ids::PersonId>(PERSON).await? else {
        return Ok(None);
    };
    let signed_in_at = session.get::<i64>(SIGNED_IN_AT).await?.unwrap_or_default();
    let seen_at = session.get::<i64>(SEEN_AT).await?.unwrap_or_default();
    let now = at.timestamp();
    if now - signed_in_at >= ABSOLUTE_LIMIT || now - seen_at >= IDLE_LIMIT {
        session.flush().await?;
        return Ok(None);
    }
    let opened_by = session.get::<String>(OPENED_BY).await?.unwrap_or_default();
    let Some(found) = roles::signed_in(app.db.read(), &app.catalogue, (person, &opened_by), at).await? else {
        session.flush().await?;
        return Ok(None);
    };
    if now - seen_at >= SEEN_EVERY {
        session.insert(SEEN_AT, now).await?;
    }
    Ok(Some(Arc::new(found)))
}
