//! Invitations by a link that works once.

use super::memberships::holder;
use super::organisations::lock_to_manage;
use super::sha256;
use super::withdraw::withdraw_links;
use crate::error::AppError;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::features::people::entity::invitation;
use crate::features::people::forms::NewInvitation;
use crate::web::clock::civil_date;
use crate::web::db::sql;
use crate::web::request::ZONE;
use crate::web::{random, words};
use chrono::{DateTime, Duration, Utc};
use domain::access::{Permit, Role, actions};
use domain::ids::{InvitationId, OrganisationId, PersonId};
use domain::journal::{Chain, Event};
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
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<Vec<invitation::Model>, AppError> {
    Ok(invitation::Entity::find()
        .filter(invitation::Column::OrganisationId.eq(organisation))
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
/// [`AppError::Conflict`] when the person has the role there, or another link to it is open.
pub async fn invite(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: OrganisationId,
    new: &NewInvitation,
) -> Result<String, AppError> {
    // Two who invite the same person at once queue here, so that the second sees the first one's invitation.
    lock_to_manage(tx, permit, stamp, organisation).await?;
    if let Some(name) = holder(tx, organisation, new.role, &new.email, stamp.on).await? {
        return Err(AppError::Conflict(format!(
            "{name} has this role here already. Choose another role or enter another address."
        )));
    }
    let open = open_invitations(tx, organisation, stamp.at).await?;
    let same = |one: &&invitation::Model| one.email == new.email && one.role == Some(new.role);
    if let Some(open) = open.iter().find(same) {
        return Err(AppError::Conflict(format!(
            "{} is invited with this role already, and the link works until {}. Withdraw that invitation to make a new link.",
            open.name,
            words::date(civil_date(open.expires_at, ZONE))
        )));
    }
    let opens = Opens::Role(organisation, new.role);
    insert_invitation(tx, permit.by(), stamp, opens, &new.name, &new.email).await
}

/// What a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// A role in an organisation.
    Role(OrganisationId, Role),
    /// The account of a person who has not set it up.
    Account(PersonId),
}

/// [`invite`] for a caller whose permit is another one: a registrar who enrols a trainee.
///
/// # Errors
/// When the database can't be written.
pub async fn insert_invitation(
    tx: &DatabaseTransaction,
    by: PersonId,
    stamp: &Stamp,
    opens: Opens,
    name: &str,
    email: &str,
) -> Result<String, AppError> {
    let token = random::token();
    let id = InvitationId::new(random::uuid());
    let token_sha256 = sha256(&token);
    let Salted { salt, words } = Salted::new(&[Some(name), Some(email), Some(&token_sha256)]);
    let expires_at = stamp.at + Duration::days(INVITATION_DAYS);
    let (organisation, role, chain) = match opens {
        Opens::Role(organisation, role) => {
            let chain = Chain::of(organisation, role.organisation_kind());
            (Some(organisation), Some(role), chain)
        }
        Opens::Account(person) => (None, None, Chain::Account(person)),
    };
    invitation::ActiveModel {
        id: Set(id),
        token_sha256: Set(token_sha256),
        name: Set(name.to_owned()),
        email: Set(email.to_owned()),
        organisation_id: Set(organisation),
        role: Set(role),
        salt: Set(salt),
        invited_by: Set(by),
        invited_at: Set(stamp.at),
        expires_at: Set(expires_at),
        used_at: Set(None),
        used_by: Set(None),
        withdrawn_at: Set(None),
    }
    .insert(tx)
    .await?;
    let event = Event::Invited {
        invitation: id,
        organisation,
        role,
        expires_at,
        words,
    };
    journal::write(tx, stamp, chain, event).await?;
    Ok(token)
}

/// Someone who was enrolled and has not set up their account.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NotSetUp {
    /// Whose account it is.
    pub person: PersonId,
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
pub async fn not_set_up(connection: &impl ConnectionTrait, person: PersonId) -> Result<Option<NotSetUp>, AppError> {
    Ok(NotSetUp::find_by_statement(sql(
        connection,
        "SELECT p.id AS person, p.name, p.email, (SELECT i.expires_at FROM invitation i WHERE i.email = p.email AND i.organisation_id IS NULL
             AND i.used_at IS NULL AND i.withdrawn_at IS NULL ORDER BY i.expires_at DESC LIMIT 1) AS link_until
         FROM person p WHERE p.id = $1 AND NOT EXISTS (SELECT 1 FROM credential c WHERE c.person_id = p.id)",
        [person.into()],
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
    let earlier = "email = $2 AND organisation_id IS NULL";
    withdraw_links(tx, stamp, earlier, [person.email.clone().into()]).await?;
    let opens = Opens::Account(person.person);
    insert_invitation(tx, permit.by(), stamp, opens, &person.name, &person.email).await
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
