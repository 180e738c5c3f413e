//! A form with a file, as it arrives: its sheet and its fields first, and then the file, at the pace of a person's connection.

use super::forms::{Field as FormField, SHEET, Values};
use super::places::{OF_ONE, Pace, TooSlow};
use super::request::RequestCx;
use crate::error::AppError;
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use http::StatusCode;

/// What the fields beside a file may be together, bytes: as long as any other form. What is too long for its field is told there.
const FIELDS: usize = 256 * 1024;
/// What there is around a file at most, bytes: the fields, and what multipart wraps around each.
pub const AROUND: usize = FIELDS + 64 * 1024;
/// Most parts of a form: as many as a framework has elements to choose, and some.
const MOST_PARTS: usize = 200;

const TOO_SLOW: &str =
    "Choose the file again where the connection is quicker, or a smaller file: too little of it arrived";
const BROKEN_OFF: &str = "Choose the file again: it did not arrive whole";
const TOO_MANY_PARTS: &str = "Choose the file on this page: what was sent has more parts than a form of this page";

/// What somebody is told who has as many files on their way as one person may.
pub fn too_many() -> String {
    format!("Choose the file again in a moment: {OF_ONE} files of yours are on their way already")
}

/// How long a file may be.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Its bytes.
    pub bytes: usize,
    /// What to do about a longer one.
    pub too_large: &'static str,
}

/// What became of the file of a form: what it was made to, or in a sentence what is wrong with it. None where none was chosen.
pub type Received<T> = Option<Result<T, String>>;

/// What becomes of a file that arrives.
pub trait Receives: Send {
    /// What it is made to.
    type Got: Send;

    /// Takes it.
    fn receive(
        self,
        cx: &RequestCx,
        arriving: Arriving<'_>,
    ) -> impl Future<Output = Result<Received<Self::Got>, AppError>> + Send;
}

/// Reads a form: its sheet and its fields, and then the file in the field `file`. None when it is too large to read even the sheet.
///
/// # Errors
/// [`AppError::Malformed`] where it can't be read; what keeps the file from being received.
pub async fn received<R: Receives>(
    cx: &RequestCx,
    request: Request,
    fields: &[FormField],
    (file, limit): (FormField, Limit),
    receiver: R,
) -> Result<Option<(Values, Received<R::Got>)>, AppError> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| AppError::Malformed)?;
    let mut values = Values::default();
    let is_ours = |name: &str| name == SHEET || fields.iter().any(|field| field.name == name);
    let mut left = FIELDS;
    for _ in 0..MOST_PARTS {
        match parts.next_field().await {
            Ok(Some(field)) if field.name() == Some(file.name) => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let arriving = Arriving { name, size: 0, limit, pace: Pace::new(&cx.app.uploads), field };
                return Ok(Some((values, receiver.receive(cx, arriving).await?)));
            }
            Ok(Some(field)) => {
                if let Some(name) = field.name().filter(|name| is_ours(name)).map(str::to_owned) {
                    match short(field, left).await? {
                        Some(text) => {
                            left -= text.len();
                            values.add(name, text);
                        }
                        None => return Ok(None),
                    }
                }
            }
            Ok(None) => return Ok(Some((values, None))),
            Err(error) if !values.has(SHEET) => return unread(&error),
            Err(error) => return Ok(Some((values, Some(Err(limit.why_unread(&error).to_owned()))))),
        }
    }
    if values.has(SHEET) { Ok(Some((values, Some(Err(TOO_MANY_PARTS.to_owned()))))) } else { Err(AppError::Malformed) }
}

/// A file that is on its way.
pub struct Arriving<'m> {
    /// Its name, as it was sent.
    pub name: String,
    /// How much of it has arrived, bytes.
    pub size: usize,
    limit: Limit,
    pace: Pace,
    field: Field<'m>,
}

impl Arriving<'_> {
    /// The next of its bytes; none at its end.
    ///
    /// # Errors
    /// What to do, where it breaks off, is too slow or too large.
    pub async fn next(&mut self) -> Result<Option<Bytes>, &'static str> {
        let arrived =
            |chunk: &Result<Option<Bytes>, _>| chunk.as_ref().map_or(0, |bytes| bytes.as_ref().map_or(0, Bytes::len));
        let next = self.pace.keeps(self.field.chunk(), arrived).await.map_err(|TooSlow| TOO_SLOW)?;
        let next = next.map_err(|error| self.limit.why_unread(&error))?;
        self.size += next.as_ref().map_or(0, Bytes::len);
        if self.size > self.limit.bytes { Err(self.limit.too_large) } else { Ok(next) }
    }

    /// Whether it has ended and was never chosen: a browser sends an empty part without a name then.
    pub fn is_nothing(&self) -> bool {
        self.size == 0 && self.name.is_empty()
    }

    /// What is wrong with a file that arrived whole, where nothing is in it.
    ///
    /// # Errors
    /// What to do.
    pub fn is_something(&self) -> Result<(), &'static str> {
        if self.size == 0 { Err("Choose a file that is not empty") } else { Ok(()) }
    }
}

impl Limit {
    fn why_unread(self, error: &MultipartError) -> &'static str {
        if is_too_large(error) { self.too_large } else { BROKEN_OFF }
    }
}

fn is_too_large(error: &MultipartError) -> bool {
    error.status() == StatusCode::PAYLOAD_TOO_LARGE
}

/// The answer to a form of which not even the sheet could be read: none where it is too large.
fn unread<T>(error: &MultipartError) -> Result<Option<T>, AppError> {
    if is_too_large(error) { Ok(None) } else { Err(AppError::Malformed) }
}

/// The text of a field beside the file; none where it is longer than what is left for the fields.
async fn short(mut field: Field<'_>, left: usize) -> Result<Option<String>, AppError> {
    let mut bytes = Vec::new();
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            // PostgreSQL keeps no NUL.
            Ok(None) if bytes.contains(&0) => return Err(AppError::Malformed),
            Ok(None) => return String::from_utf8(bytes).map(Some).map_err(|_| AppError::Malformed),
            Err(error) => return unread(&error),
        }
        if bytes.len() > left {
            return Ok(None);
        }
    }
}
