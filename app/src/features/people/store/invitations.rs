//! Invitations by a link that works once.

use super::Owner;
use super::accept::may_still_invite;
use super::withdraw::withdraw_links;
use crate::content::catalogue::Catalogue;
use crate::entities::{enrolment, invitation, membership, record};
use crate::journal::place_at;
use crate::prelude::stores::*;
use crate::web::names::by_name;
use crate::web::roles::keeps;
use chrono::Duration;
use domain::access::{Role, actions};
use domain::journal::Digest;

/// How long an invitation opens the door.
const INVITATION_DAYS: i64 = 14;

/// The invitations to a role in an organisation that are still open, as its page shows them.
pub async fn open_invitations(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    now: DateTime<Utc>,
) -> Result<Vec<invitation::Model>, AppError> {
    let all = invitation::Entity::find()
        .of(organisation)
        .filter(invitation::Column::Role.is_not_null())
        .filter(invitation::Entity::is_open())
        .filter(invitation::Column::ExpiresAt.gt(now))
        .all(connection);
    Ok(by_name(all.await?, |one| &one.name))
}

/// The open invitation of an address to a role in an organisation.
pub async fn open_invitation_to(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    role: Role,
    email: &str,
    now: DateTime<Utc>,
) -> Result<Option<invitation::Model>, AppError> {
    let mut open = open_invitations(connection, organisation, now).await?.into_iter();
    Ok(open.find(|one| one.email == email && one.role == Some(role)))
}

