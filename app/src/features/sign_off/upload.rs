//! A file that is sent as evidence: it streams into the evidence store under a name we make, with its hash.

use super::evidence::{AddFile, BroughtFile, FILE, Received};
use super::files::{kept_name, refused_by_name};
use super::incoming::Incoming;
use super::kinds::media_type;
use super::own;
use super::packed::Tail;
use super::store::NewEvidence;
use crate::prelude::pages::*;
use crate::web::forms::{self, Field as FormField, SHEET, Upload};
use crate::web::places::{OF_ONE, Pace, TooSlow};
use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use sha2::{Digest, Sha256};

/// Largest file, bytes.
pub const FILE_LIMIT: usize = 25 * 1024 * 1024;
/// Largest request: the file and what multipart wraps around it.
pub const BODY_LIMIT: usize = FILE_LIMIT + 64 * 1024;
/// How much of a file is looked at to judge its type, bytes.
const HEAD: usize = 8192;
/// Longest field beside the file, bytes: a text of 5,000 characters, whatever they are.
const FIELD_LIMIT: usize = 20 * 1024;

/// Most parts of a form: as many as a framework has elements to ask for, and some.
const MOST_PARTS: usize = 200;

const TOO_LARGE: &str = "Choose a file of at most 25 MB";
const TOO_SLOW: &str =
    "Choose the file again where the connection is quicker, or a smaller file: too little of it arrived";
const BROKEN_OFF: &str = "Choose the file again: it did not arrive whole";
const TOO_MANY_PARTS: &str = "Choose the file on this page: what was sent has more parts than a form of this page";

/// Takes a file for a claim.
pub async fn upload(cx: RequestCx, claim: ClaimId, request: Request) -> Response {
    let taken = take(&cx, claim, request).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn take(cx: &RequestCx, claim: ClaimId, request: Request) -> Result<Response, AppError> {
    own::read(cx, claim).await?;
    let multipart = Multipart::from_request(request, &()).await;
    run::<AddFile>(cx, claim, multipart.map_err(|_| AppError::Malformed)?).await
}

/// Runs a form that has a file, which is the last of its fields.
///
/// # Errors
/// [`AppError::Malformed`] when it is no such form.
pub async fn run<F: Form>(cx: &RequestCx, at: F::At, multipart: Multipart) -> Result<Response, AppError>
where
    BroughtFile: Upload<F>,
{
    let Some((values, received)) = receive(cx, F::FIELDS, multipart).await? else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let mut brought = BroughtFile(received);
    let answer = forms::run::<F>(cx, at, values, &mut brought).await;
    // Nobody should wait for the database while the store deletes: the form is over. No row names what is left here.
    if let Some(Ok((_, stored))) = brought.0 {
        stored.discard().await;
    }
    Ok(answer)
}

/// What a form brought: its values, and its file where one was chosen.
type Brought = (Values, Option<Received>);

/// Reads the form: its sheet and its fields, and then the file; none when it is too large to read even the sheet.
async fn receive(cx: &RequestCx, fields: &[FormField], mut multipart: Multipart) -> Result<Option<Brought>, AppError> {
    let mut values = Values::default();
    let is_ours = |name: &str| name == SHEET || fields.iter().any(|field| field.name == name);
    for _ in 0..MOST_PARTS {
        match multipart.next_field().await {
            Ok(Some(field)) if field.name() == Some(FILE.name) => {
                return Ok(Some((values, store(cx, field).await?)));
            }
            Ok(Some(field)) => match field.name().filter(|name| is_ours(name)).map(str::to_owned) {
                Some(name) => match short(field).await? {
                    Some(text) => values.add(name, text),
                    None => return Ok(None),
                },
                None => {}
            },
            Ok(None) => return Ok(Some((values, None))),
            Err(error) if !values.has(SHEET) => return unread(&error),
            Err(error) => return Ok(Some((values, Some(Err(why_unread(&error).to_owned()))))),
        }
    }
    if values.has(SHEET) { Ok(Some((values, Some(Err(TOO_MANY_PARTS.to_owned()))))) } else { Err(AppError::Malformed) }
}

fn is_too_large(error: &MultipartError) -> bool {
    error.status() == StatusCode::PAYLOAD_TOO_LARGE
}

/// Why the file of a form was not read to its end.
fn why_unread(error: &MultipartError) -> &'static str {
    if is_too_large(error) { TOO_LARGE } else { BROKEN_OFF }
}

