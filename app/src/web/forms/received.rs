//! What happens with every form that is sent, in one order: is it ours, for this person, for the first time; then its act.

use super::kept::{self, Kept};
use super::seal::Sealed;
use super::sent::{self, First, Sent, with_query};
use super::sheet::{SHEET, UNFILLED};
use super::values::Values;
use super::{Done, Form, Stop, Tone, Upload};
use crate::error::AppError;
use crate::journal::refusals;
use crate::paths;
use crate::web::random;
use crate::web::request::RequestCx;
use crate::web::tx::Tx;
use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::ids::PersonId;
use domain::invalid::Invalid;
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use uuid::Uuid;

/// Answers a form that was sent.
pub async fn received<F: Form>(parts: &Parts, at: F::At, body: Body) -> Response {
    let cx = match RequestCx::of(parts) {
        Ok(cx) => cx,
        Err(error) => return error.into_response(),
    };
    // The layer around the pages bounds it.
    let values = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => Values::parse(&bytes),
        Err(_) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    };
    match values {
        Ok(values) => run::<F>(&cx, at, values, &mut ()).await,
        Err(error) => error.into_response(),
    }
}

/// Runs a form with what it brought; an upload calls it itself.
pub async fn run<F: Form>(cx: &RequestCx, at: F::At, mut values: Values, brought: &mut impl Upload<F>) -> Response {
    let page = at.clone();
    let (ended, is_theirs) = match opened::<F>(cx, &at, &mut values).await {
        Ok(sealed) => {
            let is_theirs = sealed.is_some_and(|sealed| sealed.person.is_some());
            // An island leaves the page as it is, with all that was typed.
            (acted(cx, at, (&values, brought), sealed).await, is_theirs && !cx.wants_json)
        }
        Err(ended) => (ended, false),
    };
    let ended = match ended {
        Ended::Error(error) => {
            // Where this can't be written the cause is logged, and the person is told what they would be told anyway.
            refusals::permit(cx, &error).await.ok();
            Ended::Error(if is_theirs { with_what(error, &given_back::<F>(cx, &page, &values).await) } else { error })
        }
        other => other,
    };
    if cx.wants_json { ended.into_json() } else { ended.into_page() }
}

/// What somebody typed and chose, in a sentence each, for where no page shows it again; empty where that is nothing.
async fn given_back<F: Form>(cx: &RequestCx, at: &F::At, values: &Values) -> String {
    let typed = values.sentences(F::FIELDS);
    let typed = (!typed.is_empty()).then(|| format!("What you typed: {typed}"));
    let entered = F::entered(cx, at, values).await;
    let entered = (!entered.is_empty()).then(|| format!("What you entered: {}.", entered.join("; ")));
    typed.into_iter().chain(entered).collect::<Vec<_>>().join(" ")
}

/// An error that takes the page of a form away from whoever had it, with what they typed and chose: nowhere else can they read it.
fn with_what(error: AppError, given_back: &str) -> AppError {
    let is_said =
        |why: &str| ["Nothing was saved.", "Nothing was changed."].iter().any(|nothing| why.contains(nothing));
    let with = |why: String| match is_said(&why) {
        true => format!("{why} {given_back}"),
        false => format!("{why} Nothing was saved. {given_back}"),
    };
    match error {
        error if given_back.is_empty() => error,
        AppError::NotFound => AppError::Over(given_back.to_owned()),
        AppError::Forbidden(why) => AppError::Forbidden(with(why)),
        AppError::Conflict(why) => AppError::Conflict(with(why)),
        other => other,
    }
}

/// How a form ended, before it is known how it is told.
enum Ended {
    /// The browser goes to another page; with what an island is told.
    To(String, Option<serde_json::Value>),
    /// It is shown again there.
    Again(String, Invalid),
    /// An error.
    Error(AppError),
}

impl From<AppError> for Ended {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

impl Ended {
    fn into_page(self) -> Response {
        match self {
            Self::To(to, _) => see_other(&to),
            Self::Again(to, _) => see_other(&format!("{to}#error-summary")),
            Self::Error(AppError::SignedOut) => see_other(paths::SIGN_IN.path),
            Self::Error(error) => error.into_response(),
        }
    }

    fn into_json(self) -> Response {
        match self {
            Self::To(to, data) => Json(json!({ "to": to, "data": data })).into_response(),
            Self::Again(to, errors) => {
                (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "to": to, "errors": errors }))).into_response()
            }
            Self::Error(error) => (
                StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                Json(json!({ "error": error.to_string() })),
            )
                .into_response(),
        }
    }
}

