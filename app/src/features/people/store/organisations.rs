//! Organisations.

use super::withdraw::withdraw_links;
use crate::entities::{employment, enrolment, record, registration};
use crate::entities::{invitation, membership, organisation, recognition};
use crate::journal::place_at;
use crate::prelude::stores::*;
use crate::web::names::{by_name, look};
use crate::web::request::RequestCx;
use crate::web::tx::Object;
use domain::access::{Actor, Role, Subject, actions};
use domain::people::OrganisationKind;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use std::collections::HashMap;

impl Object for OrganisationId {
    type State = organisation::Model;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_at(db, self).await
    }

    async fn read(self, db: &ReadOnly<'_>, on: NaiveDate) -> Result<(Subject, organisation::Model), AppError> {
        Ok((subject_of(db, self, on).await?, organisation(db, self).await?))
    }
}

/// An organisation as lists show it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "organisation::Entity")]
pub struct OrganisationRow {
    pub id: OrganisationId,
    pub name: String,
    pub kind: OrganisationKind,
    /// People who act for it today: one who has two roles is one.
    #[sea_orm(from_expr = "membership::Column::PersonId.into_expr().count_distinct()")]
    pub people: i64,
}

/// The organisations that the permits of a person reach: for a registrar their body and those that it recognises, their own for
/// an employer's administrator.
pub async fn organisations(cx: &RequestCx, actor: &Actor) -> Result<Vec<OrganisationRow>, AppError> {
    let members = membership::Relation::Organisation.def().rev();
    let held = on_its_day(cx, membership::Entity::active_on);
    let bodies = actor.organisations(Role::Registrar);
    let own = bodies.iter().copied().chain(actor.organisations(Role::EmployerAdmin));
    let reached = Condition::any()
        .add(organisation::Column::Id.is_in(own))
        .add(organisation::Column::Id.in_subquery(recognised_by(&bodies)));
    let all = organisation::Entity::find()
        .join(JoinType::LeftJoin, members.on_condition(move |_, _| held.clone()))
        .filter(reached)
        .group_by(organisation::Column::Id)
        .into_partial_model()
        .all(cx.app.db.read());
    Ok(by_name(all.await?, |row: &OrganisationRow| &row.name))
}

/// Whether what holds on a day holds on the day of the organisation that a query joins.
pub(super) fn on_its_day(cx: &RequestCx, holds: impl Fn(NaiveDate) -> Condition) -> Condition {
    let (slug, here) = (organisation::Column::Slug, cx.day_of_organisations());
    let bodies = cx.app.catalogue.bodies().all().map(|body| (&body.slug, cx.day_of_organisation(Some(&body.slug))));
    let elsewhere: Vec<_> = bodies.filter(|(_, day)| *day != here).collect();
    let others = slug.is_null().or(slug.is_not_in(elsewhere.iter().map(|(slug, _)| slug.as_str())));
    let held = |which: Expr, day| Condition::all().add(which).add(holds(day));
    let all = Condition::any().add(held(others, here));
    elsewhere.iter().fold(all, |all, (body, day)| all.add(held(slug.eq(body.as_str()), *day)))
}

/// One organisation.
pub async fn organisation(
    connection: &impl ConnectionTrait,
    id: OrganisationId,
) -> Result<organisation::Model, AppError> {
    organisation::Entity::find_by_id(id).one(connection).await?.ok_or(AppError::NotFound)
}

/// Organisations of one kind, by name.
pub async fn organisations_of_kind(
    connection: &impl ConnectionTrait,
    kind: OrganisationKind,
) -> Result<Vec<organisation::Model>, AppError> {
    let all = organisation::Entity::find().filter(organisation::Column::Kind.eq(kind)).all(connection);
    Ok(by_name(all.await?, |row| &row.name))
}

/// The names of some organisations.
pub async fn names(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = OrganisationId>,
) -> Result<HashMap<OrganisationId, String>, AppError> {
    let ids: Vec<OrganisationId> = ids.into_iter().collect();
    let found = organisation::Entity::find().of_any(&ids).all(connection).await?;
    Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
}