/// The answer to a form of which not even the sheet could be read: none where it is too large.
fn unread<T>(error: &MultipartError) -> Result<Option<T>, AppError> {
    if is_too_large(error) { Ok(None) } else { Err(AppError::Malformed) }
}

/// The text of a field beside the file; none where it is too long.
async fn short(mut field: Field<'_>) -> Result<Option<String>, AppError> {
    let mut bytes = Vec::new();
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            // PostgreSQL keeps no NUL.
            Ok(None) if bytes.contains(&0) => return Err(AppError::Malformed),
            Ok(None) => return String::from_utf8(bytes).map(Some).map_err(|_| AppError::Malformed),
            Err(error) => return unread(&error),
        }
        if bytes.len() > FIELD_LIMIT {
            return Ok(None);
        }
    }
}

/// What somebody is told who has as many files on their way as one person may.
fn too_many() -> String {
    format!("Choose the file again in a moment: {OF_ONE} files of yours are on their way already")
}

/// Streams one file into the store; the whole is never in memory. None where no file was chosen.
async fn store(cx: &RequestCx, mut field: Field<'_>) -> Result<Option<Received>, AppError> {
    let sent_name = field.file_name().unwrap_or_default().to_owned();
    let Some(place) = cx.app.uploads.take(cx.actor()?.person).await else {
        return Ok(Some(Err(refused_by_name(&sent_name, &too_many()))));
    };
    let mut incoming = Incoming::begin(place, &cx.app.evidence);
    let mut pace = Pace::new(&cx.app.uploads);
    let (mut head, mut tail) = (Vec::with_capacity(HEAD), Tail::default());
    let (mut hash, mut size) = (Sha256::new(), 0_usize);
    let refused = loop {
        let arrived =
            |chunk: &Result<Option<Bytes>, _>| chunk.as_ref().map_or(0, |bytes| bytes.as_ref().map_or(0, Bytes::len));
        let next = match pace.keeps(field.chunk(), arrived).await {
            Ok(next) => next,
            Err(TooSlow) => break Some(TOO_SLOW),
        };
        match next {
            Ok(Some(chunk)) => {
                size += chunk.len();
                if size > FILE_LIMIT {
                    break Some(TOO_LARGE);
                }
                if head.len() < HEAD {
                    head.extend_from_slice(&chunk[..chunk.len().min(HEAD - head.len())]);
                }
                tail.take(&chunk);
                hash.update(&chunk);
                incoming.write(&chunk).await?;
            }
            Ok(None) => break None,
            Err(error) => break Some(why_unread(&error)),
        }
    };
    let judged = match (refused, size) {
        (Some(why), _) => Err(why),
        // A browser sends an empty part without a name when no file was chosen.
        (None, 0) if sent_name.is_empty() => {
            incoming.discard().await;
            return Ok(None);
        }
        (None, 0) => Err("Choose a file that is not empty"),
        (None, _) => media_type(&head, &tail).and_then(|kind| Ok((kept_name(&sent_name, &kind)?, kind))),
    };
    let (name, media_type) = match judged {
        Ok(judged) => judged,
        Err(why) => {
            incoming.discard().await;
            return Ok(Some(Err(refused_by_name(&sent_name, why))));
        }
    };
    incoming.finish().await?;
    let new = NewEvidence::File {
        name,
        key: incoming.key().to_string(),
        media_type,
        size: i64::try_from(size).unwrap_or(i64::MAX),
        sha256: hex::encode(hash.finalize()),
    };
    Ok(Some(Ok((new, incoming))))
}
