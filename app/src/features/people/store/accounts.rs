//! Accounts: whose address it is, under which name, and in whose hands.

use super::organisations::recognisers;
use super::{add_person, words_of};
use crate::error::AppError;
use crate::features::enrolments::entity::record;
use crate::features::enrolments::store::rename_records;
use crate::features::people::entity::{credential, invitation, membership, organisation, person};
use crate::web::clock::civil_date;
use crate::web::query::{Dated, Of};
use crate::web::tx::{May, Reader, Writer};
use chrono::{DateTime, Utc};
use domain::access::{Role, actions};
use domain::ids::{OrganisationId, PersonId};
use domain::interval::Phase;
use domain::journal::{Chain, Event};
use domain::people::{LinkMaker, OrganisationKind, stands_only_for};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef, RelationTrait,
};
use std::collections::BTreeSet;

/// The account of an address.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose it is.
    pub person: PersonId,
    /// The name on record.
    pub name: String,
    /// Whether one can sign in to it.
    pub is_set_up: bool,
    /// The bodies that depend on it: those that hold a record of its owner, and those of the organisations where they have or had a
    /// role.
    pub bodies: BTreeSet<OrganisationId>,
    /// The organisation for whose word alone it stands, as [`stands_only_for`] has it, and its name.
    pub only_for: Option<(OrganisationId, String)>,
}

impl Account {
    /// Whether it may not become a trainee's as it is: it was not set up by its owner, as far as a body knows.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        !self.is_set_up || self.only_for.is_some()
    }

    /// Whether another body depends on it.
    #[must_use]
    pub fn is_known_besides(&self, body: OrganisationId) -> bool {
        self.bodies.iter().any(|one| *one != body)
    }

    /// The account as a body may know it: one that only others know has the name that is typed.
    #[must_use]
    pub fn as_known_to(self, body: OrganisationId, typed: &str) -> Self {
        if self.bodies.is_empty() || self.bodies.contains(&body) {
            return self;
        }
        Self { name: typed.to_owned(), ..self }
    }
}

/// The account of an address; one is added, under the name given, when the address is not known.
pub async fn account_for(may: &May<'_, actions::Enrol>, name: &str, email: &str) -> Result<Account, AppError> {
    let db = may.tx().read().await?;
    if let Some(known) = account_of(&db, email).await? {
        return Ok(known);
    }
    match add_person(may.writer(), name, email).await {
        Ok(person) => {
            Ok(Account { person, name: name.to_owned(), is_set_up: false, bodies: BTreeSet::new(), only_for: None })
        }
        // Someone added the same address between the look and the insert: it is theirs that stands.
        Err(overtaken @ AppError::Conflict(_)) => account_of(&db, email).await?.ok_or(overtaken),
        Err(error) => Err(error),
    }
}

/// The account of an address, if it is known.
pub async fn account_of(db: &Reader<'_>, email: &str) -> Result<Option<Account>, AppError> {
    let found = person::Entity::find().filter(person::Column::Email.eq(email));
    let Some(found) = found.one(db).await? else {
        return Ok(None);
    };
    let credential = credential::Entity::find_by_id(found.id).one(db).await?;
    let links = used_links(db, found.id).await?;
    Ok(Some(Account {
        person: found.id,
        name: found.name,
        is_set_up: credential.is_some(),
        bodies: bodies_of(db, found.id).await?,
        only_for: credential.and_then(|_| only_for(&links)),
    }))
}

/// The bodies that depend on a person's account.
pub async fn bodies_of(db: &impl ConnectionTrait, person: PersonId) -> Result<BTreeSet<OrganisationId>, AppError> {
    let records = record::Entity::find().of(person).all(db).await?;
    let mut bodies: BTreeSet<OrganisationId> = records.into_iter().map(|one| one.body_id).collect();
    let held = membership::Entity::find().of(person).all(db).await?;
    let at: Vec<OrganisationId> = held.iter().map(|one| one.organisation_id).collect();
    bodies.extend(recognisers(db, &at).await?);
    let registrar = held.iter().filter(|one| one.role.organisation_kind() == OrganisationKind::Body);
    bodies.extend(registrar.map(|one| one.organisation_id));
    Ok(bodies)
}

pub(super) fn only_for(links: &[(LinkMaker, Option<String>)]) -> Option<(OrganisationId, String)> {
    let makers: Vec<LinkMaker> = links.iter().map(|(maker, _)| *maker).collect();
    let found = stands_only_for(&makers)?;
    let named = links.iter().find(|(maker, _)| *maker == LinkMaker::Organisation(found));
    named.and_then(|(_, name)| Some((found, name.clone()?)))
}

/// Who made the links that a person used, with the organisation's name, the first used first.
pub(super) async fn used_links(
    db: &Reader<'_>,
    person: PersonId,
) -> Result<Vec<(LinkMaker, Option<String>)>, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "invitation::Entity")]
    struct Used {
        invited_at: DateTime<Utc>,
        #[sea_orm(nested)]
        organisation: Option<organisation::Model>,
        #[sea_orm(nested)]
        registrar: Option<membership::Model>,
        #[sea_orm(from_expr = "Expr::col((\"of_registrar\", organisation::Column::Slug))")]
        slug: Option<String>,
    }
    let as_registrar: RelationDef = invitation::Entity::belongs_to(membership::Entity)
        .from(invitation::Column::InvitedBy)
        .to(membership::Column::PersonId)
        .on_condition(|_, _| membership::Column::Role.eq(Role::Registrar).into_condition())
        .into();
    let used = invitation::Entity::find()
        .join(JoinType::LeftJoin, invitation::Relation::Organisation.def())
        .join(JoinType::LeftJoin, as_registrar)
        .join_as(JoinType::LeftJoin, membership::Relation::Organisation.def(), "of_registrar")
        .filter(invitation::Column::UsedBy.eq(person))
        .order_by_asc(invitation::Column::UsedAt)
        .order_by_asc(invitation::Column::Id)
        .into_partial_model::<Used>()
        .all(db)
        .await?;
    let maker = |used: Used| {
        let body = used.slug.and_then(|slug| db.catalogue().bodies().get(&slug));
        let on = civil_date(used.invited_at, body.map_or(db.catalogue().zone(), |body| body.zone));
        let held = used.registrar.as_ref().map(membership::Entity::interval);
        let by_registrar = held.is_some_and(|held| held.phase(on) == Phase::InForce);
        let maker = match &used.organisation {
            Some(one) if one.kind != OrganisationKind::Body && !by_registrar => LinkMaker::Organisation(one.id),
            _ => LinkMaker::Body,
        };
        (maker, used.organisation.map(|one| one.name))
    };
    Ok(used.into_iter().map(maker).collect())
}

/// Puts the name that a person confirmed in the place of the one that others typed.
pub(super) async fn rename(writer: &Writer<'_>, person: PersonId, name: &str) -> Result<(), AppError> {
    // So that no record is overlooked that is opened meanwhile.
    writer.tx().lock(Chain::Account(person)).await?;
    let db = writer.tx().read().await?;
    let known = person::Entity::find_by_id(person).one(&db).await?.ok_or(AppError::NotFound)?;
    if known.name == name {
        return Ok(());
    }
    let words = words_of((name, &known.email))?;
    writer.says(Chain::Account(person), Event::CorrectedName { person, words: words.digest() }, &[words]).await?;
    rename_records(writer, person, name).await
}
