//! Reading and writing people.

mod accept;
mod accounts;
mod invitations;
mod memberships;
mod organisations;
mod withdraw;

pub use accept::{Accepted, accept};
pub use accounts::{Account, account_for, account_of, end_access};
pub use invitations::{
    Link, NotSetUp, invitation_of, invite, make_account_link, not_set_up, open_invitation_to, open_invitations,
    renew_account_link,
};
pub use memberships::{MemberRow, end_membership, grant, holder, members, membership};
pub use organisations::{
    OrganisationRow, add_organisation, body_of, insert_body, insert_organisation, named, names, organisation,
    organisation_of_body, organisations, organisations_of_kind, recognise, recognised, slugs_of, subject_of,
};
pub use withdraw::{invitation, withdraw_invitation};

use crate::error::AppError;
use crate::features::enrolments::entity::enrolment;
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::journal::Words;
use crate::features::people::entity::{credential, membership, person};
use crate::web::clock::civil_date;
use crate::web::names::folded;
use crate::web::query::{Dated, Of};
use crate::web::random;
use crate::web::request::SignedIn;
use crate::web::tx::Writer;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Membership};
use domain::ids::PersonId;
use domain::journal::{Chain, Event};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Set,
};
use sha2::{Digest as _, Sha256};

/// The person of a session that was opened at `since`, with the roles in force today, in one query; none when there is no
/// such person, or their password was set after that or is gone: a session ends with the password that opened it.
pub async fn signed_in(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    id: PersonId,
    (since, now): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<SignedIn>, AppError> {
    // A grant belongs to no body yet.
    let today = civil_date(now, catalogue.zone());
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "person::Entity")]
    struct Row {
        name: String,
        #[sea_orm(nested)]
        credential: credential::Model,
        #[sea_orm(nested)]
        membership: Option<membership::Model>,
        #[sea_orm(nested)]
        enrolment: Option<enrolment::Model>,
    }
    let held = membership::Relation::Person.def().rev();
    let rows = person::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, credential::Relation::Person.def().rev())
        .join(JoinType::LeftJoin, held.on_condition(move |_, _| membership::Entity::active_on(today)))
        .join(JoinType::LeftJoin, enrolment::Relation::Person.def().rev())
        .order_by_desc(membership::Column::OrganisationId)
        .order_by_desc(enrolment::Column::FromOn)
        .order_by_desc(enrolment::Column::Id)
        .into_partial_model::<Row>()
        .all(connection)
        .await?;
    // The session knows its beginning to the second.
    let first = rows.first().filter(|row| row.credential.set_at.timestamp() <= since.timestamp());
    let Some(name) = first.map(|row| row.name.clone()) else {
        return Ok(None);
    };
    let (mut memberships, mut enrolments, mut body) = (Vec::new(), Vec::new(), None);
    // Each membership comes with each enrolment.
    for row in rows {
        let held = row.membership.map(Membership::from);
        memberships.extend(held.filter(|held| !memberships.contains(held)));
        let Some(enrolment) = row.enrolment.filter(|one| !enrolments.contains(&one.id)) else {
            continue;
        };
        if enrolments.is_empty() {
            let framework = catalogue.get(&enrolment.framework_slug, &enrolment.framework_version);
            body = framework.map(|framework| catalogue.body_of(&framework));
        }
        enrolments.push(enrolment.id);
    }
    Ok(Some(SignedIn { name, actor: Actor { person: id, memberships }, enrolments, body }))
}

/// A person with the roles in force on a day: what a rule of access may look at.
pub async fn actor_on(connection: &impl ConnectionTrait, person: PersonId, on: NaiveDate) -> Result<Actor, AppError> {
    let held = membership::Entity::find().of(person);
    let rows = held.filter(membership::Entity::active_on(on)).all(connection).await?;
    Ok(Actor { person, memberships: rows.into_iter().map(Membership::from).collect() })
}

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
pub async fn add_person(writer: &Writer<'_>, name: &str, email: &str) -> Result<PersonId, AppError> {
    let (id, event, words) = new_person(name, email)?;
    if !writer.says_unless_there(Chain::Account(id), event, &[words]).await? {
        return Err(AppError::Conflict(String::from("Someone with this address was added meanwhile.")));
    }
    Ok(id)
}

/// A new person, as it is said with its words.
///
/// # Errors
/// Never in practice.
pub fn new_person(name: &str, email: &str) -> Result<(PersonId, Event, Words), AppError> {
    let (person, words) = (PersonId::new(random::uuid()), words_of((name, email))?);
    Ok((person, Event::AddedPerson { person, words: words.digest() }, words))
}

/// The words of a person: the name and the address.
fn words_of((name, email): (&str, &str)) -> Result<Words, AppError> {
    Words::new(person::ActiveModel {
        name: Set(name.to_owned()),
        email: Set(email.to_owned()),
        name_folded: Set(folded(name)),
        ..Default::default()
    })
}

/// Sets the first password of a person who has none.
///
/// # Errors
/// [`AppError::Conflict`] when they have one by now: two links set up at once are two people's choices, and only the
/// first may stand.
pub async fn set_password(writer: &Writer<'_>, person: PersonId, hash: String) -> Result<(), AppError> {
    let (event, words) = new_password(person, hash)?;
    if !writer.says_unless_there(Chain::Account(person), event, &[words]).await? {
        return Err(AppError::Conflict(String::from(
            "This account was set up meanwhile. Sign in with the password that was chosen then.",
        )));
    }
    Ok(())
}

/// A first password, as it is said with its words.
///
/// # Errors
/// Never in practice.
pub fn new_password(person: PersonId, hash: String) -> Result<(Event, Words), AppError> {
    let words = Words::new(credential::ActiveModel { password_hash: Set(hash), ..Default::default() })?;
    Ok((Event::SetPassword { person, password: words.digest() }, words))
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
