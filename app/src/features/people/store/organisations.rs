//! Organisations.

use crate::error::AppError;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::features::people::entity::organisation;
use crate::features::people::forms::NewOrganisation;
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Actor, Permit, Role, actions};
use domain::ids::OrganisationId;
use domain::journal::{Chain, Event};
use domain::people::OrganisationKind;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
};

/// An organisation as lists show it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct OrganisationRow {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
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
    let own = actor.organisations(Role::EmployerAdmin);
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
    if tx.get_database_backend() == DbBackend::Postgres {
        // Rows that name the organisation may still be written by others: only its key must not change.
        let statement = "SELECT id FROM organisation WHERE id = $1 FOR NO KEY UPDATE";
        tx.query_one_raw(sql(tx, statement, [id.into()])).await?;
    }
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
    let until_done = match tx.get_database_backend() {
        DbBackend::Postgres => " FOR SHARE",
        _ => "",
    };
    let in_force = format!(
        "SELECT id FROM membership WHERE person_id = $1 AND from_on <= $2 AND (until_on IS NULL OR until_on > $2)
         AND (role = 'registrar' OR (role = 'employer_admin' AND organisation_id = $3)){until_done}"
    );
    let values = [permit.by().into(), stamp.on.into(), organisation.into()];
    match tx.query_one_raw(sql(tx, &in_force, values)).await? {
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
    let Salted { salt, words } = Salted::new(&[Some(name)]);
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO organisation (id, name, kind, salt, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING",
            [id.into(), name.into(), kind.into(), salt.into(), stamp.at.into()],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(format!(
            "There is an organisation called {name} already."
        )));
    }
    let event = Event::AddedOrganisation {
        organisation: id,
        kind,
        words,
    };
    journal::write(tx, stamp, Chain::of(id, kind), event).await?;
    Ok(id)
}