/// The organisations that some bodies recognise.
pub(super) fn recognised_by(bodies: &[OrganisationId]) -> SelectStatement {
    recognised_where(recognition::Column::BodyId.is_in(bodies.iter().copied()))
}

/// Whether other bodies recognise an organisation. It is looked up by the organisation, and not in all that anybody recognises.
pub(super) fn recognised_besides(bodies: &[OrganisationId], organisation: impl ColumnTrait) -> Expr {
    let others = recognition::Column::BodyId.is_not_in(bodies.iter().copied());
    let of_it = recognition::Column::OrganisationId.into_expr().eq(organisation.into_expr());
    Expr::exists(recognised_where(others.and(of_it)))
}

fn recognised_where(which: Expr) -> SelectStatement {
    let found = recognition::Entity::find().select_only().column(recognition::Column::OrganisationId).filter(which);
    found.into_query()
}

/// Ids and names of the organisations of one kind that some bodies recognise, by name.
pub async fn recognised(
    connection: &impl ConnectionTrait,
    kind: OrganisationKind,
    bodies: &[OrganisationId],
) -> Result<Vec<(OrganisationId, String)>, AppError> {
    let all = of_kind((kind, bodies)).into_tuple().all(connection);
    Ok(by_name(all.await?, |(_, name): &(OrganisationId, String)| name))
}

/// Id and name of one that was chosen of them, if it is one.
pub async fn chosen(
    connection: &impl ConnectionTrait,
    of: (OrganisationKind, &[OrganisationId]),
    id: Option<OrganisationId>,
) -> Result<Option<(OrganisationId, String)>, AppError> {
    let Some(id) = id else { return Ok(None) };
    Ok(of_kind(of).of(id).into_tuple().one(connection).await?)
}

fn of_kind((kind, bodies): (OrganisationKind, &[OrganisationId])) -> Select<organisation::Entity> {
    organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Name])
        .filter(organisation::Column::Kind.eq(kind))
        .filter(organisation::Column::Id.in_subquery(recognised_by(bodies)))
}

/// Whether anybody acts for an organisation on a day of it.
pub async fn has_people(
    connection: &impl ConnectionTrait,
    id: OrganisationId,
    on: NaiveDate,
) -> Result<bool, AppError> {
    let people = membership::Entity::find().of(id).filter(membership::Entity::active_on(on)).one(connection).await?;
    Ok(people.is_some())
}

/// What a rule of access may look at of an organisation, on a day of it: the bodies that recognise it, who acts for it and whom it
/// serves; a body belongs to itself.
pub async fn subject_of(
    connection: &impl ConnectionTrait,
    id: OrganisationId,
    on: NaiveDate,
) -> Result<Subject, AppError> {
    let mut bodies = recognisers(connection, &[id]).await?;
    // Nobody is registrar of what is no body.
    bodies.push(id);
    let has_people = has_people(connection, id, on).await?;
    Ok(Subject { bodies, has_people, serves: serves(connection, id, on).await?, ..Subject::of_organisation(id) })
}

/// An organisation, and the same on its day of a request.
pub async fn organisation_on_its_day(
    cx: &RequestCx,
    id: OrganisationId,
) -> Result<(organisation::Model, Subject), AppError> {
    let db = cx.app.db.read();
    let found = organisation(db, id).await?;
    let subject = subject_of(db, id, cx.day_of_organisation(found.slug.as_deref())).await?;
    Ok((found, subject))
}

/// The bodies of those who work for an employer on a day or later, or were ever registered with a provider: what it recorded stays its to
/// correct.
async fn serves(
    connection: &impl ConnectionTrait,
    id: OrganisationId,
    on: NaiveDate,
) -> Result<Vec<OrganisationId>, AppError> {
    let bodies = || record::Entity::find().select_only().column(record::Column::BodyId).distinct();
    let employed = bodies()
        .join(JoinType::InnerJoin, employment::Relation::Record.def().rev())
        .filter(employment::Column::EmployerId.eq(id))
        .filter(not_over(employment::Column::UntilOn, on));
    let registered = bodies()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def().rev())
        .join(JoinType::InnerJoin, registration::Relation::Enrolment.def().rev())
        .filter(registration::Column::ProviderId.eq(id));
    let mut found: Vec<OrganisationId> = employed.into_tuple().all(connection).await?;
    found.extend(registered.into_tuple::<OrganisationId>().all(connection).await?);
    Ok(found)
}