fn see_other(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(error) => AppError::internal(&error).into_response(),
    }
}

/// The sheet that was sent, when it was handed to whoever sends it. What somebody else was handed is kept for them.
async fn opened<F: Form>(cx: &RequestCx, at: &F::At, values: &mut Values) -> Result<Option<Sealed>, Ended> {
    let sender = cx.person.as_deref().map(|person| person.actor.person);
    if !F::SEALED {
        F::ROUTE.access.admit(cx)?;
        return Ok(None);
    }
    let admitted = match F::ROUTE.access.admit(cx) {
        Err(AppError::SignedOut) if !cx.wants_json => Err(Ended::To(paths::SIGN_IN.path.to_owned(), None)),
        other => other.map_err(Ended::Error),
    };
    let sealed = values.take(SHEET).unwrap_or_default();
    let sealed = match cx.app.seal.read(&sealed, &F::ROUTE.to(at.clone())) {
        Ok(sealed) => sealed,
        Err(error) => return Err(admitted.err().unwrap_or(Ended::Error(error))),
    };
    let (Some(owner), true) = (sealed.person, sealed.person != sender) else {
        admitted?;
        return Ok(Some(sealed));
    };
    let first = match F::ONCE {
        true => sent::first(cx, &Sent::of::<F>(cx, sealed, values)?).await?,
        false => None,
    };
    // What was done before is not sent anew by the same sheet.
    let (key, note) = match &first {
        Some(_) => (random::uuid(), String::from(SENT_BEFORE)),
        None => (sealed.key, unsent::<F>()),
    };
    let kept = Kept { values: values.without_secrets(F::FIELDS), note: Some(note), ..Kept::default() };
    kept::keep(cx, (key, Some(owner)), F::ROUTE.to(at.clone()), &kept).await?;
    if sender.is_some() || cx.wants_json {
        let error = match sender {
            Some(_) => AppError::Forbidden(String::from(
                "This form was opened by someone else who was signed in here then. Nothing was sent. Open the page again to do it yourself.",
            )),
            None => AppError::SignedOut,
        };
        return Err(error.into());
    }
    let page = match first {
        Some(first) if first.is_same => first.led,
        _ => again::<F>(at, values, key),
    };
    Err(Ended::To(paths::sign_in_then(&page), None))
}

/// What is said of a form that was sent a second time with something else in it, by nobody any more.
const SENT_BEFORE: &str = "This form was sent before, and what it held then was done. What you typed since then was not sent: you were no longer signed in. It is kept here. Send it if you want that too.";

/// What is said of a form that was sent by nobody any more.
fn unsent<F: Form>() -> String {
    let kept = match !F::FIELDS.is_empty() && F::FIELDS.iter().all(|field| field.is_secret) {
        true => "Passwords are not kept, and neither are files: enter them again.",
        false => "What you typed is kept. Check it and send it again.",
    };
    format!("This form was not sent: you were no longer signed in. {kept}")
}

/// The page that shows the form again.
fn again<F: Form>(at: &F::At, values: &Values, key: Uuid) -> String {
    with_query(&F::shown_on(at, values), SHEET, &key.to_string())
}

async fn acted<F: Form>(
    cx: &RequestCx,
    at: F::At,
    (values, brought): (&Values, &mut impl Upload<F>),
    sealed: Option<Sealed>,
) -> Ended {
    let key = sealed.map(|sealed| sealed.key);
    let owner = sealed.and_then(|sealed| sealed.person);
    let sent = match sealed.map(|sealed| Sent::of::<F>(cx, sealed, values)).transpose() {
        Ok(sent) => sent.filter(|_| F::ONCE),
        Err(error) => return error.into(),
    };
    let tx = Tx::of_request(cx, sent.clone());
    let stop = match brought.act(cx, &tx, at.clone(), values).await {
        Ok(done) => match tx.commit(&done).await {
            Ok(()) if F::ONCE => return to(done, key),
            Ok(()) => return said(cx, done, (key, owner)).await.unwrap_or_else(Ended::Error),
            Err(error) => Stop::Error(error),
        },
        Err(stop) => match tx.rollback().await {
            Ok(()) => stop,
            Err(error) => Stop::Error(error),
        },
    };
    stopped::<F>(cx, at, values, (sent, key, owner), stop).await.unwrap_or_else(Ended::Error)
}

