//! Invitations by a link that works once.

use super::memberships::holder;
use super::organisations::lock_to_manage;
use super::sha256;
use super::withdraw::withdraw_links;
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::{credential, invitation, person};
use crate::features::people::forms::NewInvitation;
use crate::web::clock::civil_date;
use crate::web::query::{Of, insert};
use crate::web::request::ZONE;
use crate::web::{random, words};
use chrono::{DateTime, Duration, Utc};
use domain::access::{Permit, Role, actions};
use domain::ids::{InvitationId, OrganisationId, PersonId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
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
        .of(organisation)
        .filter(invitation::Entity::is_open())
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
    let role = Some((organisation, new.role));
    insert_invitation(tx, permit.by(), stamp, role, &new.name, &new.email).await
}

/// [`invite`] for a caller whose permit is another one: a registrar who enrols a trainee.
///
/// # Errors
/// When the database can't be written.
pub async fn insert_invitation(
    tx: &DatabaseTransaction,
    by: PersonId,
    stamp: &Stamp,
    role: Option<(OrganisationId, Role)>,
    name: &str,
    email: &str,
) -> Result<String, AppError> {
    let token = random::token();
    let id = InvitationId::new(random::uuid());
    let invitation = invitation::Model {
        id,
        token_sha256: sha256(&token),
        name: name.to_owned(),
        email: email.to_owned(),
        organisation_id: role.map(|(organisation, _)| organisation),
        role: role.map(|(_, role)| role),
        invited_by: by,
        invited_at: stamp.at,
        expires_at: stamp.at + Duration::days(INVITATION_DAYS),
        used_at: None,
        used_by: None,
        withdrawn_at: None,
    };
    insert(tx, invitation).await?;
    journal::write(
        tx,
        stamp,
        Event {
            act: "invited",
            object: Object::Invitation(id),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await?;
    Ok(token)
}

/// Someone who was enrolled and has not set up their account.
#[derive(Clone, Debug)]
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
pub async fn not_set_up(connection: &impl ConnectionTrait, person: PersonId) -> Result<Option<NotSetUp>, AppError> {
    let set_up = credential::Entity::find()
        .select_only()
        .column(credential::Column::PersonId);
    let found = person::Entity::find_by_id(person)
        .filter(person::Column::Id.not_in_subquery(set_up.of(person).into_query()))
        .one(connection)
        .await?;
    let Some(person::Model { name, email, .. }) = found else {
        return Ok(None);
    };
    let link = invitation::Entity::find()
        .filter(account_links(&email))
        .filter(invitation::Entity::is_open())
        .order_by_desc(invitation::Column::ExpiresAt)
        .one(connection)
        .await?;
    let link_until = link.map(|link| link.expires_at);
    Ok(Some(NotSetUp {
        name,
        email,
        link_until,
    }))
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
    withdraw_links(tx, stamp, account_links(&person.email)).await?;
    insert_invitation(tx, permit.by(), stamp, None, &person.name, &person.email).await
}

/// Links by which the account of an address is set up.
fn account_links(email: &str) -> Condition {
    Condition::all()
        .add(invitation::Column::Email.eq(email))
        .add(invitation::Column::OrganisationId.is_null())
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
