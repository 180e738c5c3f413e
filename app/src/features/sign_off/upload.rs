//! Files: they stream into the evidence store under names we make, with their hash; type is judged by content; they are
//! served back as attachments to those who may see the claim.

use super::actions::evidence::THERE_ALREADY;
use super::actions::{may_still_change, own_claim};
use super::incoming::Incoming;
use super::pages::may_see;
use super::store::{self, NewEvidence};
use crate::error::AppError;
use crate::features::journal::store::Stamp;
use crate::paths;
use crate::web::form::{Tone, Values};
use crate::web::page::plain_error;
use crate::web::request::RequestCx;
use axum::Extension;
use axum::body::Body;
use axum::extract::Path;
use axum::extract::multipart::{Field, Multipart, MultipartRejection};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::{Permit, actions};
use domain::ids::{ClaimId, RowId};
use domain::invalid::Invalid;
use domain::text::{is_blank, one_line};
use futures::TryStreamExt;
use http::{HeaderValue, header};
use object_store::ObjectStoreExt;
use object_store::path::Path as Key;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

/// Largest file, bytes.
pub const FILE_LIMIT: usize = 25 * 1024 * 1024;
/// Largest request: the file and what multipart wraps around it.
pub const BODY_LIMIT: usize = FILE_LIMIT + 64 * 1024;
/// What a file dialog offers.
pub const ACCEPT: &str = ".pdf,.jpg,.jpeg,.png,.heic,.docx,.xlsx,.txt";
/// How much of a file is looked at to judge its type, bytes.
const HEAD: usize = 8192;

/// Where a file is posted to.
#[must_use]
pub fn action(claim: &ClaimId) -> String {
    format!("/api/claims/{claim}/files")
}

/// A file's type, judged by its first bytes and never by its name; `None` when it is not one of those accepted.
#[must_use]
pub fn media_type(head: &[u8]) -> Option<&'static str> {
    const ACCEPTED: [&str; 6] = [
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/heif",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ];
    match infer::get(head) {
        Some(kind) => ACCEPTED.into_iter().find(|accepted| *accepted == kind.mime_type()),
        None => is_text(head).then_some("text/plain; charset=utf-8"),
    }
}

/// Text is UTF-8 without control characters and does not begin like a document that a browser would run.
fn is_text(head: &[u8]) -> bool {
    let readable = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end in the middle of a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let start = readable.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    !readable.is_empty()
        && !readable
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        && !start.starts_with('<')
}

/// A type in words.
#[must_use]
pub fn kind_words(media_type: &str) -> &'static str {
    match media_type {
        "application/pdf" => "PDF",
        "image/jpeg" => "JPEG picture",
        "image/png" => "PNG picture",
        "image/heif" => "HEIC picture",
        kind if kind.contains("wordprocessingml") => "Word document",
        kind if kind.contains("spreadsheetml") => "Excel sheet",
        _ => "text file",
    }
}

/// A file's name as we keep it: what a person would recognise, without what could mislead.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = one_line(last).replace('"', "");
    let kept = kept.trim_start_matches('.');
    if is_blank(kept) {
        return String::from("file");
    }
    // Of a long name the end says what it is.
    let (stem, ending) = kept
        .rsplit_once('.')
        .filter(|(_, ending)| ending.chars().count() <= 8)
        .unwrap_or((kept, ""));
    let stem: String = stem.chars().take(150).collect();
    if ending.is_empty() {
        stem
    } else {
        format!("{stem}.{ending}")
    }
}