/// A new invitation.
#[derive(Debug)]
pub struct NewInvitation {
    /// As the person will be shown.
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// Invites a person; returns the token of the link, which is stored only as a hash and can't be shown again.
///
/// # Errors
/// [`AppError::Conflict`] when the membership by which they may is ended at this moment.
pub async fn invite(may: &May<'_, actions::ManagePeople>, new: &NewInvitation) -> Result<String, AppError> {
    keeps_managing(may).await?;
    let opens = LinkTarget::Role(may.on(), new.role);
    insert_invitation(may.writer(), opens, &new.name, &new.email).await
}

/// Invites a person at the server. Returns the token of the link.
pub async fn invite_at_server(
    writer: &Writer<'_>,
    id: OrganisationId,
    new: &NewInvitation,
) -> Result<String, AppError> {
    insert_invitation(writer, LinkTarget::Role(id, new.role), &new.name, &new.email).await
}

/// Locks the membership by which somebody invites: it can't be ended now until they are done, so that the link is seen by
/// whoever ends it. A registrar's is of another organisation, whose lock is not taken.
async fn keeps_managing(may: &May<'_, actions::ManagePeople>) -> Result<(), AppError> {
    let here = Condition::all()
        .add(membership::Column::Role.eq(Role::EmployerAdmin))
        .add(membership::Column::OrganisationId.eq(may.on()));
    let bodies = may.permit().subject().bodies.iter().copied();
    let of_body = Condition::all()
        .add(membership::Column::Role.eq(Role::Registrar))
        .add(membership::Column::OrganisationId.is_in(bodies));
    let manages = Condition::any().add(of_body).add(here);
    match keeps(&may.tx().read().await?, may.permit().by(), manages, may.stamp().at).await? {
        true => Ok(()),
        false => Err(AppError::Conflict(String::from("Your own membership was ended meanwhile. Nothing was changed."))),
    }
}

/// What a link opens.
#[derive(Clone, Copy)]
enum LinkTarget {
    /// A role in an organisation.
    Role(OrganisationId, Role),
    /// The account of a person, for a body; for none at the server.
    Account(PersonId, Option<OrganisationId>),
}

/// A link of the body that enrols to a trainee's account: they set it up by it, or show with its password that it is theirs.
/// Returns its token.
pub async fn make_account_link(
    may: &May<'_, actions::Enrol>,
    person: PersonId,
    (name, email): (&str, &str),
) -> Result<String, AppError> {
    let opens = LinkTarget::Account(person, Some(may.on()));
    insert_invitation(may.writer(), opens, name, email).await
}

async fn insert_invitation(
    writer: &Writer<'_>,
    opens: LinkTarget,
    name: &str,
    email: &str,
) -> Result<String, AppError> {
    let token = random::token();
    let words = Words::new(invitation::ActiveModel {
        name: Set(name.to_owned()),
        email: Set(email.to_owned()),
        token_sha256: Set(Digest::of(&token).to_string()),
        ..Default::default()
    })?;
    let (organisation, role, place) = match opens {
        LinkTarget::Role(organisation, role) => {
            (Some(organisation), Some(role), place_at(&writer.tx().read().await?, organisation).await?)
        }
        LinkTarget::Account(person, body) => (body, None, writer.account(person)),
    };
    let event = Event::Invited {
        invitation: InvitationId::new(random::uuid()),
        organisation,
        role,
        expires_at: writer.now() + Duration::days(INVITATION_DAYS),
        words: words.digest(),
    };
    writer.says(place, event, &[words]).await?;
    Ok(token)
}

/// A new link of a body for someone who has not set up their account; the earlier ones no longer work. Returns its token.
pub async fn renew_account_link(
    may: &May<'_, actions::RenewAccountLink>,
    body: OrganisationId,
) -> Result<String, AppError> {
    let Owner { name, email, .. } = may.state();
    withdraw_links(may.writer(), account_links(may.on())).await?;
    insert_invitation(may.writer(), LinkTarget::Account(may.on(), Some(body)), name, email).await
}

/// A link to an account whose access was ended, made at the server. Returns its token.
pub async fn account_link_at_server(writer: &Writer<'_>, owner: &Owner) -> Result<String, AppError> {
    insert_invitation(writer, LinkTarget::Account(owner.person, None), &owner.name, &owner.email).await
}

/// Links by which an account is set up.
pub(super) fn account_links(person: PersonId) -> Condition {
    Condition::all().add(invitation::Column::PersonId.eq(person))
}

/// The frameworks and versions on which a body has enrolled somebody.
pub async fn enrolled_on(
    db: &impl ConnectionTrait,
    person: PersonId,
    body: OrganisationId,
) -> Result<Vec<(String, String)>, AppError> {
    Ok(enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .of(person)
        .filter(record::Column::BodyId.eq(body))
        .select_only()
        .columns([enrolment::Column::FrameworkSlug, enrolment::Column::FrameworkVersion])
        .order_by_asc(enrolment::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
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
    /// Whoever made it could not make it any more.
    Refused,
    /// Whoever sent it took it back.
    Withdrawn,
    /// A newer one was made in its place, at this instant, and may be accepted.
    Replaced(DateTime<Utc>),
    /// There never was such a link.
    Unknown,
}

/// The invitation of a token.
pub async fn invitation_of(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Link, AppError> {
    let found = invitation::Entity::find()
        .filter(invitation::Column::TokenSha256.eq(Digest::of(token).to_string()))
        .one(connection)
        .await?;
    let Some(row) = found else { return Ok(Link::Unknown) };
    let (newer, withdrawn_at, itself) = (newer_than(&row), row.withdrawn_at, link(row, now));
    match &itself {
        Link::Withdrawn | Link::Expired => {}
        Link::Open(open) if !may_still_invite(connection, catalogue, open, now).await? => return Ok(Link::Refused),
        _ => return Ok(itself),
    }
    // What ended with the role of whoever made it tells them nothing of what came later: a newer one takes its place at once.
    if let Some(at) = withdrawn_at
        && newer.clone().filter(invitation::Column::InvitedAt.eq(at)).one(connection).await?.is_none()
    {
        return Ok(itself);
    }
    // What became of the last one made in its place says what to do now.
    let newer = newer.order_by_desc(invitation::Column::InvitedAt).one(connection).await?;
    Ok(match newer.map(|newer| (newer.invited_at, link(newer, now))) {
        Some((at, Link::Open(_))) => Link::Replaced(at),
        Some((_, became)) => became,
        None => itself,
    })
}

/// What one link is by itself.
fn link(row: invitation::Model, now: DateTime<Utc>) -> Link {
    match () {
        () if row.used_at.is_some() => Link::Used,
        () if row.withdrawn_at.is_some() => Link::Withdrawn,
        () if row.expires_at <= now => Link::Expired,
        () => Link::Open(Box::new(row)),
    }
}

/// The links that were made in the place of one: later, when it was taken back already, for the same address and what it opens.
fn newer_than(row: &invitation::Model) -> Select<invitation::Entity> {
    let opens = match (row.role, row.organisation_id) {
        (Some(role), Some(organisation)) => Condition::all()
            .add(invitation::Column::Role.eq(role))
            .add(invitation::Column::OrganisationId.eq(organisation)),
        _ => {
            // Of the same body, or made at the server, which ends those of every body.
            let of = invitation::Column::OrganisationId;
            let of = Condition::any().add(of.is_null()).add(of.eq(row.organisation_id));
            Condition::all().add(invitation::Column::PersonId.eq(row.person_id)).add(of)
        }
    };
    invitation::Entity::find()
        .filter(opens)
        .filter(invitation::Column::Email.eq(&row.email))
        .filter(invitation::Column::Id.ne(row.id))
        .filter(invitation::Column::InvitedAt.gte(row.withdrawn_at.unwrap_or(row.invited_at)))
}
