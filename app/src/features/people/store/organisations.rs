//! Organisations.

use crate::error::AppError;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::{membership, organisation};
use crate::features::people::forms::NewOrganisation;
use crate::web::query::{Interval, Of, insert_unless_there};
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Actor, Permit, Role, actions};
use domain::ids::OrganisationId;
use domain::people::OrganisationKind;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DerivePartialModel, EntityTrait, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

/// An organisation as lists show it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "organisation::Entity")]
pub struct OrganisationRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Memberships in force today.
    #[sea_orm(from_expr = "membership::Column::Id.count()")]
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
    let members = membership::Relation::Organisation.def().rev();
    let mut found = organisation::Entity::find().join(
        JoinType::LeftJoin,
        members.on_condition(move |_, _| membership::Entity::active_on(today)),
    );
    if !actor.is(Role::Registrar) {
        found = found.of_any(&actor.organisations(Role::EmployerAdmin));
    }
    Ok(found
        .group_by(organisation::Column::Id)
        .order_by_asc(organisation::Column::Name)
        .into_partial_model()
        .all(connection)
        .await?)
}

/// One organisation.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn organisation(
    connection: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<organisation::Model, AppError> {
    organisation::Entity::find_by_id(id)
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)
}

/// Takes the organisation's lock for the rest of the transaction, so that two who change its people queue. On SQLite the
/// transaction already holds the only write lock.
///
/// # Errors
/// When the database can't be read.
pub(super) async fn lock_organisation(tx: &DatabaseTransaction, id: OrganisationId) -> Result<(), AppError> {
    // Rows that name the organisation may still be written by others: only its key must not change.
    let locked = organisation::Entity::find_by_id(id).lock(LockType::NoKeyUpdate);
    locked.one(tx).await?;
    Ok(())
}

/// Takes the organisation's lock for whoever changes its people, and looks again whether they still may: the permit is
/// from before the lock, and a colleague may have ended their membership since. It can't be ended now until they are done.
///
/// # Errors
/// [`AppError::Conflict`] when their membership has ended meanwhile; else when the database can't be read.
pub(super) async fn lock_to_manage(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ManagePeople>,
    stamp: &Stamp,
    organisation: OrganisationId,
) -> Result<(), AppError> {
    lock_organisation(tx, organisation).await?;
    let here = Condition::all()
        .add(membership::Column::Role.eq(Role::EmployerAdmin))
        .add(membership::Column::OrganisationId.eq(organisation));
    let manages = membership::Entity::find()
        .of(permit.by())
        .filter(membership::Entity::active_on(stamp.on))
        .filter(
            Condition::any()
                .add(membership::Column::Role.eq(Role::Registrar))
                .add(here),
        )
        .lock_shared();
    match manages.one(tx).await? {
        Some(_) => Ok(()),
        None => Err(AppError::Conflict(String::from(
            "Your own membership was ended meanwhile. Nothing was changed.",
        ))),
    }
}

/// Organisations of one kind, by name.
///
/// # Errors
/// When the database can't be read.
pub async fn organisations_of_kind(
    connection: &impl ConnectionTrait,
    kind: OrganisationKind,
) -> Result<Vec<organisation::Model>, AppError> {
    Ok(organisation::Entity::find()
        .filter(organisation::Column::Kind.eq(kind))
        .order_by_asc(organisation::Column::Name)
        .all(connection)
        .await?)
}

/// Ids and names of a kind of organisation, by name.
///
/// # Errors
/// When the database can't be read.
pub async fn names_of_kind(
    connection: &impl ConnectionTrait,
    kind: OrganisationKind,
) -> Result<Vec<(OrganisationId, String)>, AppError> {
    let found = organisations_of_kind(connection, kind).await?.into_iter();
    Ok(found.map(|one| (one.id, one.name)).collect())
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
    insert_organisation(tx, stamp, &new.name, new.kind).await
}

/// Adds an organisation at set-up, when nobody can be asked for a permit.
///
/// # Errors
/// [`AppError::Conflict`] when one has the name already.
pub async fn insert_organisation(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    name: &str,
    kind: OrganisationKind,
) -> Result<OrganisationId, AppError> {
    let id = OrganisationId::new(random::uuid());
    let organisation = organisation::Model {
        id,
        name: name.to_owned(),
        kind,
        created_at: stamp.at,
    };
    if !insert_unless_there(tx, organisation).await? {
        return Err(AppError::Conflict(format!(
            "There is an organisation called {name} already."
        )));
    }
    let detail = serde_json::json!({ "kind": kind });
    journal::write(
        tx,
        stamp,
        Event {
            act: "added organisation",
            object: Object::Organisation(id),
            enrolment: None,
            detail,
        },
    )
    .await?;
    Ok(id)
}
