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
    Link, NotSetUp, insert_invitation, invitation_of, invite, not_set_up, open_invitations, renew_account_link,
};
pub use memberships::{MemberRow, end_membership, grant, members};
pub use organisations::{
    OrganisationRow, add_organisation, insert_organisation, names_of_kind, organisation, organisations,
    organisations_of_kind,
};
pub use withdraw::withdraw_invitation;

use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::people::entity::{credential, person};
use crate::web::db::sql;
use crate::web::names::folded;
use crate::web::random;
use crate::web::request::SignedIn;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Membership, Role};
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter};
use sha2::{Digest, Sha256};

/// The person of a session that was opened at `since`, with the roles in force today, in one query; none when there is no
/// such person, or their password was set after that or is gone: a session ends with the password that opened it.
///
/// # Errors
/// When the database can't be read.
pub async fn signed_in(
    connection: &impl ConnectionTrait,
    id: &PersonId,
    since: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Option<SignedIn>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        set_at: DateTime<Utc>,
        kind: Option<String>,
        ref_id: Option<String>,
        role: Option<String>,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT p.name, c.set_at, x.kind, x.ref_id, x.role FROM person p JOIN credential c ON c.person_id = p.id LEFT JOIN (
             SELECT person_id, 'membership' AS kind, organisation_id AS ref_id, role FROM membership
             WHERE person_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
             UNION ALL
             SELECT person_id, 'enrolment' AS kind, id AS ref_id, from_on || '' AS role FROM enrolment WHERE person_id = $1
         ) x ON x.person_id = p.id WHERE p.id = $1 ORDER BY x.ref_id DESC",
        [id.to_string().into(), today.into()],
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
        match (row.kind.as_deref(), row.ref_id, row.role) {
            (Some("enrolment"), Some(of), _) => enrolments.push(EnrolmentId::from(of)),
            (Some(_), Some(of), Some(role)) => {
                if let Some(role) = Role::from_code(&role) {
                    memberships.push(Membership {
                        organisation: OrganisationId::from(of),
                        role,
                    });
                }
            }
            _ => {}
        }
    }
    Ok(Some(SignedIn {
        name,
        actor: Actor {
            person: id.clone(),
            memberships,
        },
        enrolments,
    }))
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
    let credential = credential::Entity::find_by_id(&found.id).one(connection).await?;
    Ok(Some((
        PersonId::from(found.id),
        credential.map(|credential| credential.password_hash),
    )))
}

/// The name of a person.
///
/// # Errors
/// When the database can't be read.
pub async fn name_of(connection: &impl ConnectionTrait, id: &PersonId) -> Result<Option<String>, AppError> {
    Ok(person::Entity::find_by_id(id.as_str())
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
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO person (id, name, name_folded, email, created_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (email) DO NOTHING",
            [
                id.to_string().into(),
                name.into(),
                folded(name).into(),
                email.into(),
                stamp.at.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "Someone with this address was added meanwhile.",
        )));
    }
    journal::write(
        tx,
        stamp,
        Event {
            act: "added person",
            object_kind: "person",
            object: id.as_str(),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await?;
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
    person: &PersonId,
    hash: String,
) -> Result<(), AppError> {
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO credential (person_id, password_hash, set_at) VALUES ($1, $2, $3) ON CONFLICT (person_id) DO NOTHING",
            [person.to_string().into(), hash.into(), stamp.at.into()],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "This account was set up meanwhile. Sign in with the password that was chosen then.",
        )));
    }
    journal::write(
        tx,
        stamp,
        Event {
            act: "set password",
            object_kind: "person",
            object: person.as_str(),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await
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
