//! Who has which role where, and until when.

use super::organisations::lock_to_manage;
use super::withdraw::withdraw_links_of;
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::{membership, person};
use crate::web::query::{Interval, Of, insert_unless_there};
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, Role, actions};
use domain::ids::{MembershipId, OrganisationId, PersonId};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DerivePartialModel, EntityTrait, JoinType, QueryOrder,
    QuerySelect, RelationTrait,
};

/// A membership as an organisation's page shows it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "membership::Entity")]
pub struct MemberRow {
    /// The membership's id.
    pub id: MembershipId,
    /// The person.
    pub person_id: PersonId,
    /// Their name.
    #[sea_orm(from_expr = "person::Column::Name")]
    pub name: String,
    /// Their address.
    #[sea_orm(from_expr = "person::Column::Email")]
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
    Ok(membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Person.def())
        .of(organisation)
        .order_by_asc(membership::Column::UntilOn.is_not_null())
        .order_by_asc(person::Column::Name)
        .order_by_asc(membership::Column::Role)
        .into_partial_model()
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
    let membership = membership::Model {
        id,
        person_id: person,
        organisation_id: organisation,
        role,
        from_on: stamp.on,
        until_on: None,
        granted_by: granted_by.filter(|by| *by != person),
        granted_at: stamp.at,
        ended_by: None,
    };
    if !insert_unless_there(tx, membership).await? {
        return Ok(None);
    }
    let detail = serde_json::json!({ "person": person, "organisation": organisation, "role": role });
    journal::write(
        tx,
        stamp,
        Event {
            act: "granted role",
            object: Object::Membership(id),
            enrolment: None,
            detail,
        },
    )
    .await?;
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
    let found = membership::Entity::find_by_id(id).of(organisation).one(tx).await?;
    let found = found.ok_or(AppError::NotFound)?;
    if found.until_on.is_some_and(|until| until <= stamp.on) {
        return Err(AppError::Conflict(String::from("This membership has ended already.")));
    }
    if found.person_id == permit.by() {
        return Err(AppError::Forbidden(String::from(
            "You can’t end your own membership. Ask a colleague or the registrar.",
        )));
    }
    // The row first: it waits for whoever is making a link with this membership, and then that link is seen here.
    membership::Entity::update_many()
        .col_expr(membership::Column::UntilOn, membership::Entity::end_on(stamp.on))
        .col_expr(membership::Column::EndedBy, Expr::value(permit.by()))
        .of(id)
        .exec(tx)
        .await?;
    withdraw_links_of(tx, stamp, &found).await?;
    journal::write(
        tx,
        stamp,
        Event {
            act: "ended membership",
            object: Object::Membership(id),
            enrolment: None,
            detail: serde_json::json!({}),
        },
    )
    .await
}
