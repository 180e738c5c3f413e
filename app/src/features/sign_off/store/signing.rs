//! What is signed.

use super::requests::{OnRecord, Request};
use super::sending::no_longer_open;
use super::touch;
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::journal;
use crate::features::journal::store::Stamp;
use crate::features::sign_off::entity::{signature, signing_request};
use crate::web::query::insert;
use crate::web::tx::{May, Tx};
use domain::access::{LinkPermit, actions};
use domain::journal::{Digest, Event};
use domain::sign_off::{Answer, Shown, Signed, Signer, Statement};
use sea_orm::ConnectionTrait;

/// An answer with what its signature says.
#[derive(Debug)]
pub struct Given {
    /// The answer.
    pub answer: Answer,
    /// What is attested.
    pub statement: Statement,
    /// Exactly what was shown.
    pub shown: Shown,
}

/// Signs an answer to a request.
pub async fn sign(may: &May<'_, actions::Sign>, given: Given) -> Result<(), AppError> {
    let request = &may.state().request;
    let (row, event) = new_signature(may.stamp(), &request.row, Signer::Person(may.permit().by()), given)?;
    write(may.says(event), may.stamp(), request, row).await
}

/// The same for the holder of a link, who proved by it who they are. The record must be locked.
pub async fn sign_by_link(tx: &Tx, permit: &LinkPermit, on_record: &OnRecord, given: Given) -> Result<(), AppError> {
    let request = &on_record.request;
    let (row, event) = new_signature(tx.stamp(), &request.row, Signer::Link(permit.link()), given)?;
    let place = enrolments::place_of(&tx.read().await?, request.row.enrolment_id).await?;
    tx.says(place.ok_or(AppError::NotFound)?, event);
    let db = tx.without_permit("a link and its mailbox proved who signs").await?;
    write(db, tx.stamp(), request, row).await
}

/// A signature on a request, and what is said of it.
///
/// # Errors
/// When what was sent can't be read.
pub fn new_signature(
    at: &Stamp,
    request: &signing_request::Model,
    signer: Signer,
    given: Given,
) -> Result<(signature::Model, Event), AppError> {
    let Given { answer, statement, shown } = given;
    let sent = Shown::read(&request.shown)?;
    let now = if sent == shown { None } else { Some(shown.text(&journal::salt())?) };
    let shown = Digest::of(now.as_ref().unwrap_or(&request.shown));
    let signed = Signed {
        salt: journal::salt(),
        request: request.id,
        shown_sha256: shown.to_string(),
        outcome: answer.outcome,
        comment: answer.comment,
        missing: answer.missing,
        reason: answer.reason,
        statement: statement.text(),
        statement_version: statement.version.to_owned(),
        signer,
        at: at.at,
    };
    let hash = signed.sha256()?;
    let event = Event::Signed {
        request: request.id,
        subject: request.subject()?,
        outcome: signed.outcome,
        reason: signed.reason,
        signer,
        shown,
        signed: hash,
    };
    let (person_id, link_id) = match signer {
        Signer::Person(person) => (Some(person), None),
        Signer::Link(link) => (None, Some(link)),
    };
    let row = signature::Model {
        request_id: signed.request,
        trainee_id: request.trainee_id,
        subject: signed.outcome.kind(),
        person_id,
        link_id,
        outcome: signed.outcome.code().to_owned(),
        comment: signed.comment,
        missing: signed.missing,
        reason_code: signed.reason,
        statement: signed.statement,
        statement_version: signed.statement_version,
        shown: now,
        shown_sha256: signed.shown_sha256,
        signed_sha256: hash.to_string(),
        salt: signed.salt,
        signed_on: at.on,
        signed_at: signed.at,
    };
    Ok((row, event))
}

async fn write(
    db: &impl ConnectionTrait,
    stamp: &Stamp,
    request: &Request,
    row: signature::Model,
) -> Result<(), AppError> {
    insert(db, row).await?;
    no_longer_open(db, request.row.id).await?;
    match request.subject.claim() {
        Some(claim) => touch(db, stamp, claim).await,
        None => Ok(()),
    }
}
