//! Accounts: whose address it is, under which name, and in whose hands.

use super::add_person;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::features::people::entity::{credential, person};
use crate::web::clock::civil_date;
use crate::web::db::sql;
use crate::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Permit, actions};
use domain::ids::{OrganisationId, PersonId};
use domain::journal::{Chain, Event};
use domain::people::{LinkMaker, OrganisationKind, stands_only_for};
use domain::text::folded;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter};

/// The account of an address.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose it is.
    pub person: PersonId,
    /// The name on record.
    pub name: String,
    /// Whether one can sign in to it.
    pub is_set_up: bool,
    /// The organisation for whose word alone it stands, as [`stands_only_for`] has it, and its name.
    pub only_for: Option<(OrganisationId, String)>,
}

impl Account {
    /// Whether its owner gets in only by a link that is made now: it was not set up, or is started anew.
    #[must_use]
    pub fn needs_link(&self) -> bool {
        !self.is_set_up || self.only_for.is_some()
    }
}

/// The account of an address; one is added, under the name given, when the address is not known.
///
/// # Errors
/// When the database can't be read or written.
pub async fn account_for(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    name: &str,
    email: &str,
) -> Result<Account, AppError> {
    if let Some(known) = account_of(tx, email).await? {
        return Ok(known);
    }
    match add_person(tx, stamp, name, email).await {
        Ok(person) => Ok(Account {
            person,
            name: name.to_owned(),
            is_set_up: false,
            only_for: None,
        }),
        // Someone added the same address between the look and the insert: it is theirs that stands.
        Err(overtaken @ AppError::Conflict(_)) => account_of(tx, email).await?.ok_or(overtaken),
        Err(error) => Err(error),
    }
}

/// The account of an address, if it is known.
///
/// # Errors
/// When the database can't be read.
pub async fn account_of(connection: &impl ConnectionTrait, email: &str) -> Result<Option<Account>, AppError> {
    let found = person::Entity::find().filter(person::Column::Email.eq(email));
    let Some(found) = found.one(connection).await? else {
        return Ok(None);
    };
    let credential = credential::Entity::find_by_id(found.id).one(connection).await?;
    let links = used_links(connection, found.id).await?;
    Ok(Some(Account {
        person: found.id,
        name: found.name,
        is_set_up: credential.is_some(),
        only_for: credential.and_then(|_| only_for(&links)),
    }))
}

fn only_for(links: &[(LinkMaker, Option<String>)]) -> Option<(OrganisationId, String)> {
    let makers: Vec<LinkMaker> = links.iter().map(|(maker, _)| *maker).collect();
    let found = stands_only_for(&makers)?;
    let named = links.iter().find(|(maker, _)| *maker == LinkMaker::Organisation(found));
    named.and_then(|(_, name)| Some((found, name.clone()?)))
}

/// Who made the links that a person used, with the organisation's name, the first used first.
async fn used_links(
    connection: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<(LinkMaker, Option<String>)>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        invited_at: DateTime<Utc>,
        organisation_id: Option<OrganisationId>,
        name: Option<String>,
        kind: Option<OrganisationKind>,
        registrar_from: Option<NaiveDate>,
        registrar_until: Option<NaiveDate>,
    }
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT i.invited_at, i.organisation_id, o.name, o.kind, m.from_on AS registrar_from, m.until_on AS registrar_until
         FROM invitation i LEFT JOIN organisation o ON o.id = i.organisation_id
         LEFT JOIN membership m ON m.person_id = i.invited_by AND m.role = 'registrar'
         WHERE i.used_by = $1 ORDER BY i.used_at, i.id",
        [person.into()],
    ))
    .all(connection)
    .await?;
    let maker = |row: Row| {
        let on = civil_date(row.invited_at, ZONE);
        let by_registrar =
            row.registrar_from.is_some_and(|from| from <= on) && row.registrar_until.is_none_or(|until| on < until);
        let maker = match row.organisation_id {
            Some(id) if row.kind != Some(OrganisationKind::Body) && !by_registrar => LinkMaker::Organisation(id),
            _ => LinkMaker::Body,
        };
        (maker, row.name)
    };
    Ok(rows.into_iter().map(maker).collect())
}

/// Ends the way in to an account: its password and, with it, every session that was opened by it. The body's next link sets
/// the account up anew.
///
/// # Errors
/// When the database can't be written.
pub async fn end_access(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::Enrol>,
    stamp: &Stamp,
    account: &Account,
) -> Result<(), AppError> {
    tx.execute_raw(sql(
        tx,
        "DELETE FROM credential WHERE person_id = $1",
        [account.person.into()],
    ))
    .await?;
    let event = Event::EndedAccess {
        person: account.person,
        set_up_for: account.only_for.as_ref().map(|(organisation, _)| *organisation),
    };
    journal::write(tx, stamp, Chain::Account(account.person), event).await
}

/// Puts the name that a person confirmed in the place of the one that others typed.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn rename(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    person: PersonId,
    name: &str,
) -> Result<(), AppError> {
    let known = person::Entity::find_by_id(person)
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if known.name == name {
        return Ok(());
    }
    let Salted { salt, words } = Salted::new(&[Some(name), Some(&known.email)]);
    tx.execute_raw(sql(
        tx,
        "UPDATE person SET name = $1, name_folded = $3, salt = $4 WHERE id = $2",
        [name.into(), person.into(), folded(name).into(), salt.into()],
    ))
    .await?;
    let event = Event::CorrectedName { person, words };
    journal::write(tx, stamp, Chain::Account(person), event).await?;
    case::rewrite_naming(tx, person).await
}
