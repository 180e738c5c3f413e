//! What can go wrong with a request, as the person is told.

use axum::response::{IntoResponse, Response};
use domain::access::Denied;
use http::StatusCode;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use serde::{Deserialize, Serialize};

/// Why a page or an action gave no result. Field errors are not here: they go back to the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// No such thing, or the person may not know of it.
    #[error("There is no such page, or you may not see it.")]
    NotFound,
    /// The same, to who was handed its form before: with what they typed into it and chose.
    #[error(
        "What you may do here has ended meanwhile, or what it was about is no longer there. Nothing was saved. {0}"
    )]
    Over(String),
    /// Not signed in.
    #[error("Sign in to go on.")]
    SignedOut,
    /// Known, but not theirs to do; with the reason.
    #[error("{0}")]
    Forbidden(String),
    /// They did as much there as is taken within a day; with until when. A form is shown again with it, and with what was typed.
    #[error("{0}")]
    Full(String),
    /// Someone else changed the thing meanwhile; with what happened.
    #[error("{0}")]
    Conflict(String),
    /// The request itself was malformed (nothing a form of ours would send).
    #[error("What was sent could not be read. Go back, reload the page and try again.")]
    Malformed,
    /// It took longer than a request may, and was stopped.
    #[error("This took too long and was stopped. Check whether it was done before you send it again.")]
    TooLong,
    /// Our fault; the reference finds the log line.
    #[error(
        "Something went wrong on our side. If you were sending something, check whether it was done before you send it again. Reference: {0}"
    )]
    Internal(String),
}

impl AppError {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound | Self::Over(_) => 404,
            Self::SignedOut => 401,
            Self::Forbidden(_) | Self::Full(_) => 403,
            Self::Conflict(_) => 409,
            Self::Malformed => 400,
            Self::TooLong => 503,
            Self::Internal(_) => 500,
        }
    }

    /// The heading of its page.
    pub fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Page not found",
            Self::SignedOut => "Sign in first",
            Self::Over(_) => "You can no longer do this",
            Self::Forbidden(_) | Self::Full(_) => "You can’t do this",
            Self::Conflict(_) => "This has changed meanwhile",
            Self::Malformed => "This could not be read",
            Self::TooLong => "That took too long",
            Self::Internal(_) => "Something went wrong",
        }
    }
}

/// Status and text; the error itself goes along for the layer that draws it as a page.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, self.to_string()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Denied> for AppError {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unknown => Self::NotFound,
            Denied::Forbidden(why) => Self::Forbidden(why.to_owned()),
        }
    }
}

impl From<DbErr> for AppError {
    /// Two at once wrote what there can be only once, and the store has no better word for it, or they stood in each other's way:
    /// whoever came second is told so, and nothing broke. Anything else is our fault.
    fn from(error: DbErr) -> Self {
        if is_duplicate(&error) {
            tracing::warn!(cause = %error, "overtaken by another write");
            return Self::Conflict(String::from(
                "Someone else did the same a moment before you. Nothing was saved. Look at what is there now before you send it again.",
            ));
        }
        if is_crossed(&error) {
            tracing::warn!(cause = %error, "crossed by another write");
            return Self::Conflict(String::from(
                "Someone else changed something at the same moment. Nothing was saved. Send it again.",
            ));
        }
        Self::internal(&error)
    }
}

/// Whether the database ended a unit of work for the sake of another: both waited for each other (40P01), or can't be put in one order
/// (40001); on SQLite another process had the database for too long (5, and with it what more it says in the higher bits).
fn is_crossed(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(cause))
    | DbErr::Exec(RuntimeErr::SqlxError(cause))
    | DbErr::Query(RuntimeErr::SqlxError(cause))) = error
    else {
        return false;
    };
    let Some(code) = cause.as_database_error().and_then(|error| error.code()) else { return false };
    matches!(&*code, "40P01" | "40001" | "5" | "261" | "517" | "773")
}

/// Whether an insert met a row that was there first.
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<tower_sessions::session::Error> for AppError {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<object_store::Error> for AppError {
    fn from(error: object_store::Error) -> Self {
        Self::internal(&error)
    }
}

impl AppError {
    /// Logs the cause once, under a new reference, and keeps it from the person.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        let reference = crate::web::random::reference();
        tracing::error!(reference, cause = %cause, "request failed");
        Self::Internal(reference)
    }
}
