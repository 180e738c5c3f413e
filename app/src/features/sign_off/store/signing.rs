//! What is signed.

use super::requests::{OnRecord, Request};
use super::touch;
use crate::entities::{signature, signature_withdrawal};
use crate::journal::{self, place_of};
use crate::prelude::stores::*;
use crate::web::tx::Tx;
use domain::access::{LinkPermit, actions};
use domain::journal::Digest;
use domain::sign_off::{Given, Shown, Signed, Signer, SigningSubject};

/// Signs an answer to a request.
pub async fn sign(may: &May<'_, actions::Sign>, given: Given) -> Result<(), AppError> {
    let request = &may.state().request;
    let signer = Signer::Person(may.permit().by());
    write(may.writer(), (request, may.place()), (signer, given)).await
}

/// The same for the holder of a link, who proved by it who they are. The record must be locked.
pub async fn sign_by_link(tx: &Tx, permit: &LinkPermit, on_record: &OnRecord, given: Given) -> Result<(), AppError> {
    let request = &on_record.request;
    if request.row.link_id != Some(permit.link()) {
        return Err(AppError::internal(&"whoever holds a link signs what was sent to it, and nothing else"));
    }
    let place = place_of(&tx.read().await?, request.row.enrolment_id).await?;
    let writer = tx.by_link().await?.of_trainee(request.row.trainee_id);
    write(&writer, (request, place), (Signer::Link(permit.link()), given)).await
}

async fn write(
    writer: &Writer<'_>,
    (request, place): (&Request, LocalPlace),
    (signer, given): (Signer, Given),
) -> Result<(), AppError> {
    if given.request() != request.row.id {
        return Err(AppError::internal(&"this is the answer to another request"));
    }
    let of = (&request.subject, request.row.shown.as_str());
    let (event, words) = new_signature(of, signer, given, writer.now())?;
    writer.says(place, event, &[words]).await?;
    match request.subject.claim() {
        Some(claim) => touch(writer, claim).await,
        None => Ok(()),
    }
}

/// Withdraws what was signed by mistake.
pub async fn withdraw(may: &May<'_, actions::WithdrawSignature>, reason: String) -> Result<(), AppError> {
    let request = &may.state().request;
    let words = Words::new(signature_withdrawal::ActiveModel { reason: Set(reason), ..Default::default() })?;
    let (subject, digest) = (request.subject.clone(), words.digest());
    let claim = subject.claim();
    may.says(Event::WithdrewSignature { request: request.row.id, subject, words: digest }, &[words]).await?;
    match claim {
        Some(claim) => touch(may.writer(), claim).await,
        None => Ok(()),
    }
}

/// The signature on a request about a subject that showed a text, as it is said with its words.
pub fn new_signature(
    (subject, sent): (&SigningSubject, &str),
    signer: Signer,
    given: Given,
    at: DateTime<Utc>,
) -> Result<(Event, Words), AppError> {
    let request = given.request();
    let (answer, statement, shown) = given.into_parts();
    let now = if Shown::read(sent)? == shown { None } else { Some(shown.text(&journal::salt())?) };
    let shown = Digest::of(now.as_deref().unwrap_or(sent));
    let signed = Signed {
        salt: journal::salt(),
        request,
        shown_sha256: shown.to_string(),
        outcome: answer.outcome,
        comment: answer.comment,
        missing: answer.missing,
        reason: answer.reason,
        statement: statement.text(),
        statement_version: statement.version.to_owned(),
        signer,
        at,
    };
    let hash = signed.sha256()?;
    let event = Event::Signed {
        request,
        subject: subject.clone(),
        outcome: signed.outcome,
        reason: signed.reason,
        signer,
        shown,
        signed: hash,
    };
    let words = signature::ActiveModel {
        comment: Set(signed.comment),
        missing: Set(signed.missing),
        statement: Set(signed.statement),
        statement_version: Set(signed.statement_version),
        shown: Set(now),
        salt: Set(signed.salt),
        ..Default::default()
    };
    Ok((event, Words::hashed(hash, &words)))
}
