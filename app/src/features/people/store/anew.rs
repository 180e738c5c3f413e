//! Starting an account anew: its way in ends, and perhaps its address changes.

use super::accounts::{bodies_of, hands_of};
use super::invitations::account_links;
use super::withdraw::withdraw_links;
use super::{credential_of, end_roles, end_sessions, owner, words_of};
use crate::entities::{credential, membership, person};
use crate::journal::places_at;
use crate::prelude::stores::*;
use crate::web::tx::Tx;
use domain::access::actions;
use std::collections::BTreeMap;

/// Takes the locks of all that starting an account anew changes besides its supervisions, in their order.
pub async fn lock_to_start_anew(tx: &Tx, body: OrganisationId, person: PersonId) -> Result<(), AppError> {
    let mut chains: Vec<Chain> =
        acts_for(&tx.read().await?, person).await?.into_values().map(|at| at.chain()).collect();
    chains.extend([Chain::Body(body), Chain::Account(person)]);
    tx.lock_all(chains).await
}

/// The organisations where somebody has or had a role.
async fn acts_for(db: &ReadOnly<'_>, person: PersonId) -> Result<BTreeMap<OrganisationId, LocalPlace>, AppError> {
    let held = membership::Entity::find().of(person).all(db).await?;
    let at: Vec<OrganisationId> = held.into_iter().map(|one| one.organisation_id).collect();
    Ok(places_at(db, &at).await?.into_iter().collect())
}

/// Starts an account anew, under another address where one is given: what its owner was anywhere ends until it is given again. Whoever
/// confirms it is registrar of every body on which that touches.
///
/// # Errors
/// [`AppError::Conflict`] when another account has the address; `asked` is what is confirmed, at the body of whoever asked.
pub async fn start_anew(
    may: &May<'_, actions::StartAccountAnew>,
    (asked, body): (ProposalId, OrganisationId),
    email: Option<&str>,
) -> Result<(), AppError> {
    if let Some(taken) = taken(&may.tx().read().await?, body, email).await? {
        return Err(AppError::Conflict(format!("{taken}. Nothing was changed.")));
    }
    let db = may.tx().read().await?;
    for (organisation, place) in acts_for(&db, may.on()).await? {
        // One that was granted since the locks were taken is locked now.
        may.tx().lock(place.chain()).await?;
        end_roles(may.writer(), (place, organisation), may.on(), Some(asked)).await?;
    }
    end_access(may.writer(), may.on(), email).await
}

/// Why an account can't be given an address that another account has, as a body may know it: whose it is where the body depends on
/// that account too, else nothing of it.
pub async fn taken(
    db: &impl ConnectionTrait,
    body: OrganisationId,
    email: Option<&str>,
) -> Result<Option<String>, AppError> {
    let Some(email) = email else { return Ok(None) };
    let Some((person, _)) = credential_of(db, email).await? else { return Ok(None) };
    if !bodies_of(db, person).await?.contains(&body) {
        return Ok(Some(format!("This account can’t have the address {email}. Ask its owner for another one")));
    }
    let name = owner(db, person).await?.as_known_to(db, &[body]).await?.name;
    Ok(Some(format!("{email} is the address of {name}. Ask the owner of this account for another one")))
}

/// Ends the way in to an account whose lock is held: its open links, its password and, with it, every session that was opened by it.
/// The next link sets the account up anew.
///
/// # Errors
/// [`AppError::Conflict`] when another account has the address that this one is to have.
pub async fn end_access(writer: &Writer<'_>, person: PersonId, email: Option<&str>) -> Result<(), AppError> {
    let reader = writer.tx().read().await?;
    let set_up_for = hands_of(&reader, person).await?.1.map(|organisation| organisation.id);
    withdraw_links(writer, account_links(person)).await?;
    end_sessions(writer, person, None).await?;
    if credential::Entity::find_by_id(person).one(&reader).await?.is_some() {
        writer.says(writer.account(person), Event::EndedAccess { person, set_up_for }, &[]).await?;
    }
    match email {
        Some(email) => change_address(writer, person, email).await,
        None => Ok(()),
    }
}

async fn change_address(writer: &Writer<'_>, person: PersonId, email: &str) -> Result<(), AppError> {
    let reader = writer.tx().read().await?;
    if credential_of(&reader, email).await?.is_some() {
        return Err(AppError::Conflict(format!("An account has the address {email} already. Nothing was changed.")));
    }
    let known = person::Entity::find_by_id(person).one(&reader).await?.ok_or(AppError::NotFound)?;
    let words = words_of((&known.name, email))?;
    writer.says(writer.account(person), Event::ChangedAddress { person, words: words.digest() }, &[words]).await
}
