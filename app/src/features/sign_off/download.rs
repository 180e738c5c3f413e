//! A file or a text of a claim, given back as an attachment to those who may see it.

use super::store::{self, Claim, requests};
use crate::features::record::store as records;
use crate::prelude::pages::*;
use crate::web::csv::NOT_IN_A_NAME;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use domain::sign_off::EvidenceKind;
use futures::TryStreamExt;
use http::{HeaderValue, header};
use object_store::ObjectStoreExt;
use object_store::path::Path as Key;
use percent_encoding::utf8_percent_encode;

/// Serves a piece of evidence.
///
/// # Errors
/// [`AppError::NotFound`] or [`AppError::Forbidden`] for those who may not see it; [`AppError::NotFound`] for a link.
pub async fn download(cx: RequestCx, (claim, evidence): (ClaimId, EvidenceId)) -> Result<Response, AppError> {
    let found = store::claim(cx.app.db.read(), claim).await?;
    may_see(&cx, &found, evidence).await?;
    let piece = store::one_evidence(cx.app.db.read(), claim, evidence).await?;
    let (body, name, size) = match (piece.file_key, piece.content) {
        (Some(key), _) => {
            let got = cx.app.evidence.get(&Key::from(key)).await?;
            let size = got.meta.size;
            (Body::from_stream(got.into_stream().map_err(std::io::Error::other)), piece.title, size)
        }
        (None, Some(text)) if piece.kind == EvidenceKind::Text => {
            (Body::from(text.clone()), format!("{}.txt", piece.title), text.len() as u64)
        }
        _ => return Err(AppError::NotFound),
    };
    let media_type = piece.media_type.unwrap_or_else(|| String::from("text/plain; charset=utf-8"));
    Ok(attachment(body, &name, (&media_type, size)))
}

/// What is given back as a file, whatever is in it: nothing of it is ever shown or run as a page of ours.
pub fn attachment(body: Body, name: &str, (media_type, size): (&str, u64)) -> Response {
    let disposition = format!("attachment; filename*=UTF-8''{}", utf8_percent_encode(name, NOT_IN_A_NAME));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let set =
        |value: &str| HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, set(media_type));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(header::CONTENT_DISPOSITION, set(&disposition));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// May this person see this piece of the claim's evidence? Its author all, others what was sent to where they may read it.
async fn may_see(cx: &RequestCx, claim: &Claim, evidence: EvidenceId) -> Result<(), AppError> {
    let db = cx.app.db.read();
    let today = records::today(cx, claim.enrolment_id).await?;
    let subject = records::subject(db, claim.enrolment_id, today).await?;
    let actor = cx.actor()?;
    permit(actor, actions::ViewClaim, &subject)?;
    if claim.trainee_id == actor.person {
        return Ok(());
    }
    for request in requests::requests_of(db, claim.id).await? {
        let there = records::at_employer(subject.clone(), request.row.employer_id);
        if permit(actor, actions::ViewClaim, &there).is_ok() && request.shown()?.has_evidence(evidence) {
            return Ok(());
        }
    }
    Err(AppError::NotFound)
}