fn not_over(until: impl ColumnTrait, on: NaiveDate) -> Expr {
    until.is_null().or(until.gt(on))
}

/// The bodies that recognise one of these organisations.
pub async fn recognisers(
    connection: &impl ConnectionTrait,
    organisations: &[OrganisationId],
) -> Result<Vec<OrganisationId>, AppError> {
    Ok(recognition::Entity::find()
        .select_only()
        .column(recognition::Column::BodyId)
        .filter(recognition::Column::OrganisationId.is_in(organisations.iter().copied()))
        .distinct()
        .into_tuple()
        .all(connection)
        .await?)
}

/// The slugs of some bodies.
pub async fn slugs_of(connection: &impl ConnectionTrait, bodies: &[OrganisationId]) -> Result<Vec<String>, AppError> {
    let found = organisation::Entity::find().of_any(bodies).all(connection).await?;
    Ok(found.into_iter().filter_map(|body| body.slug).collect())
}

/// Adds an organisation, which each of these bodies recognises.
///
/// # Errors
/// [`AppError::Conflict`] when one has the name already; [`AppError::NotFound`] when it would be of no body.
pub async fn add_organisation(
    all: &[May<'_, actions::ManageOrganisations>],
    name: &str,
    kind: OrganisationKind,
) -> Result<OrganisationId, AppError> {
    let writer = all.first().ok_or(AppError::NotFound)?.writer();
    let id = insert_organisation(writer, name, kind).await?;
    for may in all {
        recognise(may.writer(), may.on(), id).await?;
    }
    Ok(id)
}

/// Notes that an employer or a provider serves the trainees of a body from today on. Links that a registrar of another body made
/// to it end: from now on they may not make any.
///
/// # Errors
/// When the database can't be written, or it is noted already.
pub async fn recognise(
    writer: &Writer<'_>,
    body: OrganisationId,
    organisation: OrganisationId,
) -> Result<(), AppError> {
    withdraw_links(writer, Condition::all().add(invitation::Column::OrganisationId.eq(organisation))).await?;
    let place = place_at(&writer.tx().read().await?, body).await?;
    writer.says(place, Event::RecognisedOrganisation { organisation }, &[]).await
}

/// Adds an employer or a provider.
///
/// # Errors
/// [`AppError::Conflict`] when one has the name already, or one that looks the same.
pub async fn insert_organisation(
    writer: &Writer<'_>,
    name: &str,
    kind: OrganisationKind,
) -> Result<OrganisationId, AppError> {
    insert_one(writer, name, (kind, None)).await
}

/// Adds a body of the catalogue at set-up.
///
/// # Errors
/// [`AppError::Conflict`] when it is there already, or another has the name.
pub async fn insert_body(writer: &Writer<'_>, name: &str, slug: &str) -> Result<OrganisationId, AppError> {
    insert_one(writer, name, (OrganisationKind::Body, Some(slug.to_owned()))).await
}

async fn insert_one(
    writer: &Writer<'_>,
    name: &str,
    (kind, slug): (OrganisationKind, Option<String>),
) -> Result<OrganisationId, AppError> {
    let id = OrganisationId::new(random::uuid());
    let words = words_of(name)?;
    let place = LocalPlace::organisation(writer.tx().catalogue(), slug.as_deref(), id, kind);
    let event = Event::AddedOrganisation { organisation: id, kind, slug, words: words.digest() };
    if !writer.says_unless_there(place, event, &[words]).await? {
        return Err(AppError::Conflict(format!("There is an organisation called {name} already.")));
    }
    Ok(id)
}

/// The words of an organisation: its name, and what that looks like.
pub(super) fn words_of(name: &str) -> Result<Words, AppError> {
    Words::new(organisation::ActiveModel { name: Set(name.to_owned()), look: Set(look(name)), ..Default::default() })
}
