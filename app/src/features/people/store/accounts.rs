//! Accounts: whose address it is, under which name, and in whose hands.

use super::add_person;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::{credential, invitation, membership, organisation, person};
use crate::web::clock::civil_date;
use crate::web::query::Of;
use crate::web::request::ZONE;
use chrono::{DateTime, Utc};
use domain::access::{Permit, Role, actions};
use domain::ids::PersonId;
use domain::people::{LinkMaker, OrganisationKind, stands_only_for};
use domain::text::folded;
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DerivePartialModel, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, RelationTrait,
};

/// The account of an address.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose it is.
    pub person: PersonId,
    /// The name on record.
    pub name: String,
    /// Whether one can sign in to it.
    pub is_set_up: bool,
    /// The organisation for whose word alone it stands, as [`stands_only_for`] has it.
    pub only_for: Option<String>,
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
        only_for: credential.and_then(|_| stands_only_for(&links).map(str::to_owned)),
    }))
}

/// Who made the links that a person used, the first used first.
async fn used_links(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<LinkMaker>, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "invitation::Entity")]
    struct Used {
        invited_at: DateTime<Utc>,
        #[sea_orm(nested)]
        organisation: Option<organisation::Model>,
        #[sea_orm(nested)]
        registrar: Option<membership::Model>,
    }
    let as_registrar: RelationDef = invitation::Entity::belongs_to(membership::Entity)
        .from(invitation::Column::InvitedBy)
        .to(membership::Column::PersonId)
        .on_condition(|_, _| membership::Column::Role.eq(Role::Registrar).into_condition())
        .into();
    let used = invitation::Entity::find()
        .join(JoinType::LeftJoin, invitation::Relation::Organisation.def())
        .join(JoinType::LeftJoin, as_registrar)
        .filter(invitation::Column::UsedBy.eq(person))
        .order_by_asc(invitation::Column::UsedAt)
        .order_by_asc(invitation::Column::Id)
        .into_partial_model::<Used>()
        .all(connection)
        .await?;
    let maker = |used: Used| {
        let on = civil_date(used.invited_at, ZONE);
        let by_registrar = used
            .registrar
            .is_some_and(|held| held.from_on <= on && held.until_on.is_none_or(|until| on < until));
        match used.organisation {
            Some(one) if one.kind != OrganisationKind::Body && !by_registrar => LinkMaker::Organisation(one.name),
            _ => LinkMaker::Body,
        }
    };
    Ok(used.into_iter().map(maker).collect())
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
    credential::Entity::delete_by_id(account.person).exec(tx).await?;
    let event = Event {
        act: "ended access",
        object: Object::Person(account.person),
        enrolment: None,
        detail: serde_json::json!({ "set_up_for": account.only_for }),
    };
    journal::write(tx, stamp, event).await
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
    let done = person::Entity::update_many()
        .col_expr(person::Column::Name, Expr::value(name))
        .col_expr(person::Column::NameFolded, Expr::value(folded(name)))
        .of(person)
        .filter(person::Column::Name.ne(name))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(());
    }
    let event = Event {
        act: "corrected name",
        object: Object::Person(person),
        enrolment: None,
        detail: serde_json::json!({}),
    };
    journal::write(tx, stamp, event).await?;
    case::rewrite_naming(tx, person).await
}
