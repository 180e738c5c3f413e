//! Which roles a person has at an instant. A grant belongs to an organisation: that of a body's registrar begins and ends with the
//! days of the body, others with those of what belongs to no body.

use crate::content::catalogue::Catalogue;
use crate::entities::{credential, enrolment, membership, organisation, person};
use crate::prelude::stores::*;
use crate::web::request::SignedIn;
use chrono::Days;
use chrono_tz::Tz;
use domain::access::{Actor, Membership, Role};
use domain::bodies::Body;
use domain::interval::Interval;
use domain::journal::Digest;
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType};
use std::sync::Arc;

/// An enrolment of whoever is signed in.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
pub struct Enrolled {
    pub id: EnrolmentId,
    pub framework_slug: String,
    pub framework_version: String,
    pub from_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
}

/// The person of a session, with the roles in force now, in one query; none when there is no such person, or their password is not
/// the one of which `opened_by` is what the session keeps: a session ends with the password that opened it.
pub async fn signed_in(
    connection: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (id, opened_by): (PersonId, &str),
    now: DateTime<Utc>,
) -> Result<Option<SignedIn>, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "person::Entity")]
    struct Row {
        name: String,
        #[sea_orm(from_expr = "credential::Column::PasswordHash")]
        password_hash: String,
        #[sea_orm(nested)]
        membership: Option<Held>,
        #[sea_orm(from_expr = "organisation::Column::Slug")]
        slug: Option<String>,
        #[sea_orm(nested)]
        enrolment: Option<Enrolled>,
    }
    let held = membership::Relation::Person.def().rev();
    let rows = person::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, credential::Relation::Person.def().rev())
        .join(JoinType::LeftJoin, held.on_condition(move |_, _| perhaps_in_force(now)))
        .join(JoinType::LeftJoin, membership::Relation::Organisation.def())
        .join(JoinType::LeftJoin, enrolment::Relation::Person.def().rev())
        .order_by_desc(membership::Column::OrganisationId)
        .order_by_desc(enrolment::Column::FromOn)
        .order_by_desc(enrolment::Column::Id)
        .into_partial_model::<Row>()
        .all(connection)
        .await?;
    let first = rows.first().filter(|row| Digest::of(&row.password_hash).to_string() == opened_by);
    let Some(name) = first.map(|row| row.name.clone()) else {
        return Ok(None);
    };
    let (mut memberships, mut enrolments) = (Vec::new(), Vec::<(Option<Arc<Body>>, Enrolled)>::new());
    let mut own = Vec::new();
    // Each membership comes with each enrolment.
    for row in rows {
        let body = row.slug.and_then(|slug| catalogue.bodies().get(&slug));
        let held = row.membership.filter(|held| held.in_force(catalogue, body.as_ref(), now)).map(Membership::from);
        if let Some(held) = held.filter(|held| !memberships.contains(held)) {
            own.extend(body.filter(|_| held.role == Role::Registrar));
            memberships.push(held);
        }
        let is_there = |one: &Enrolled| enrolments.iter().any(|(_, there)| there.id == one.id);
        if let Some(enrolment) = row.enrolment.filter(|one| !is_there(one)) {
            let framework = catalogue.get(&enrolment.framework_slug, &enrolment.framework_version);
            enrolments.push((framework.map(|framework| catalogue.body_of(&framework)), enrolment));
        }
    }
    // What goes on comes first, and of that the newest; one at a further body takes nobody away from where they are.
    let slug = |body: &Option<Arc<Body>>| body.as_ref().map(|body| body.slug.clone());
    let oldest = enrolments.last().and_then(|(body, _)| slug(body));
    enrolments.sort_by_key(|(body, one)| (one.ended_on.is_some(), slug(body) != oldest));
    let first = enrolments.first().and_then(|(body, _)| body.clone());
    let enrolments = enrolments.into_iter().map(|(_, enrolment)| enrolment).collect();
    let body = body_of(own, first);
    Ok(Some(SignedIn { name, actor: Actor { person: id, memberships }, enrolments, body }))
}

/// The body whose look and days a person's pages have: of a registrar theirs, of a trainee that of the enrolment that comes first. Of who is
/// registrar of several, none: their lists hold what is of each.
fn body_of(mut registrar_of: Vec<Arc<Body>>, trainee_of: Option<Arc<Body>>) -> Option<Arc<Body>> {
    match registrar_of.len() {
        0 => trainee_of,
        1 => registrar_of.pop(),
        _ => None,
    }
}

/// A person with the roles in force at an instant: what a rule of access may look at.
pub async fn actor_at(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<Actor, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "membership::Entity")]
    struct Row {
        #[sea_orm(nested)]
        membership: Held,
        #[sea_orm(from_expr = "organisation::Column::Slug")]
        slug: Option<String>,
    }
    let held = membership::Entity::find().of(person).filter(perhaps_in_force(at));
    let held = held.join(JoinType::InnerJoin, membership::Relation::Organisation.def());
    let rows: Vec<Row> = held.into_partial_model().all(db).await?;
    let memberships = rows.into_iter().filter_map(|Row { membership, slug }| {
        let body = slug.and_then(|slug| catalogue.bodies().get(&slug));
        membership.in_force(catalogue, body.as_ref(), at).then(|| membership.into())
    });
    Ok(Actor { person, memberships: memberships.collect() })
}

/// Whether one of the memberships of a person that are described is in force; then none of these ends until the work is done: whoever
/// ends one waits, and sees what was done by it. One that is being ended at this moment counts no more and is not waited for: who ends
/// it may wait for what the work has locked.
pub async fn keeps(db: &ReadOnly<'_>, person: PersonId, which: Condition, at: DateTime<Utc>) -> Result<bool, AppError> {
    let those = membership::Entity::find().of(person).filter(which).filter(perhaps_in_force(at));
    let locked = those.lock_with_behavior(LockType::Share, LockBehavior::SkipLocked).all(db).await?;
    // Read after they are locked, each on the day of its organisation.
    let held = actor_at(db, db.catalogue(), person, at).await?.memberships;
    Ok(locked.into_iter().any(|one| held.contains(&one.into())))
}

/// Memberships that may be in force at an instant in some zone: it is never more than a day away.
fn perhaps_in_force(at: DateTime<Utc>) -> Condition {
    let on = civil_date(at, Tz::UTC);
    let until = membership::Column::UntilOn;
    Condition::all()
        .add(membership::Column::FromOn.lte(on.checked_add_days(Days::new(1)).unwrap_or(on)))
        .add(until.is_null().or(until.gt(on.checked_sub_days(Days::new(1)).unwrap_or(on))))
}

/// A role, and from when until when it is held.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "membership::Entity")]
struct Held {
    organisation_id: OrganisationId,
    role: Role,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

impl Held {
    fn in_force(&self, catalogue: &Catalogue, body: Option<&Arc<Body>>, at: DateTime<Utc>) -> bool {
        let on = civil_date(at, body.map_or(catalogue.zone(), |body| body.zone));
        Interval { from: self.from_on, until: self.until_on }.is_in_force(on)
    }
}

impl From<Held> for Membership {
    fn from(held: Held) -> Self {
        Self { organisation: held.organisation_id, role: held.role }
    }
}
