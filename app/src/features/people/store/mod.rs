//! Reading and writing people.

mod accept;
mod accounts;
mod anew;
mod invitations;
mod looks;
mod memberships;
mod naming;
mod organisations;
mod owner;
mod reset;
mod sessions;
mod supervised;
mod withdraw;

pub use crate::entities::invitation::Model as Invitation;
pub use accept::{Accepted, Chosen, MAY_NO_LONGER_INVITE, SET_UP_ALREADY, accept, may_still_invite, sets_up};
pub use accounts::{account_for, account_of, bodies_of};
pub use anew::{end_access, lock_to_start_anew, start_anew, taken};
pub use domain::people::Account;
pub use invitations::{
    Link, NewInvitation, account_link_at_server, enrolled_on, invitation_of, invite, invite_at_server,
    make_account_link, open_invitation_to, open_invitations, renew_account_link,
};
pub use looks::{look_again, looking_otherwise};
pub use memberships::{
    MemberRow, acting, end_membership, end_roles, grant, holder, last_membership, members, registrar,
};
pub use naming::{FormerName, Resembling, all_formerly, former_names, is_taken, named, rename, resembling};
pub use organisations::{
    OrganisationRow, add_organisation, chosen, has_people, insert_body, insert_organisation, names, organisation,
    organisation_on_its_day, organisations, organisations_of_kind, recognise, recognised, recognisers, slugs_of,
};
pub use owner::{Owner, owner, subject_of_account};
pub use reset::{EndedByReset, ResetsOf, Supervised, ended_by_reset, was_reset};
pub use sessions::{change_password, end_sessions, sessions};
pub use supervised::{administrators, who_names_supervisors};
pub use withdraw::{invitation, withdraw_invitation};

use crate::entities::{credential, person};
use crate::prelude::stores::*;

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

/// Adds a person without a way to sign in yet.
///
/// # Errors
/// [`AppError::Conflict`] when the address is known: the transaction may go on and find whose it is.
pub async fn add_person(writer: &Writer<'_>, name: &str, email: &str) -> Result<PersonId, AppError> {
    let (id, event, words) = new_person(name, email)?;
    if !writer.says_unless_there(writer.account(id), event, &[words]).await? {
        return Err(AppError::Conflict(String::from("Someone with this address was added meanwhile.")));
    }
    Ok(id)
}

/// A new person, as it is said with its words.
pub fn new_person(name: &str, email: &str) -> Result<(PersonId, Event, Words), AppError> {
    let (person, words) = (PersonId::new(random::uuid()), words_of((name, email))?);
    Ok((person, Event::AddedPerson { person, words: words.digest() }, words))
}

/// The words of a person: the name and the address.
fn words_of((name, email): (&str, &str)) -> Result<Words, AppError> {
    Words::new(person::ActiveModel { name: Set(name.to_owned()), email: Set(email.to_owned()), ..Default::default() })
}

/// Sets the first password of a person who has none.
///
/// # Errors
/// [`AppError::Conflict`] when they have one by now: two links set up at once are two people's choices, and only the
/// first may stand.
pub async fn set_password(writer: &Writer<'_>, person: PersonId, hash: String) -> Result<(), AppError> {
    let (event, words) = new_password(person, hash)?;
    if !writer.says_unless_there(writer.account(person), event, &[words]).await? {
        return Err(AppError::Conflict(String::from(
            "This account was set up meanwhile. Sign in with the password that was chosen then.",
        )));
    }
    Ok(())
}

/// A first password, as it is said with its words.
pub fn new_password(person: PersonId, hash: String) -> Result<(Event, Words), AppError> {
    let words = Words::new(credential::ActiveModel { password_hash: Set(hash), ..Default::default() })?;
    Ok((Event::SetPassword { person, password: words.digest() }, words))
}

/// Whether anyone can sign in yet.
pub async fn is_empty(connection: &impl ConnectionTrait) -> Result<bool, AppError> {
    Ok(person::Entity::find().one(connection).await?.is_none())
}
