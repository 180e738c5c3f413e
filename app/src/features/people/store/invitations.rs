//! Invitations by a link that works once.

use super::{add_person, credential_of, grant, set_password, sha256};
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::people::entity::invitation;
use crate::features::people::forms::{Accept, NewInvitation};
use crate::web::db::sql;
use crate::web::random;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::access::{Permit, Role, actions};
use domain::ids::{OrganisationId, PersonId, RowId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, Set,
};

/// How long an invitation opens the door.
const INVITATION_DAYS: i64 = 14;

/// An invitation that is still open, as an organisation's page shows it.
///
/// # Errors
/// When the database can't be read.
pub async fn open_invitations(
    connection: &impl ConnectionTrait,
    organisation: &OrganisationId,
    now: DateTime<Utc>,
) -> Result<Vec<invitation::Model>, AppError> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::OrganisationId.eq(organisation.as_str()))
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::WithdrawnAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(now))
        .order_by_asc(invitation::Column::Name)
        .all(connection)
        .await?)
}

/// Invites a person; returns the token of the link, which is stored only as a hash and can't be shown again.
///
/// # Errors
/// When the database can't be written.
pub async fn invite(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: Option<&OrganisationId>,
    new: &NewInvitation,
) -> Result<String, AppError> {
    insert_invitation(tx, permit.by(), stamp, organisation, &new.name, &new.email, new.role).await
}

/// [`invite`] for a caller whose permit is another one: a registrar who enrols a trainee.
///
/// # Errors
/// When the database can't be written.
pub async fn insert_invitation(
    tx: &DatabaseTransaction,
    by: &PersonId,
    stamp: &Stamp,
    organisation: Option<&OrganisationId>,
    name: &str,
    email: &str,
    role: Option<Role>,
) -> Result<String, AppError> {
    let token = random::token();
    let id = RowId::new(random::uuid());
    invitation::ActiveModel {
        id: Set(id.to_string()),
        token_sha256: Set(sha256(&token)),
        name: Set(name.to_owned()),
        email: Set(email.to_owned()),
        organisation_id: Set(organisation.map(ToString::to_string)),
        role: Set(role.map(|role| role.code().to_owned())),
        invited_by: Set(by.to_string()),
        invited_at: Set(stamp.at),
        expires_at: Set(stamp.at + Duration::days(INVITATION_DAYS)),
        used_at: Set(None),
        used_by: Set(None),
        withdrawn_at: Set(None),
    }
    .insert(tx)
    .await?;
    journal::write(
        tx,
        stamp,
        Event {
            act: "invited",
            object_kind: "invitation",
            object: id.as_str(),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await?;
    Ok(token)
}

/// Someone who was enrolled and has not set up their account.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NotSetUp {
    /// As enrolled.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Until when the body's last link works, or worked.
    pub link_until: Option<DateTime<Utc>>,
}

/// The person, when they have no way to sign in yet.
///
/// # Errors
/// When the database can't be read.
pub async fn not_set_up(connection: &impl ConnectionTrait, person: &PersonId) -> Result<Option<NotSetUp>, AppError> {
    Ok(NotSetUp::find_by_statement(sql(
        connection,
        "SELECT p.name, p.email, (SELECT i.expires_at FROM invitation i WHERE i.email = p.email AND i.organisation_id IS NULL
             AND i.used_at IS NULL AND i.withdrawn_at IS NULL ORDER BY i.expires_at DESC LIMIT 1) AS link_until
         FROM person p WHERE p.id = $1 AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.person_id = p.id)",
        [person.to_string().into()],
    ))
    .one(connection)
    .await?)
}

/// A new link for someone who has not set up their account; the earlier ones no longer work. Returns its token.
///
/// # Errors
/// When the database can't be written.
pub async fn renew_account_link(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::Enrol>,
    stamp: &Stamp,
    person: &NotSetUp,
) -> Result<String, AppError> {
    tx.execute_raw(sql(
        tx,
        "UPDATE invitation SET withdrawn_at = $1 WHERE email = $2 AND organisation_id IS NULL AND used_at IS NULL AND withdrawn_at IS NULL",
        [stamp.at.into(), person.email.clone().into()],
    ))
    .await?;
    insert_invitation(tx, permit.by(), stamp, None, &person.name, &person.email, None).await
}

/// What a link opens.
#[derive(Debug)]
pub enum Link {
    /// It may be accepted.
    Open(Box<invitation::Model>),
    /// It was accepted.
    Used,
    /// Its time is over.
    Expired,
    /// Whoever sent it took it back.
    Withdrawn,
    /// There never was such a link.
    Unknown,
}

