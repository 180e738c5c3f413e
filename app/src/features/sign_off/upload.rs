//! A file that is sent as evidence: it streams into the evidence store under a name we make, with its hash.

use super::evidence::{AddFile, BroughtFile, FILE};
use super::files::{kept_name, refused_by_name};
use super::incoming::Incoming;
use super::kinds::{PDF, is_packed, media_type};
use super::store::NewEvidence;
use super::{office, own, pdf};
use crate::prelude::pages::*;
use crate::web::forms::{self, Upload};
use crate::web::upload::{AROUND, Arriving, Limit, Received, Receives, received, too_many};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Largest file, bytes.
pub const FILE_LIMIT: usize = 25 * 1024 * 1024;
/// Largest request: the file and what multipart wraps around it.
pub const BODY_LIMIT: usize = FILE_LIMIT + AROUND;
/// How much of a file is looked at to judge its type, bytes.
const HEAD: usize = 8192;

const LIMIT: Limit = Limit { bytes: FILE_LIMIT, too_large: "Choose a file of at most 25 MB" };

/// Takes a file for a claim.
pub async fn upload(cx: RequestCx, claim: ClaimId, request: Request) -> Response {
    let taken = take(&cx, claim, request).await;
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn take(cx: &RequestCx, claim: ClaimId, request: Request) -> Result<Response, AppError> {
    if cx.person.is_some() {
        own::read(cx, claim).await?;
    }
    run::<AddFile>(cx, claim, request).await
}

/// Runs a form that has a file, which is the last of its fields.
///
/// # Errors
/// [`AppError::Malformed`] when it is no such form.
pub async fn run<F: Form>(cx: &RequestCx, at: F::At, request: Request) -> Result<Response, AppError>
where
    BroughtFile: Upload<F>,
{
    let Some((values, received)) = received(cx, request, F::FIELDS, (FILE, LIMIT), IntoStore).await? else {
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

/// Streams one file into the store; the whole is never in memory.
struct IntoStore;

impl Receives for IntoStore {
    type Got = (NewEvidence, Incoming);

    async fn receive(self, cx: &RequestCx, mut arriving: Arriving<'_>) -> Result<Received<Self::Got>, AppError> {
        let sent_name = arriving.name.clone();
        // Who is no longer signed in is led back by the form, which keeps what was typed.
        let Ok(actor) = cx.actor() else { return Ok(None) };
        let Some(place) = cx.app.uploads.take(actor.person).await else {
            return Ok(Some(Err(refused_by_name(&sent_name, &too_many()))));
        };
        let mut incoming = Incoming::begin(place, &cx.app.evidence);
        let (mut head, mut hash) = (Vec::with_capacity(HEAD), Sha256::new());
        let refused = loop {
            match arriving.next().await {
                Ok(Some(chunk)) => {
                    if head.len() < HEAD {
                        head.extend_from_slice(&chunk[..chunk.len().min(HEAD - head.len())]);
                    }
                    hash.update(&chunk);
                    incoming.write(&chunk).await?;
                }
                Ok(None) => break None,
                Err(why) => break Some(why),
            }
        };
        let judged = match refused {
            Some(why) => Err(why),
            None if arriving.is_nothing() => {
                incoming.discard().await;
                return Ok(None);
            }
            None => match arriving.is_something() {
                Ok(()) => {
                    incoming.finish().await?;
                    let kind = kind(&head, &mut incoming).await?;
                    kind.and_then(|kind| Ok((kept_name(&sent_name, &kind)?, kind)))
                }
                Err(why) => Err(why),
            },
        };
        let (name, media_type) = match judged {
            Ok(judged) => judged,
            Err(why) => {
                incoming.discard().await;
                return Ok(Some(Err(refused_by_name(&sent_name, why))));
            }
        };
        let new = NewEvidence::File {
            name,
            key: incoming.key().to_string(),
            media_type,
            size: i64::try_from(arriving.size).unwrap_or(i64::MAX),
            sha256: hex::encode(hash.finalize()),
        };
        Ok(Some(Ok((new, incoming))))
    }
}

/// How many documents are looked at as a whole at once: each is in memory for that time.
static WHOLE: Semaphore = Semaphore::const_new(2);

/// The type of a file that is stored, or what to do where it is none of those accepted.
async fn kind(head: &[u8], stored: &mut Incoming) -> Result<Result<String, &'static str>, AppError> {
    let by_head = (!is_packed(head)).then(|| media_type(head));
    let by_head = match by_head {
        Some(Ok(kind)) if kind == PDF => Some(kind),
        Some(judged) => return Ok(judged),
        None => None,
    };
    let _one = WHOLE.acquire().await.map_err(|error| AppError::internal(&error))?;
    let bytes = stored.read().await?;
    let judged = spawn_blocking(move || match by_head {
        Some(kind) => pdf::is_harmless(&bytes).map(|()| kind),
        None => office::media_type(&bytes).map(str::to_owned),
    });
    judged.await.map_err(|error| AppError::internal(&error))
}
