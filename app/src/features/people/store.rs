//! Reading and writing people.

use super::entity::{credential, invitation, membership, organisation, person};
use super::forms::{Accept, NewInvitation, NewOrganisation};
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::web::db::sql;
use crate::web::random;
use crate::web::request::SignedIn;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::access::{Actor, Membership, Permit, Role, actions};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, RowId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, Set,
};
use sha2::{Digest, Sha256};

/// How long an invitation opens the door.
const INVITATION_DAYS: i64 = 14;

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

/// An organisation as lists show it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OrganisationRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `employer`, `provider` or `body`.
    pub kind: String,
    /// Memberships in force today.
    pub members: i64,
}

/// The organisations that the permits of a person reach: all for the registrar, their own for an employer's administrator.
///
/// # Errors
/// When the database can't be read.
pub async fn organisations(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<OrganisationRow>, AppError> {
    let own: Vec<String> = actor
        .organisations(Role::EmployerAdmin)
        .into_iter()
        .map(String::from)
        .collect();
    let all = actor.is(Role::Registrar);
    let rows = OrganisationRow::find_by_statement(sql(
        connection,
        "SELECT o.id, o.name, o.kind, COUNT(m.id) AS members FROM organisation o
         LEFT JOIN membership m ON m.organisation_id = o.id AND m.from_on <= $1 AND (m.until_on IS NULL OR m.until_on > $1)
         GROUP BY o.id, o.name, o.kind ORDER BY o.name",
        [today.into()],
    ))
    .all(connection)
    .await?;
    Ok(rows.into_iter().filter(|row| all || own.contains(&row.id)).collect())
}

/// One organisation.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn organisation(
    connection: &impl ConnectionTrait,
    id: &OrganisationId,
) -> Result<organisation::Model, AppError> {
    organisation::Entity::find_by_id(id.as_str())
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)
}

/// Organisations of one kind, by name.
///
/// # Errors
/// When the database can't be read.
pub async fn organisations_of_kind(
    connection: &impl ConnectionTrait,
    kind: &str,
) -> Result<Vec<organisation::Model>, AppError> {
    Ok(organisation::Entity::find()
        .filter(organisation::Column::Kind.eq(kind))
        .order_by_asc(organisation::Column::Name)
        .all(connection)
        .await?)
}

/// Adds an organisation.
///
/// # Errors
/// [`AppError::Conflict`] when one has the name already.
pub async fn add_organisation(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::ManageOrganisations>,
    stamp: &Stamp,
    new: NewOrganisation,
) -> Result<OrganisationId, AppError> {
    insert_organisation(tx, stamp, &new.name, &new.kind).await
}

/// Adds an organisation at set-up, when nobody can be asked for a permit.
///
/// # Errors
/// [`AppError::Conflict`] when one has the name already.
pub async fn insert_organisation(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    name: &str,
    kind: &str,
) -> Result<OrganisationId, AppError> {
    if organisation::Entity::find()
        .filter(organisation::Column::Name.eq(name))
        .one(tx)
        .await?
        .is_some()
    {
        return Err(AppError::Conflict(format!(
            "There is an organisation called {name} already."
        )));
    }
    let id = OrganisationId::new(random::uuid());
    let row = organisation::ActiveModel {
        id: Set(id.to_string()),
        name: Set(name.to_owned()),
        kind: Set(kind.to_owned()),
        created_at: Set(stamp.at),
    };
    row.insert(tx).await?;
    let detail = serde_json::json!({ "kind": kind });
    journal::write(
        tx,
        stamp,
        Event {
            act: "added organisation",
            object_kind: "organisation",
            object: id.as_str(),
            enrolment: None,
            detail,
        },
    )
    .await?;
    Ok(id)
}

/// A membership as an organisation's page shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MemberRow {
    /// The membership's id.
    pub id: String,
    /// The person.
    pub person_id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The role's code.
    pub role: String,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

/// The memberships of an organisation, those in force first.
///
/// # Errors
/// When the database can't be read.
pub async fn members(
    connection: &impl ConnectionTrait,
    organisation: &OrganisationId,
) -> Result<Vec<MemberRow>, AppError> {
    Ok(MemberRow::find_by_statement(sql(
        connection,
        "SELECT m.id, m.person_id, p.name, p.email, m.role, m.from_on, m.until_on FROM membership m JOIN person p ON p.id = m.person_id
         WHERE m.organisation_id = $1 ORDER BY CASE WHEN m.until_on IS NULL THEN 0 ELSE 1 END, p.name, m.role",
        [organisation.to_string().into()],
    ))
    .all(connection)
    .await?)
}

/// Grants a role. The caller holds the permit or is the set-up.
///
/// # Errors
/// When the database can't be written.
pub async fn grant(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: &PersonId,
    organisation: &OrganisationId,
    role: Role,
    granted_by: Option<&str>,
) -> Result<RowId, AppError> {
    let id = RowId::new(random::uuid());
    membership::ActiveModel {
        id: Set(id.to_string()),
        person_id: Set(person.to_string()),
        organisation_id: Set(organisation.to_string()),
        role: Set(role.code().to_owned()),
        from_on: Set(stamp.on),
        until_on: Set(None),
        granted_by: Set(granted_by.filter(|by| *by != person.as_str()).map(str::to_owned)),
        granted_at: Set(stamp.at),
        ended_by: Set(None),
    }
    .insert(tx)
    .await?;
    let detail = serde_json::json!({ "person": person, "organisation": organisation, "role": role.code() });
    journal::write(
        tx,
        stamp,
        Event {
            act: "granted role",
            object_kind: "membership",
            object: id.as_str(),
            enrolment: None,
            detail,
        },
    )
    .await?;
    Ok(id)
}

/// Ends a membership today.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, [`AppError::Conflict`] when it has ended, [`AppError::Forbidden`] when it
/// is the person's own: nobody locks themselves out.
pub async fn end_membership(
    tx: &DatabaseTransaction,
    permit: Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: &OrganisationId,
    id: &RowId,
) -> Result<(), AppError> {
    let found = membership::Entity::find_by_id(id.as_str())
        .filter(membership::Column::OrganisationId.eq(organisation.as_str()))
        .one(tx)
        .await?;
    let found = found.ok_or(AppError::NotFound)?;
    if found.until_on.is_some_and(|until| until <= stamp.on) {
        return Err(AppError::Conflict(String::from("This membership has ended already.")));
    }
    if found.person_id == permit.by().as_str() {
        return Err(AppError::Forbidden(String::from(
            "You can’t end your own membership. Ask a colleague or the registrar.",
        )));
    }
    let until = stamp.on.max(found.from_on);
    let mut row: membership::ActiveModel = found.into();
    row.until_on = Set(Some(until));
    row.ended_by = Set(Some(permit.by().to_string()));
    row.update(tx).await?;
    journal::write(
        tx,
        stamp,
        Event {
            act: "ended membership",
            object_kind: "membership",
            object: id.as_str(),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await
}

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
