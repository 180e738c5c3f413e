//! Links by which somebody without an account is asked, and signs.

use super::requests::{OnRecord, request};
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::journal::Salted;
use crate::features::people::store::{account_of, sha256};
use crate::features::sign_off::entity::{signing_link, signing_request};
use crate::web::query::insert;
use crate::web::random;
use crate::web::tx::Tx;
use chrono::NaiveDate;
use domain::access::{LinkHolder, LinkPermit, permit_link};
use domain::ids::{EnrolmentId, SigningLinkId};
use domain::journal::{Event, Place};
use domain::sign_off::Recipient;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Makes a link for somebody whom a request of the enrolment is to be sent to; answers its token as well, which is kept
/// nowhere. The request says the event.
pub async fn make(
    tx: &Tx,
    enrolment_id: EnrolmentId,
    (name, email): (&str, &str),
) -> Result<(Recipient, String), AppError> {
    let (id, token) = (SigningLinkId::new(random::uuid()), random::token());
    let token_sha256 = sha256(&token);
    let Salted { salt, words } = Salted::new(&[Some(name), Some(email), Some(&token_sha256)]);
    let row = signing_link::Model {
        id,
        enrolment_id,
        name: name.to_owned(),
        email: email.to_owned(),
        token_sha256,
        salt,
        made_at: tx.now(),
        mailbox_proved_at: None,
    };
    insert(tx.without_permit("the request says it").await?, row).await?;
    Ok((Recipient::Link { link: id, words }, token))
}

/// The request that a link leads to.
async fn found(
    db: &impl ConnectionTrait,
    token: &str,
) -> Result<(signing_link::Model, signing_request::Model), AppError> {
    let found = signing_request::Entity::find()
        .find_also_related(signing_link::Entity)
        .filter(signing_link::Column::TokenSha256.eq(sha256(token)));
    let (request, link) = found.one(db).await?.ok_or(AppError::NotFound)?;
    Ok((link.ok_or(AppError::NotFound)?, request))
}

/// Where the events about an enrolment belong, with the lock taken.
async fn place(tx: &Tx, enrolment: EnrolmentId) -> Result<Place, AppError> {
    let place = enrolments::place_of(&tx.read().await?, enrolment).await?;
    let place = place.ok_or(AppError::NotFound)?;
    tx.lock(place.chain).await?;
    Ok(place)
}

/// Notes that the holder of a link read what was sent to its mailbox.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such link.
pub async fn prove(tx: &Tx, token: &str) -> Result<(), AppError> {
    let (link, request) = found(&tx.read().await?, token).await?;
    let place = place(tx, request.enrolment_id).await?;
    tx.says(place, Event::ProvedMailbox { request: request.id, link: link.id });
    let proved =
        signing_link::ActiveModel { id: Set(link.id), mailbox_proved_at: Set(Some(tx.now())), ..Default::default() };
    proved.update(tx.without_permit("the link proves who it is").await?).await?;
    Ok(())
}

/// Takes the lock of the record that a link's request is about, and asks the rule whether its holder may sign.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such link; [`AppError::Forbidden`] with the reason.
pub async fn may_sign(tx: &Tx, token: &str) -> Result<(LinkPermit, OnRecord), AppError> {
    let (_, row) = found(&tx.read().await?, token).await?;
    place(tx, row.enrolment_id).await?;
    let db = tx.read().await?;
    let (link, row) = found(&db, token).await?;
    let case = enrolments::case_in(&db, db.catalogue(), row.enrolment_id, tx.today()).await?;
    let on_record = OnRecord::new(request(&db, row.id).await?, case)?;
    let subject = on_record.subject(&db, tx.today()).await?;
    let holder = LinkHolder {
        link: link.id,
        is_proved: link.mailbox_proved_at.is_some(),
        until: row.until_on.unwrap_or(NaiveDate::MIN),
        person: account_of(&db, &link.email).await?.map(|account| account.person),
    };
    let permit = permit_link(&holder, &subject, tx.today())?;
    if row.is_open {
        Ok((permit, on_record))
    } else {
        Err(AppError::Conflict(String::from("This request was answered or taken back already.")))
    }
}
