//! Reading and writing people.

mod accept;
mod accounts;
mod anew;
mod invitations;
mod memberships;
mod organisations;
mod owner;
mod roles;
mod withdraw;

pub use accept::{Accepted, accept};
pub use accounts::{Account, account_for, account_of, bodies_of};
pub use anew::{end_access, start_anew};
pub use invitations::{
    Link, account_link_at_server, invitation_of, invite, make_account_link, open_invitation_to, open_invitations,
    renew_account_link,
};
pub use memberships::{
    MemberRow, end_membership, end_registrar, grant, holder, last_membership, members, membership, registrars,
};
pub use organisations::{
    OrganisationRow, add_organisation, body_of, insert_body, insert_organisation, named, names_of_kind, organisation,
    organisation_of_body, organisations, organisations_of_kind, recognise, recognised, slugs_of, subject_of,
};
pub use owner::{Owner, owner, subject_of_account};
pub use roles::{actor_at, signed_in, stamp_of, zone_of};
pub use withdraw::{invitation, withdraw_invitation};

use crate::error::AppError;
use crate::features::journal::{Salted, store::Stamp};
use crate::features::people::entity::{credential, person};
use crate::web::names::folded;
use crate::web::query::insert_unless_there;
use crate::web::random;
use crate::web::tx::Tx;
use domain::ids::PersonId;
use domain::journal::{Chain, Digest, Event};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use sha2::{Digest as _, Sha256};

/// Who has the address, and their password's hash.
pub async fn credential_of(
    connection: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<(PersonId, Option<String>)>, AppError> {
    let Some(found) = person::Entity::find().filter(person::Column::Email.eq(email)).one(connection).await? else {
        return Ok(None);
    };
    let credential = credential::Entity::find_by_id(found.id).one(connection).await?;
    Ok(Some((found.id, credential.map(|credential| credential.password_hash))))
}

/// The name of a person.
pub async fn name_of(connection: &impl ConnectionTrait, id: PersonId) -> Result<Option<String>, AppError> {
    Ok(person::Entity::find_by_id(id).one(connection).await?.map(|person| person.name))
}

/// Adds a person without a way to sign in yet.
///
/// # Errors
/// [`AppError::Conflict`] when the address is known: the transaction may go on and find whose it is.
pub async fn add_person(tx: &Tx, name: &str, email: &str) -> Result<PersonId, AppError> {
    let (row, event) = new_person(tx.stamp(), name, email);
    let id = row.id;
    if !insert_unless_there(tx.without_permit("its event is said below").await?, row).await? {
        return Err(AppError::Conflict(String::from("Someone with this address was added meanwhile.")));
    }
    tx.says(Chain::Account(id), event);
    Ok(id)
}

/// A new person, and what is said of them.
#[must_use]
pub fn new_person(stamp: &Stamp, name: &str, email: &str) -> (person::Model, Event) {
    let id = PersonId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[Some(name), Some(email)]);
    let row = person::Model {
        id,
        name: name.to_owned(),
        email: email.to_owned(),
        salt,
        created_at: stamp.at,
        name_folded: folded(name),
    };
    (row, Event::AddedPerson { person: id, words })
}

/// Sets the first password of a person who has none.
///
/// # Errors
/// [`AppError::Conflict`] when they have one by now: two links set up at once are two people's choices, and only the
/// first may stand.
pub async fn set_password(tx: &Tx, person: PersonId, hash: String) -> Result<(), AppError> {
    let (row, event) = new_password(tx.stamp(), person, hash);
    if !insert_unless_there(tx.without_permit("its event is said below").await?, row).await? {
        return Err(AppError::Conflict(String::from(
            "This account was set up meanwhile. Sign in with the password that was chosen then.",
        )));
    }
    tx.says(Chain::Account(person), event);
    Ok(())
}

/// A first password, and what is said of it.
#[must_use]
pub fn new_password(stamp: &Stamp, person: PersonId, hash: String) -> (credential::Model, Event) {
    let password = Digest::of(&hash);
    (
        credential::Model { person_id: person, password_hash: hash, set_at: stamp.at },
        Event::SetPassword { person, password },
    )
}

/// Whether anyone can sign in yet.
pub async fn is_empty(connection: &impl ConnectionTrait) -> Result<bool, AppError> {
    Ok(person::Entity::find().one(connection).await?.is_none())
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
