//! Reading and writing people.

mod invitations;
mod memberships;
mod organisations;

pub use invitations::{
    Link, NotSetUp, accept, insert_invitation, invitation_of, invite, not_set_up, open_invitations, renew_account_link,
    withdraw_invitation,
};
pub use memberships::{MemberRow, end_membership, grant, members};
pub use organisations::{
    OrganisationRow, add_organisation, insert_organisation, names_of_kind, organisation, organisations,
    organisations_of_kind,
};

use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::people::entity::{credential, person};
use crate::web::db::sql;
use crate::web::random;
use crate::web::request::SignedIn;
use chrono::NaiveDate;
use domain::access::{Actor, Membership, Role};
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use domain::text::folded;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, Set,
};
use sha2::{Digest, Sha256};

/// The person of a session with the roles in force today, in one query; none when there is no such person.
///
/// # Errors
/// When the database can't be read.
pub async fn signed_in(
    connection: &impl ConnectionTrait,
    id: &PersonId,
    today: NaiveDate,
) -> Result<Option<SignedIn>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        kind: Option<String>,
        ref_id: Option<String>,
        role: Option<String>,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT p.name, x.kind, x.ref_id, x.role FROM person p LEFT JOIN (
             SELECT person_id, 'membership' AS kind, organisation_id AS ref_id, role FROM membership
             WHERE person_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
             UNION ALL
             SELECT person_id, 'enrolment' AS kind, id AS ref_id, from_on || '' AS role FROM enrolment WHERE person_id = $1
         ) x ON x.person_id = p.id WHERE p.id = $1 ORDER BY x.ref_id DESC",
        [id.to_string().into(), today.into()],
    ))
    .all(connection)
    .await?;
    let Some(name) = rows.first().map(|row| row.name.clone()) else {
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
/// When the database can't be written.
pub async fn add_person(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    name: &str,
    email: &str,
) -> Result<PersonId, AppError> {
    let id = PersonId::new(random::uuid());
    person::ActiveModel {
        id: Set(id.to_string()),
        name: Set(name.to_owned()),
        name_folded: Set(folded(name)),
        email: Set(email.to_owned()),
        created_at: Set(stamp.at),
    }
    .insert(tx)
    .await?;
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

/// Sets a person's password.
///
/// # Errors
/// When the database can't be written.
pub async fn set_password(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: &PersonId,
    hash: String,
) -> Result<(), AppError> {
    tx.execute_raw(sql(
        tx,
        "INSERT INTO credential (person_id, password_hash, set_at) VALUES ($1, $2, $3)
         ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, set_at = excluded.set_at",
        [person.to_string().into(), hash.into(), stamp.at.into()],
    ))
    .await?;
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
