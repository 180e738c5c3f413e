//! Invitations by a link that works once.

use super::accounts::rename;
use super::memberships::holder;
use super::organisations::lock_organisation;
use super::{add_person, credential_of, grant, set_password, sha256};
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::people::entity::{invitation, membership};
use crate::features::people::forms::{Accept, NewInvitation};
use crate::web::clock::civil_date;
use crate::web::db::sql;
use crate::web::request::ZONE;
use crate::web::{random, words};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::access::{Permit, Role, actions};
use domain::ids::{OrganisationId, PersonId, RowId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, Set, Value,
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
/// [`AppError::Conflict`] when the person has the role there, or another link to it is open.
pub async fn invite(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: &OrganisationId,
    new: &NewInvitation,
) -> Result<String, AppError> {
    // Two who invite the same person at once queue here, so that the second sees the first one's invitation.
    lock_organisation(tx, organisation).await?;
    if let Some(name) = holder(tx, organisation, new.role, &new.email, stamp.on).await? {
        return Err(AppError::Conflict(format!(
            "{name} has this role here already. Choose another role or enter another address."
        )));
    }
    let open = open_invitations(tx, organisation, stamp.at).await?;
    let same = |one: &&invitation::Model| one.email == new.email && one.role.as_deref() == Some(new.role.code());
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
    by: &PersonId,
    stamp: &Stamp,
    role: Option<(&OrganisationId, Role)>,
    name: &str,
    email: &str,
) -> Result<String, AppError> {
    let token = random::token();
    let id = RowId::new(random::uuid());
    invitation::ActiveModel {
        id: Set(id.to_string()),
        token_sha256: Set(sha256(&token)),
        name: Set(name.to_owned()),
        email: Set(email.to_owned()),
        organisation_id: Set(role.map(|(organisation, _)| organisation.to_string())),
        role: Set(role.map(|(_, role)| role.code().to_owned())),
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
    let earlier = "email = $2 AND organisation_id IS NULL";
    withdraw_links(tx, stamp, earlier, [person.email.clone().into()]).await?;
    insert_invitation(tx, permit.by(), stamp, None, &person.name, &person.email).await
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

/// What came of accepting an invitation.
#[derive(Debug)]
pub struct Accepted {
    /// Who accepted.
    pub person: PersonId,
    /// Whether they had its role already, so that nothing was granted.
    pub had_role: bool,
}

/// Accepts an invitation once: adds the person unless the address is known, sets their first password, grants the role.
/// `chosen` is the name and the password's hash of someone without an account; who has one keeps theirs.
///
/// # Errors
/// [`AppError::Conflict`] when the link was used or withdrawn meanwhile, or the account is not this link's to set up.
pub async fn accept(
    tx: &DatabaseTransaction,
    at: DateTime<Utc>,
    on: NaiveDate,
    open: &invitation::Model,
    chosen: Option<(Accept, String)>,
) -> Result<Accepted, AppError> {
    let organisation = open.organisation_id.clone().map(OrganisationId::from);
    if let Some(organisation) = &organisation {
        // Before the invitation's own row: whoever ends a membership takes both in this order.
        lock_organisation(tx, organisation).await?;
    }
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
            "This invitation was used or withdrawn meanwhile. Nothing was changed.",
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
    let mut had_role = false;
    if let (Some(organisation), Some(role)) = (&organisation, open.role.as_deref().and_then(Role::from_code)) {
        let granted = grant(tx, &stamp, &person, organisation, role, Some(&open.invited_by)).await?;
        had_role = granted.is_none();
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
    Ok(Accepted { person, had_role })
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
        (Some((person, None)), Some((accept, hash))) if open.organisation_id.is_none() => {
            let stamp = Stamp {
                by: Some(person.clone()),
                at,
                on,
            };
            set_password(tx, &stamp, &person, hash).await?;
            rename(tx, &stamp, &person, &accept.name).await?;
            return Ok(person);
        }
        (Some((_, None)), Some(_)) => {
            return Err(AppError::Conflict(String::from(
                "Someone with this address has not set up their account yet. Use the link from the professional body first, then this one.",
            )));
        }
        _ => return Err(set_up_meanwhile()),
    };
    let setup = Stamp { by: None, at, on };
    let person = match add_person(tx, &setup, &accept.name, &open.email).await {
        Err(AppError::Conflict(_)) => return Err(set_up_meanwhile()),
        other => other?,
    };
    let stamp = Stamp {
        by: Some(person.clone()),
        ..setup
    };
    set_password(tx, &stamp, &person, hash).await?;
    Ok(person)
}

fn set_up_meanwhile() -> AppError {
    AppError::Conflict(String::from(
        "An account with this address was set up meanwhile. If it was you, accept with the password that you chose then.",
    ))
}

/// Takes an invitation back, and any other open one of the same address to the same role.
///
/// # Errors
/// [`AppError::NotFound`] when the organisation has no such invitation; [`AppError::Conflict`] with what happened, when it is
/// no longer open.
pub async fn withdraw_invitation(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: &OrganisationId,
    id: &RowId,
) -> Result<(), AppError> {
    lock_organisation(tx, organisation).await?;
    let found = invitation::Entity::find_by_id(id.as_str())
        .filter(invitation::Column::OrganisationId.eq(organisation.as_str()))
        .one(tx)
        .await?;
    let found = found.ok_or(AppError::NotFound)?;
    if found.used_at.is_some() {
        return Err(AppError::Conflict(format!(
            "{} accepted this invitation meanwhile. End the membership instead.",
            found.name
        )));
    }
    if found.withdrawn_at.is_some() {
        return Err(AppError::Conflict(String::from(
            "This invitation was withdrawn already.",
        )));
    }
    let same = "organisation_id = $2 AND email = $3 AND role = $4";
    let values = [organisation.to_string().into(), found.email.into(), found.role.into()];
    withdraw_links(tx, stamp, same, values).await
}

/// Withdraws the open links that would outlive a membership: to the same person and role, and those that the person made
/// as one who may invite. Whoever made a link has seen it, and could use it after they are gone.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn withdraw_links_of(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    ended: &membership::Model,
) -> Result<(), AppError> {
    let (organisation, person, role) = (&ended.organisation_id, &ended.person_id, &ended.role);
    let to_them = "organisation_id = $2 AND role = $3 AND email = (SELECT email FROM person WHERE id = $4)";
    let values = [organisation.into(), role.into(), person.into()];
    withdraw_links(tx, stamp, to_them, values).await?;
    match Role::from_code(role) {
        Some(Role::EmployerAdmin) => {
            let by_them = "organisation_id = $2 AND invited_by = $3";
            withdraw_links(tx, stamp, by_them, [organisation.into(), person.into()]).await
        }
        // A registrar invites everywhere, and enrols.
        Some(Role::Registrar) => withdraw_links(tx, stamp, "invited_by = $2", [person.into()]).await,
        _ => Ok(()),
    }
}

/// Withdraws the open invitations of which a condition holds; its values begin at `$2`.
async fn withdraw_links(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<(), AppError> {
    let text = format!(
        "UPDATE invitation SET withdrawn_at = $1 WHERE used_at IS NULL AND withdrawn_at IS NULL AND {condition} RETURNING id"
    );
    let values = std::iter::once(Value::from(stamp.at)).chain(values);
    for row in tx.query_all_raw(sql(tx, &text, values)).await? {
        let id: String = row.try_get_by_index(0)?;
        let event = Event {
            act: "withdrew invitation",
            object_kind: "invitation",
            object: &id,
            enrolment: None,
            detail: serde_json::json!({}),
        };
        journal::write(tx, stamp, event).await?;
    }
    Ok(())
}
