//! Accounts: whose address it is, under which name, and in whose hands.

use super::organisations::recognisers;
use super::{add_person, credential_of, words_of};
use crate::entities::record;
use crate::entities::{credential, invitation, membership, organisation, person};
use crate::prelude::stores::*;
use domain::access::{Role, actions};
use domain::people::{Account, Hands, LinkMaker, OrganisationKind};
use sea_orm::RelationDef;
use sea_orm::sea_query::IntoCondition;
use std::collections::BTreeSet;

/// The account of an address, under its lock; one is added, under the name given, when the address is not known.
pub async fn account_for(may: &May<'_, actions::Enrol>, name: &str, email: &str) -> Result<Account, AppError> {
    let db = may.tx().read().await?;
    if credential_of(&db, email).await?.is_none() {
        match add_person(may.writer(), name, email).await {
            // Someone added the same address between the look and the insert: it is theirs that stands.
            Ok(_) | Err(AppError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let (person, _) = credential_of(&db, email).await?.ok_or(AppError::NotFound)?;
    may.tx().lock(Chain::Account(person)).await?;
    account_of(&db, email).await?.ok_or(AppError::NotFound)
}

/// The account of an address, if it is known.
pub async fn account_of(db: &ReadOnly<'_>, email: &str) -> Result<Option<Account>, AppError> {
    let found = person::Entity::find().filter(person::Column::Email.eq(email));
    let Some(found) = found.one(db).await? else {
        return Ok(None);
    };
    let records = record::Entity::find().of(found.id).all(db).await?;
    let (hands, set_up_by) = hands_of(db, found.id).await?;
    Ok(Some(Account {
        person: found.id,
        name: found.name,
        is_set_up: credential::Entity::find_by_id(found.id).one(db).await?.is_some(),
        bodies: bodies_of(db, found.id).await?,
        acts: membership::Entity::find().of(found.id).one(db).await?.is_some(),
        known_as: records.into_iter().map(|one| (one.body_id, one.name)).collect(),
        hands,
        set_up_by: set_up_by.map(|one| one.name),
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

/// In whose hands the account of a person is, and the organisation whose link set it up, if one did.
pub(super) async fn hands_of(
    db: &ReadOnly<'_>,
    person: PersonId,
) -> Result<(Hands, Option<organisation::Model>), AppError> {
    let Some(credential) = credential::Entity::find_by_id(person).one(db).await? else {
        return Ok((Hands::default(), None));
    };
    // What was used before was used by whoever had the account then.
    let mut used = used_links(db, person).await?;
    used.retain(|one| one.used_at >= Some(credential.set_at));
    // Accepting a link and setting the password are of one unit of work, and so of one instant: a link that is used with a
    // password that was there sets nothing up.
    let set_up = used.iter().find(|one| one.used_at == Some(credential.set_at));
    let hands = Hands { set_up: set_up.map(|one| one.maker(db)), used: used.iter().map(|one| one.maker(db)).collect() };
    Ok((hands, set_up.and_then(|one| one.organisation.clone())))
}

/// A link that was used, with a grant as registrar of whoever made it.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "invitation::Entity")]
struct Used {
    invited_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    #[sea_orm(nested)]
    organisation: Option<organisation::Model>,
    #[sea_orm(nested)]
    registrar: Option<membership::Model>,
    #[sea_orm(from_expr = "Expr::col((\"of_registrar\", organisation::Column::Slug))")]
    slug: Option<String>,
}

impl Used {
    fn maker(&self, db: &ReadOnly<'_>) -> LinkMaker {
        let zone = db.catalogue().zone_of_organisation(self.slug.as_deref());
        let in_force = |held: &membership::Model, at: DateTime<Utc>| {
            membership::Entity::interval(held).is_in_force(civil_date(at, zone))
        };
        // Made and used while they were registrar: who has left lets nobody in for their body.
        let of_registrar = self.registrar.as_ref().filter(|held| {
            held.granted_at <= self.invited_at
                && in_force(held, self.invited_at)
                && self.used_at.is_some_and(|at| in_force(held, at))
        });
        match (&self.organisation, of_registrar) {
            (Some(body), _) if body.kind == OrganisationKind::Body => LinkMaker::Body(body.id),
            (Some(_), Some(registrar)) => LinkMaker::Body(registrar.organisation_id),
            // Whoever runs the server invites as the organisation would.
            (Some(one), None) => LinkMaker::Organisation(one.id),
            (None, _) => LinkMaker::Server,
        }
    }
}

/// The links that a person used, the first used first: one that somebody made who was registrar of several bodies as often.
async fn used_links(db: &ReadOnly<'_>, person: PersonId) -> Result<Vec<Used>, AppError> {
    let as_registrar: RelationDef = invitation::Entity::belongs_to(membership::Entity)
        .from(invitation::Column::InvitedBy)
        .to(membership::Column::PersonId)
        .on_condition(|_, _| membership::Column::Role.eq(Role::Registrar).into_condition())
        .into();
    Ok(invitation::Entity::find()
        .join(JoinType::LeftJoin, invitation::Relation::Organisation.def())
        .join(JoinType::LeftJoin, as_registrar)
        .join_as(JoinType::LeftJoin, membership::Relation::Organisation.def(), "of_registrar")
        .filter(invitation::Column::UsedBy.eq(person))
        .order_by_asc(invitation::Column::UsedAt)
        .order_by_asc(invitation::Column::Id)
        .into_partial_model()
        .all(db)
        .await?)
}

/// Puts the name that a person confirmed in the place of the one that others typed; what bodies know them by stays. So does the name
/// of who has or had a role: it stands beside all that they signed, and whoever got hold of a link must not sign it anew.
pub(super) async fn rename(writer: &Writer<'_>, person: PersonId, name: &str) -> Result<(), AppError> {
    let db = writer.tx().read().await?;
    if membership::Entity::find().of(person).one(&db).await?.is_some() {
        return Ok(());
    }
    let known = person::Entity::find_by_id(person).one(&db).await?.ok_or(AppError::NotFound)?;
    if known.name == name {
        return Ok(());
    }
    let words = words_of((name, &known.email))?;
    writer.says(writer.account(person), Event::CorrectedName { person, words: words.digest() }, &[words]).await
}
