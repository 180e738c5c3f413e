//! Who has which role where, and until when.

use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::people::entity::membership;
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, Role, actions};
use domain::ids::{OrganisationId, PersonId, RowId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, Set,
};

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