/// What a stored file came to, or what is wrong with it.
enum Stored {
    File(NewEvidence, Box<Incoming>),
    Refused(&'static str),
}

/// Takes a file for a claim.
pub async fn upload(
    Extension(cx): Extension<RequestCx>,
    Path(claim): Path<String>,
    multipart: Result<Multipart, MultipartRejection>,
) -> Response {
    match take(&cx, &claim, multipart).await {
        Ok(to) => Redirect::to(&to).into_response(),
        Err(error) => plain_error(&error),
    }
}

async fn take(
    cx: &RequestCx,
    claim: &str,
    multipart: Result<Multipart, MultipartRejection>,
) -> Result<String, AppError> {
    let (found, permit) = own_claim(cx, claim).await?;
    let page = paths::claim_evidence(&found.id);
    let mut multipart = multipart.map_err(|_| AppError::Malformed)?;
    let stored = loop {
        match multipart.next_field().await {
            Ok(Some(field)) if field.name() == Some("file") => break store_file(cx, field).await?,
            Ok(Some(_)) => {}
            Ok(None) => break Stored::Refused("Choose a file"),
            Err(_) => break Stored::Refused(TOO_LARGE),
        }
    };
    let (new, incoming) = match stored {
        Stored::File(new, incoming) => (new, incoming),
        Stored::Refused(why) => return refused(cx, &found.id, why).await,
    };
    match add(cx, &permit, &found.id, new, *incoming).await {
        Ok(added) => {
            let (tone, said) = if added {
                (Tone::Done, "The file is added.")
            } else {
                (Tone::Warning, THERE_ALREADY)
            };
            cx.leave_notice(tone, said).await?;
            Ok(page)
        }
        Err(AppError::Conflict(why)) if may_still_change(cx, &found.id).await? => {
            refused(cx, &found.id, why.trim_end_matches('.')).await
        }
        Err(AppError::Conflict(why)) => {
            cx.leave_notice(Tone::Warning, &why).await?;
            Ok(paths::claim(&found.id))
        }
        Err(error) => Err(error),
    }
}

/// Adds the row of a stored file. The row decides: a file that no row names is of no use.
async fn add(
    cx: &RequestCx,
    permit: &Permit<actions::WriteClaim>,
    claim: &ClaimId,
    new: NewEvidence,
    incoming: Incoming,
) -> Result<bool, AppError> {
    let tx = cx.app.db.begin().await?;
    let added = store::add_evidence(&tx, permit, &Stamp::of(cx), claim, new).await;
    if !matches!(added, Ok(true)) {
        // Nobody should wait for the database while the store deletes.
        tx.rollback().await?;
        incoming.discard().await;
        return added;
    }
    // A commit that is cut off may have happened: better a file without a row than a row without its file.
    incoming.keep();
    tx.commit().await?;
    Ok(true)
}

/// Sends the browser back to the form, which says why.
async fn refused(cx: &RequestCx, claim: &ClaimId, why: &str) -> Result<String, AppError> {
    let errors = Invalid::one("file", why);
    cx.send_back(&format!("evidence {claim}"), Values::new(), errors)
        .await?;
    Ok(format!("{}#error-summary", paths::add_evidence(claim, "file")))
}

const TOO_LARGE: &str = "Choose a file of at most 25 MB";

/// Streams one file into the store; the whole is never in memory.
async fn store_file(cx: &RequestCx, mut field: Field<'_>) -> Result<Stored, AppError> {
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
        return Ok(Stored::Refused(why));
    }
    incoming.finish().await?;
    let new = NewEvidence::File {
        name,
        key: incoming.key().to_string(),
        media_type: media_type.unwrap_or_default().to_owned(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        sha256: hex::encode(hash.finalize()),
    };
    Ok(Stored::File(new, Box::new(incoming)))
}

/// Serves a file or a text of a claim as an attachment.
pub async fn download(
    Extension(cx): Extension<RequestCx>,
    Path((claim, evidence)): Path<(String, String)>,
) -> Response {
    match find(&cx, &claim, &evidence).await {
        Ok(response) => response,
        Err(error) => plain_error(&error),
    }
}

async fn find(cx: &RequestCx, claim: &str, evidence: &str) -> Result<Response, AppError> {
    let (claim, evidence) = (
        ClaimId::parse(claim).ok_or(AppError::NotFound)?,
        RowId::parse(evidence).ok_or(AppError::NotFound)?,
    );
    let found = store::claim(cx.app.db.read(), &claim).await?;
    may_see(cx, &found, &evidence).await?;
    let piece = store::one_evidence(cx.app.db.read(), &claim, &evidence).await?;
    let (body, name, size) = match (piece.file_key, piece.content) {
        (Some(key), _) => {
            let got = cx.app.evidence.get(&Key::from(key)).await?;
            let size = got.meta.size;
            (
                Body::from_stream(got.into_stream().map_err(std::io::Error::other)),
                piece.title,
                size,
            )
        }
        (None, Some(text)) if piece.kind == "text" => (
            Body::from(text.clone()),
            format!("{}.txt", piece.title),
            text.len() as u64,
        ),
        _ => return Err(AppError::NotFound),
    };
    let media_type = piece
        .media_type
        .unwrap_or_else(|| String::from("text/plain; charset=utf-8"));
    let disposition = format!(
        "attachment; filename*=UTF-8''{}",
        utf8_percent_encode(&name, NOT_IN_A_NAME)
    );
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let set =
        |value: &str| HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, set(&media_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(header::CONTENT_DISPOSITION, set(&disposition));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Everything but letters, digits and a few of the marks that RFC 5987 lets stand.
const NOT_IN_A_NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
