//! Links by which somebody without an account is asked, and signs.

use super::requests::{OnRecord, request};
use crate::entities::{signing_link, signing_request};
use crate::features::people::store::account_of;
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::tx::{Object, Tx};
use domain::access::{LinkHolder, LinkPermit, permit_link};
use domain::journal::Digest;
use domain::sign_off::Recipient;

/// A link for somebody to whom a request is to be sent, with its words and its token, which is kept nowhere. The request makes
/// it.
pub fn make((name, email): (&str, &str)) -> Result<(Recipient, Words, String), AppError> {
    let (link, token) = (SigningLinkId::new(random::uuid()), random::token());
    let words = Words::new(signing_link::ActiveModel {
        name: Set(name.to_owned()),
        email: Set(email.to_owned()),
        token_sha256: Set(Digest::of(&token).to_string()),
        ..Default::default()
    })?;
    Ok((Recipient::Link { link, words: words.digest() }, words, token))
}

/// The request that a link leads to.
async fn found(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<(signing_link::Model, signing_request::Model), AppError> {
    let found = signing_request::Entity::find()
        .find_also_related(signing_link::Entity)
        .filter(signing_link::Column::TokenSha256.eq(Digest::of(token).to_string()));
    let (request, link) = found.one(db).await?.ok_or(AppError::NotFound)?;
    Ok((link.ok_or(AppError::NotFound)?, request))
}

/// Where the events about an enrolment belong, with the lock taken.
async fn place(tx: &Tx, enrolment: EnrolmentId) -> Result<LocalPlace, AppError> {
    let place = place_of(&tx.read().await?, enrolment).await?;
    tx.lock(place.chain()).await?;
    Ok(place)
}

/// Notes that the holder of a link read what was sent to its mailbox.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such link.
pub async fn prove(tx: &Tx, token: &str) -> Result<(), AppError> {
    let (link, request) = found(&tx.read().await?, token).await?;
    let place = place(tx, request.enrolment_id).await?;
    let proved = Event::ProvedMailbox { request: request.id, link: link.id };
    tx.by_link().await?.says(place, proved, &[]).await
}

/// Takes the lock of the record that a link's request is about, and asks the rule whether its holder may sign.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such link; [`AppError::Forbidden`] with the reason.
pub async fn may_sign(tx: &Tx, token: &str) -> Result<(LinkPermit, OnRecord), AppError> {
    let (_, row) = found(&tx.read().await?, token).await?;
    // Whoever holds a link has no days of their own: it is the day of the record.
    let today = place(tx, row.enrolment_id).await?.day(tx.now());
    let db = tx.read().await?;
    let (link, row) = found(&db, token).await?;
    let (around, case) = row.enrolment_id.read(&db, today).await?;
    let on_record = OnRecord::new(request(&db, row.id).await?, case)?;
    let subject = on_record.subject(&db, around).await?;
    let holder = LinkHolder {
        link: link.id,
        is_proved: link.mailbox_proved_at.is_some(),
        until: row.until_on.unwrap_or(NaiveDate::MIN),
        person: account_of(&db, &link.email).await?.map(|account| account.person),
    };
    let permit = permit_link(&holder, &subject, today)?;
    if row.is_open {
        Ok((permit, on_record))
    } else {
        Err(AppError::Conflict(String::from("This request was answered or taken back already.")))
    }
}