/// What is said to who sends a sheet once more that had its effect, with something else in it.
async fn sent_before<F: Form>(
    cx: &RequestCx,
    (at, values): (&F::At, &Values),
    (owner, first): (Option<PersonId>, First),
) -> Result<Ended, AppError> {
    let told = "This form was sent before, and what it held then was done. What it holds now was not done. Begin anew for that.";
    let done = Done::to(first.location).warning(told);
    said(cx, with_what_was_typed(done, &given_back::<F>(cx, at, values).await), (None, owner)).await
}

/// Where a form led that may be sent again: what is said this time has a key of its own, and the sheet shows nothing again.
async fn said(cx: &RequestCx, done: Done, (key, owner): (Option<Uuid>, Option<PersonId>)) -> Result<Ended, AppError> {
    if let Some(key) = key {
        kept::forget(cx, key).await?;
    }
    let said = random::uuid();
    if done.notice.is_some() {
        sent::instead(cx, &Sent::said(said, owner), &done).await?;
    }
    Ok(to(done, Some(said)))
}

fn to(done: Done, key: Option<Uuid>) -> Ended {
    let to = match key {
        Some(key) => sent::led(done.to, key, done.notice.is_some()),
        None => done.to,
    };
    Ended::To(to, done.data)
}

async fn stopped<F: Form>(
    cx: &RequestCx,
    at: F::At,
    values: &Values,
    (sent, key, owner): (Option<Sent>, Option<Uuid>, Option<PersonId>),
    stop: Stop,
) -> Result<Ended, AppError> {
    // Sent before: it is answered as it was then.
    if let Some(sent) = &sent
        && let Some(first) = sent::first(cx, sent).await?
    {
        return match first.is_same {
            true => Ok(Ended::To(first.led, None)),
            false => sent_before::<F>(cx, (&at, values), (owner, first)).await,
        };
    }
    // Nothing that was typed is wrong, and it can be sent again later: the form is shown again, and no page without it.
    let stop = match stop {
        Stop::Error(AppError::Full(why)) => Stop::Fields(Invalid::one("page-title", why)),
        other => other,
    };
    Ok(match (stop, key) {
        (Stop::Fields(errors), Some(_)) if owner.is_none() && errors == F::unfilled() => {
            Ended::Again(with_query(&F::shown_on(&at, values), SHEET, UNFILLED), errors)
        }
        (Stop::Fields(errors), Some(key)) => {
            let kept = Kept { values: kept_of::<F>(values, owner), errors: errors.clone(), note: None };
            kept::keep(cx, (key, owner), F::ROUTE.to(at.clone()), &kept).await?;
            Ended::Again(again::<F>(&at, values, key), errors)
        }
        (Stop::Changed(values, place), Some(key)) => {
            let to = format!("{}#{place}", again::<F>(&at, &values, key));
            let kept = Kept { values: kept_of::<F>(&values, owner), ..Kept::default() };
            kept::keep(cx, (key, owner), F::ROUTE.to(at), &kept).await?;
            Ended::To(to, None)
        }
        (Stop::Changed(values, _), None) => Ended::To(F::shown_on(&at, &values), None),
        (Stop::Fields(errors), None) => Ended::Again(F::shown_on(&at, values), errors),
        (Stop::Instead(done), key) => {
            let done = match owner {
                Some(_) if !cx.wants_json => with_what_was_typed(done, &given_back::<F>(cx, &at, values).await),
                _ => done,
            };
            let Some(sent) = sent else { return said(cx, done, (key, owner)).await };
            sent::instead(cx, &sent, &done).await?;
            to(done, key)
        }
        (Stop::Error(error), Some(key)) if owner.is_some() || !kept_of::<F>(values, owner).is_blank() => {
            // Whatever went wrong, what was typed is not lost: the same sheet shows it again.
            let kept = Kept { values: kept_of::<F>(values, owner), ..Kept::default() };
            kept::keep(cx, (key, owner), F::ROUTE.to(at), &kept).await?;
            Ended::Error(error)
        }
        (Stop::Error(error), _) => Ended::Error(error),
    })
}

/// What is said instead, with what somebody typed into a form that did nothing: no page shows it again.
fn with_what_was_typed(done: Done, given_back: &str) -> Done {
    match &done.notice {
        Some((Tone::Warning, said)) if !given_back.is_empty() => {
            let said = format!("{said} {given_back}");
            done.warning(said)
        }
        _ => done,
    }
}

fn kept_of<F: Form>(values: &Values, owner: Option<PersonId>) -> Values {
    match owner {
        Some(_) => values.without_secrets(F::FIELDS),
        None => values.of_nobody(F::FIELDS),
    }
}
