//! Who has which role where, and until when.

use super::organisations::lock_to_manage;
use super::withdraw::withdraw_links_of;
use crate::error::AppError;
use crate::features::journal::{self, store::Stamp};
use crate::features::people::entity::membership;
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, Role, actions};
use domain::ids::{MembershipId, OrganisationId, PersonId};
use domain::journal::{Chain, Event};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, Set,
};

/// A membership as an organisation's page shows it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MemberRow {
    /// The membership's id.
    pub id: MembershipId,
    /// The person.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// As what.
    pub role: Role,
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
    organisation: OrganisationId,
) -> Result<Vec<MemberRow>, AppError> {
    Ok(MemberRow::find_by_statement(sql(
        connection,
        "SELECT m.id, m.person_id, p.name, p.email, m.role, m.from_on, m.until_on FROM membership m JOIN person p ON p.id = m.person_id
         WHERE m.organisation_id = $1 ORDER BY CASE WHEN m.until_on IS NULL THEN 0 ELSE 1 END, p.name, m.role",
        [organisation.into()],
    ))
    .all(connection)
    .await?)
}

/// Grants a role from today on; none when the person has it already, because nobody has a role twice at once. The caller
/// holds the permit or is the set-up.
///
/// # Errors
/// When the database can't be written.
pub async fn grant(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: PersonId,
    organisation: OrganisationId,
    role: Role,
    granted_by: Option<PersonId>,
) -> Result<Option<MembershipId>, AppError> {
    let id = MembershipId::new(random::uuid());
    let granted_by = granted_by.filter(|by| *by != person);
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO membership (id, person_id, organisation_id, role, from_on, granted_by, granted_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            [
                id.into(),
                person.into(),
                organisation.into(),
                role.into(),
                stamp.on.into(),
                granted_by.into(),
                stamp.at.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Ok(None);
    }
    let event = Event::GrantedRole {
        membership: id,
        person,
        organisation,
        role,
        granted_by,
    };
    journal::write(tx, stamp, Chain::of(organisation, role.organisation_kind()), event).await?;
    Ok(Some(id))
}

/// The name of whoever at an address has a role in an organisation on a day.
///
/// # Errors
/// When the database can't be read.
pub(super) async fn holder(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    role: Role,
    email: &str,
    on: NaiveDate,
) -> Result<Option<String>, AppError> {
    let members = members(connection, organisation).await?;
    Ok(members
        .into_iter()
        .find(|one| one.email == email && one.role == role && one.until_on.is_none_or(|until| on < until))
        .map(|one| one.name))
}

/// Ends a membership today, and with it the links that would bring it back: those open for the same person and role, and,
/// when the role was to invite, those that the person made and has seen.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, [`AppError::Conflict`] when it has ended, [`AppError::Forbidden`] when it
/// is the person's own: nobody locks themselves out.
pub async fn end_membership(
    tx: &DatabaseTransaction,
    permit: Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: OrganisationId,
    id: MembershipId,
) -> Result<(), AppError> {
    lock_to_manage(tx, &permit, stamp, organisation).await?;
    let found = membership::Entity::find_by_id(id)
        .filter(membership::Column::OrganisationId.eq(organisation))
        .one(tx)
        .await?;
    let found = found.ok_or(AppError::NotFound)?;
    if found.until_on.is_some_and(|until| until <= stamp.on) {
        return Err(AppError::Conflict(String::from("This membership has ended already.")));
    }
    if found.person_id == permit.by() {
        return Err(AppError::Forbidden(String::from(
            "You can’t end your own membership. Ask a colleague or the registrar.",
        )));
    }
    let mut row: membership::ActiveModel = found.clone().into();
    let until = stamp.on.max(found.from_on);
    row.until_on = Set(Some(until));
    row.ended_by = Set(Some(permit.by()));
    // The row first: it waits for whoever is making a link with this membership, and then that link is seen here.
    row.update(tx).await?;
    withdraw_links_of(tx, stamp, &found).await?;
    let event = Event::EndedMembership { membership: id, until };
    let chain = Chain::of(organisation, found.role.organisation_kind());
    journal::write(tx, stamp, chain, event).await
}
