//! Starting an account anew: its way in ends, and perhaps its address changes.

use super::accounts::{only_for, used_links};
use super::credential_of;
use super::invitations::account_links;
use super::withdraw::withdraw_links;
use crate::error::AppError;
use crate::features::enrolments::entity::enrolment;
use crate::features::enrolments::listing;
use crate::features::journal::Salted;
use crate::features::people::entity::{credential, person};
use crate::web::query::Of;
use crate::web::tx::{May, Tx};
use domain::access::actions;
use domain::ids::PersonId;
use domain::journal::{Chain, Event};
use sea_orm::{ActiveModelTrait, EntityTrait, QuerySelect, Set};

/// Starts an account anew, under another address where one is given.
///
/// # Errors
/// [`AppError::Conflict`] when another account has the address.
pub async fn start_anew(may: &May<'_, actions::StartAccountAnew>, email: Option<&str>) -> Result<(), AppError> {
    end_access(may.tx(), may.on(), email).await
}

/// Ends the way in to an account whose lock is held: its open links, its password and, with it, every session that was opened by it.
/// The next link sets the account up anew.
///
/// # Errors
/// [`AppError::Conflict`] when another account has the address that this one is to have.
pub async fn end_access(tx: &Tx, person: PersonId, email: Option<&str>) -> Result<(), AppError> {
    let reader = tx.read().await?;
    let set_up_for = only_for(&used_links(&reader, person).await?).map(|(organisation, _)| organisation);
    withdraw_links(tx, account_links(person)).await?;
    let db = tx.without_permit("its events are said below").await?;
    let ended = credential::Entity::delete_by_id(person).exec(db).await?;
    if ended.rows_affected > 0 {
        tx.says(Chain::Account(person), Event::EndedAccess { person, set_up_for });
    }
    match email {
        Some(email) => change_address(tx, person, email).await,
        None => Ok(()),
    }
}

async fn change_address(tx: &Tx, person: PersonId, email: &str) -> Result<(), AppError> {
    let db = tx.without_permit("its event is said below").await?;
    if credential_of(db, email).await?.is_some() {
        return Err(AppError::Conflict(format!("An account has the address {email} already. Nothing was changed.")));
    }
    let known = person::Entity::find_by_id(person).one(db).await?.ok_or(AppError::NotFound)?;
    let Salted { salt, words } = Salted::new(&[Some(&known.name), Some(email)]);
    let changed =
        person::ActiveModel { id: Set(person), email: Set(email.to_owned()), salt: Set(salt), ..Default::default() };
    changed.update(db).await?;
    // A body finds its trainees by their address.
    let chapters = enrolment::Entity::find().select_only().column(enrolment::Column::Id).of(person);
    listing::rewrite(db, &chapters.into_tuple().all(db).await?).await?;
    tx.says(Chain::Account(person), Event::ChangedAddress { person, words });
    Ok(())
}