/// The invitation of a token.
///
/// # Errors
/// When the database can't be read.
pub async fn invitation_of(
    connection: &impl ConnectionTrait,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Link, AppError> {
    let found = invitation::Entity::find()
        .filter(invitation::Column::TokenSha256.eq(sha256(token)))
        .one(connection)
        .await?;
    Ok(match found {
        None => Link::Unknown,
        Some(row) if row.used_at.is_some() => Link::Used,
        Some(row) if row.withdrawn_at.is_some() => Link::Withdrawn,
        Some(row) if row.expires_at <= now => Link::Expired,
        Some(row) => Link::Open(Box::new(row)),
    })
}

/// Accepts an invitation once: adds the person unless the address is known, sets their first password, grants the role.
/// `chosen` is the name and the password's hash of someone without an account; who has one keeps theirs.
///
/// # Errors
/// [`AppError::Conflict`] when someone used the link meanwhile, or the account is not this link's to set up.
pub async fn accept(
    tx: &DatabaseTransaction,
    at: DateTime<Utc>,
    on: NaiveDate,
    open: &invitation::Model,
    chosen: Option<(Accept, String)>,
) -> Result<PersonId, AppError> {
    // First of all, so that of two at once the second waits here and then finds it used.
    let used = tx
        .execute_raw(sql(
            tx,
            "UPDATE invitation SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND withdrawn_at IS NULL",
            [at.into(), open.id.clone().into()],
        ))
        .await?;
    if used.rows_affected() != 1 {
        return Err(AppError::Conflict(String::from(
            "This invitation has been used meanwhile.",
        )));
    }
    let person = account(tx, at, on, open, chosen).await?;
    let stamp = Stamp {
        by: Some(person.clone()),
        at,
        on,
    };
    tx.execute_raw(sql(
        tx,
        "UPDATE invitation SET used_by = $1 WHERE id = $2",
        [person.to_string().into(), open.id.clone().into()],
    ))
    .await?;
    if let (Some(organisation), Some(role)) = (&open.organisation_id, open.role.as_deref().and_then(Role::from_code)) {
        grant(
            tx,
            &stamp,
            &person,
            &OrganisationId::from(organisation.clone()),
            role,
            Some(&open.invited_by),
        )
        .await?;
    }
    journal::write(
        tx,
        &stamp,
        Event {
            act: "accepted invitation",
            object_kind: "invitation",
            object: &open.id,
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await?;
    Ok(person)
}

/// The account that an invitation is for, with its first password when it has none.
async fn account(
    tx: &DatabaseTransaction,
    at: DateTime<Utc>,
    on: NaiveDate,
    open: &invitation::Model,
    chosen: Option<(Accept, String)>,
) -> Result<PersonId, AppError> {
    let known = credential_of(tx, &open.email).await?;
    let (accept, hash) = match (known, chosen) {
        (Some((person, Some(_))), None) => return Ok(person),
        (None, Some((accept, hash))) => (accept, hash),
        // Enrolled, but not set up: the registrar's link does that. An employer's must not, because whoever made it
        // has seen it and could act as the trainee.
        (Some((person, None)), Some((_, hash))) if open.organisation_id.is_none() => {
            let stamp = Stamp {
                by: Some(person.clone()),
                at,
                on,
            };
            set_password(tx, &stamp, &person, hash).await?;
            return Ok(person);
        }
        (Some((_, None)), Some(_)) => {
            return Err(AppError::Conflict(String::from(
                "Someone with this address is enrolled and has not set up their account yet. Use the link from the professional body first, then this one.",
            )));
        }
        _ => {
            return Err(AppError::Conflict(String::from(
                "An account with this address was set up meanwhile. Open the link again.",
            )));
        }
    };
    let setup = Stamp { by: None, at, on };
    let person = add_person(tx, &setup, &accept.name, &open.email).await?;
    let stamp = Stamp {
        by: Some(person.clone()),
        ..setup
    };
    set_password(tx, &stamp, &person, hash).await?;
    Ok(person)
}

/// Takes an invitation back.
///
/// # Errors
/// [`AppError::NotFound`] when the organisation has no such open invitation.
pub async fn withdraw_invitation(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: &OrganisationId,
    id: &RowId,
) -> Result<(), AppError> {
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE invitation SET withdrawn_at = $1 WHERE id = $2 AND organisation_id = $3 AND used_at IS NULL AND withdrawn_at IS NULL",
            [stamp.at.into(), id.to_string().into(), organisation.to_string().into()],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound);
    }
    journal::write(
        tx,
        stamp,
        Event {
            act: "withdrew invitation",
            object_kind: "invitation",
            object: id.as_str(),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await
}
