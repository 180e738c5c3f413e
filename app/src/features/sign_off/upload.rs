//! A file that is sent as evidence: it streams into the evidence store under a name we make, with its hash.

use super::evidence::{AddFile, BroughtFile, FILE, Received};
use super::files::{clean_name, media_type};
use super::incoming::Incoming;
use super::own;
use super::store::NewEvidence;
use crate::prelude::pages::*;
use crate::web::forms::{self, SHEET};
use axum::extract::multipart::{Field, Multipart};
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
/// Longest field beside the file, bytes.
const FIELD_LIMIT: usize = 1024;

const TOO_LARGE: &str = "Choose a file of at most 25 MB";

/// Takes a file for a claim.
pub async fn upload(cx: RequestCx, claim: ClaimId, request: Request) -> Response {
    let taken = take(&cx, claim, request).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn take(cx: &RequestCx, claim: ClaimId, request: Request) -> Result<Response, AppError> {
    own::read(cx, claim).await?;
    let multipart = Multipart::from_request(request, &()).await;
    let Some((sheet, received)) = receive(cx, multipart.map_err(|_| AppError::Malformed)?).await? else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let mut brought = BroughtFile(Some(received));
    let answer = forms::run::<AddFile>(cx, claim, Values::of([(SHEET, sheet)]), &mut brought).await;
    // Nobody should wait for the database while the store deletes: the form is over. No row names what is left here.
    if let Some(Ok((_, stored))) = brought.0 {
        stored.discard().await;
    }
    Ok(answer)
}

/// Reads the form: its sheet, and then the file; none when not even the sheet can be read.
async fn receive(cx: &RequestCx, mut multipart: Multipart) -> Result<Option<(String, Received)>, AppError> {
    let mut sheet = String::new();
    loop {
        match multipart.next_field().await {
            Ok(Some(field)) if field.name() == Some(FILE.name) => {
                return Ok(Some((sheet, store(cx, field).await?)));
            }
            Ok(Some(field)) if field.name() == Some(SHEET) => match short(field).await {
                Some(text) => sheet = text,
                None => return Ok(None),
            },
            Ok(Some(_)) => {}
            Ok(None) => return Ok(Some((sheet, Err("Choose a file")))),
            Err(_) if sheet.is_empty() => return Ok(None),
            Err(_) => return Ok(Some((sheet, Err(TOO_LARGE)))),
        }
    }
}

/// The text of a field beside the file.
async fn short(mut field: Field<'_>) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.ok()? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > FIELD_LIMIT {
            return None;
        }
    }
    String::from_utf8(bytes).ok()
}

/// Streams one file into the store; the whole is never in memory.
async fn store(cx: &RequestCx, mut field: Field<'_>) -> Result<Received, AppError> {
    let sent_name = field.file_name().unwrap_or_default();
    // A browser sends an empty part without a name when no file was chosen.
    let is_named = !sent_name.is_empty();
    let name = clean_name(sent_name);
    let mut incoming = Incoming::begin(&cx.app.uploads, &cx.app.evidence).await?;
    let (mut head, mut hash, mut size) = (Vec::with_capacity(HEAD), Sha256::new(), 0_usize);
    let refused = loop {
        match field.chunk().await {
            Ok(Some(chunk)) => {
                size += chunk.len();
                if size > FILE_LIMIT {
                    break Some(TOO_LARGE);
                }
                if head.len() < HEAD {
                    head.extend_from_slice(&chunk[..chunk.len().min(HEAD - head.len())]);
                }
                hash.update(&chunk);
                incoming.write(&chunk).await?;
            }
            Ok(None) => break None,
            Err(_) => break Some(TOO_LARGE),
        }
    };
    let media_type = media_type(&head);
    let refused = refused.or(match (size, media_type) {
        (0, _) if is_named => Some("Choose a file that is not empty"),
        (0, _) => Some("Choose a file"),
        (_, None) => Some("Choose a PDF, a picture (JPEG, PNG, HEIC), a Word or Excel document or a plain text"),
        _ => None,
    });
    if let Some(why) = refused {
        incoming.discard().await;
        return Ok(Err(why));
    }
    incoming.finish().await?;
    let new = NewEvidence::File {
        name,
        key: incoming.key().to_string(),
        media_type: media_type.unwrap_or_default().to_owned(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        sha256: hex::encode(hash.finalize()),
    };
    Ok(Ok((new, incoming)))
}
