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
    Link, NotSetUp, Opens, insert_invitation, invitation_of, invite, not_set_up, open_invitations, renew_account_link,
};
pub use memberships::{MemberRow, end_membership, grant, members};
pub use organisations::{
    OrganisationRow, add_organisation, insert_organisation, names_of_kind, organisation, organisations,
    organisations_of_kind,
};
pub use withdraw::withdraw_invitation;

use crate::error::AppError;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::features::people::entity::{credential, membership, person};
use crate::web::db::sql;
use crate::web::random;
use crate::web::request::SignedIn;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Membership, Role};
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::journal::{Chain, Digest, Event};
use domain::text::folded;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter,
};
use sha2::{Digest as _, Sha256};

/// The person of a session that was opened at `since`, with the roles in force today, in one query; none when there is no
/// such person, or their password was set after that or is gone: a session ends with the password that opened it.
///
/// # Errors
/// When the database can't be read.
pub async fn signed_in(
    connection: &impl ConnectionTrait,
    id: PersonId,
    since: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Option<SignedIn>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        set_at: DateTime<Utc>,
        organisation: Option<OrganisationId>,
        role: Option<Role>,
        enrolment: Option<EnrolmentId>,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT p.name, c.set_at, x.organisation, x.role, x.enrolment FROM person p JOIN credential c ON c.person_id = p.id LEFT JOIN (
             SELECT person_id, organisation_id AS organisation, role, NULL AS enrolment FROM membership
             WHERE person_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
             UNION ALL
             SELECT person_id, NULL, NULL, id FROM enrolment WHERE person_id = $1
         ) x ON x.person_id = p.id WHERE p.id = $1 ORDER BY x.enrolment DESC, x.organisation DESC",
        [id.into(), today.into()],
    ))
    .all(connection)
    .await?;
    // The session knows its beginning to the second.
    let first = rows.first().filter(|row| row.set_at.timestamp() <= since.timestamp());
    let Some(name) = first.map(|row| row.name.clone()) else {
        return Ok(None);
    };
    let mut memberships = Vec::new();
    let mut enrolments = Vec::new();
    for row in rows {
        if let (Some(organisation), Some(role)) = (row.organisation, row.role) {
            memberships.push(Membership { organisation, role });
        }
        enrolments.extend(row.enrolment);
    }
    Ok(Some(SignedIn {
        name,
        actor: Actor {
            person: id,
            memberships,
        },
        enrolments,
    }))
}

/// A person with the roles in force on a day: what a rule of access may look at.
///
/// # Errors
/// When the database can't be read.
pub async fn actor_on(connection: &impl ConnectionTrait, person: PersonId, on: NaiveDate) -> Result<Actor, AppError> {
    let held = Condition::all()
        .add(membership::Column::PersonId.eq(person))
        .add(membership::Column::FromOn.lte(on))
        .add(
            Condition::any()
                .add(membership::Column::UntilOn.is_null())
                .add(membership::Column::UntilOn.gt(on)),
        );
    let rows = membership::Entity::find().filter(held).all(connection).await?;
    let memberships = rows.into_iter().map(|row| Membership {
        organisation: row.organisation_id,
        role: row.role,
    });
    Ok(Actor {
        person,
        memberships: memberships.collect(),
    })
}

/// Who has the address, and their password's hash.
///
/// # Errors
/// When the database can't be read.
pub async fn credential_of(
    connection: &impl ConnectionTrait,
    email: &str,
) -> Result<Option<(PersonId, Option<String>)>, AppError> {
    let Some(found) = person::Entity::find()
        .filter(person::Column::Email.eq(email))
        .one(connection)
        .await?
    else {
        return Ok(None);
    };
    let credential = credential::Entity::find_by_id(found.id).one(connection).await?;
    Ok(Some((found.id, credential.map(|credential| credential.password_hash))))
}

/// The name of a person.
///
/// # Errors
/// When the database can't be read.
pub async fn name_of(connection: &impl ConnectionTrait, id: PersonId) -> Result<Option<String>, AppError> {
    Ok(person::Entity::find_by_id(id)
        .one(connection)
        .await?
        .map(|person| person.name))
}

/// Adds a person without a way to sign in yet.
///
/// # Errors
/// [`AppError::Conflict`] when the address is known: the transaction may go on and find whose it is.
pub async fn add_person(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    name: &str,
    email: &str,
) -> Result<PersonId, AppError> {
    let id = PersonId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[Some(name), Some(email)]);
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO person (id, name, name_folded, email, salt, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (email) DO NOTHING",
            [
                id.into(),
                name.into(),
                folded(name).into(),
                email.into(),
                salt.into(),
                stamp.at.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "Someone with this address was added meanwhile.",
        )));
    }
    let event = Event::AddedPerson { person: id, words };
    journal::write(tx, stamp, Chain::Account(id), event).await?;
    Ok(id)
}

/// Sets the first password of a person who has none.
///
/// # Errors
/// [`AppError::Conflict`] when they have one by now: two links set up at once are two people's choices, and only the
/// first may stand.
pub async fn set_password(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: PersonId,
    hash: String,
) -> Result<(), AppError> {
    let password = Digest::of(&hash);
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO credential (person_id, password_hash, set_at) VALUES ($1, $2, $3) ON CONFLICT (person_id) DO NOTHING",
            [person.into(), hash.into(), stamp.at.into()],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "This account was set up meanwhile. Sign in with the password that was chosen then.",
        )));
    }
    let event = Event::SetPassword { person, password };
    journal::write(tx, stamp, Chain::Account(person), event).await
}

/// Whether anyone can sign in yet.
///
/// # Errors
/// When the database can't be read.
pub async fn is_empty(connection: &impl ConnectionTrait) -> Result<bool, AppError> {
    Ok(person::Entity::find().one(connection).await?.is_none())
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
