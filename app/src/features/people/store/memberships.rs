//! Who has which role where, and until when.

use super::organisations::{on_its_day, subject_of};
use super::withdraw::withdraw_links_of;
use crate::entities::{membership, organisation, person};
use crate::features::record::proposals::lapse;
use crate::features::record::store::end_supervisions_of;
use crate::journal::place_at;
use crate::prelude::stores::*;
use crate::web::names::by_name;
use crate::web::request::RequestCx;
use crate::web::tx::Object;
use domain::access::{Role, Subject, SupervisorAt, actions};
use domain::interval::Interval;
use sea_orm::sea_query::IntoCondition;

/// A membership as an organisation's page shows it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "membership::Entity")]
pub struct MemberRow {
    pub id: MembershipId,
    pub person_id: PersonId,
    #[sea_orm(from_expr = "person::Column::Name")]
    pub name: String,
    #[sea_orm(from_expr = "person::Column::Email")]
    pub email: String,
    pub role: Role,
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

impl MemberRow {
    /// From when until when.
    fn spell(&self) -> Interval {
        Interval { from: self.from_on, until: self.until_on }
    }
}

/// The memberships of an organisation, those in force first.
pub async fn members(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
) -> Result<Vec<MemberRow>, AppError> {
    let all = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Person.def())
        .of(organisation)
        .order_by_asc(membership::Column::Role)
        .into_partial_model()
        .all(connection);
    let mut all = by_name(all.await?, |row: &MemberRow| &row.name);
    all.sort_by_key(|row| row.until_on.is_some());
    Ok(all)
}

/// Where somebody had a role last, and when that ended, on the day of the organisation.
pub async fn last_membership(cx: &RequestCx, person: PersonId) -> Result<Option<(String, NaiveDate)>, AppError> {
    Ok(membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Organisation.def())
        .select_only()
        .column(organisation::Column::Name)
        .column(membership::Column::UntilOn)
        .of(person)
        .filter(on_its_day(cx, |day| membership::Column::UntilOn.lte(day).into_condition()))
        .order_by_desc(membership::Column::UntilOn)
        .into_tuple()
        .one(cx.app.db.read())
        .await?)
}

impl Object for MembershipId {
    type State = membership::Model;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_at(db, membership(db, self).await?.organisation_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, on: NaiveDate) -> Result<(Subject, membership::Model), AppError> {
        let found = membership(db, self).await?;
        let people = subject_of(db, found.organisation_id, on).await?;
        Ok((Subject { member: Some(found.person_id), ..people }, found))
    }
}

async fn membership(db: &ReadOnly<'_>, id: MembershipId) -> Result<membership::Model, AppError> {
    membership::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}

/// Grants a role from today on; none when the person has it already, because nobody has a role twice at once. `granted_by` is somebody
/// else, or nobody at the server.
pub async fn grant(
    writer: &Writer<'_>,
    person: PersonId,
    organisation: OrganisationId,
    role: Role,
    granted_by: Option<PersonId>,
) -> Result<Option<MembershipId>, AppError> {
    let place = place_at(&writer.tx().read().await?, organisation).await?;
    let membership = MembershipId::new(random::uuid());
    let event = Event::GrantedRole { membership, person, organisation, role, granted_by };
    Ok(writer.says_unless_there(place, event, &[]).await?.then_some(membership))
}

/// The names of those who act for an organisation at an instant, by name.
pub async fn acting(db: &ReadOnly<'_>, id: OrganisationId, at: DateTime<Utc>) -> Result<Vec<String>, AppError> {
    let on = place_at(db, id).await?.day(at);
    let all = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Person.def())
        .of(id)
        .filter(membership::Entity::active_on(on))
        .select_only()
        .column(person::Column::Name)
        .distinct()
        .into_tuple()
        .all(db);
    Ok(by_name(all.await?, String::as_str))
}

/// Ends all that somebody is at an organisation today, with what ends with it; whether they were anything. Where their account is
/// reset, `reset` is what was confirmed. The caller holds the lock of its chain.
pub async fn end_roles(
    writer: &Writer<'_>,
    (place, id): (LocalPlace, OrganisationId),
    person: PersonId,
    reset: Option<ProposalId>,
) -> Result<bool, AppError> {
    let theirs = membership::Entity::find().of(id).of(person);
    let ends = theirs.clone().filter(membership::Entity::may_end_on(place.day(writer.now())));
    let those = ends.all(&writer.tx().read().await?).await?;
    writer.ends((place, place.day(writer.now())), theirs, |row, until| ended(row, until, reset)).await?;
    for row in &those {
        ends_with(writer, row).await?;
    }
    Ok(!those.is_empty())
}

/// The membership by which somebody is registrar of a body today.
pub async fn registrar(
    db: &ReadOnly<'_>,
    body: OrganisationId,
    person: PersonId,
) -> Result<Option<MembershipId>, AppError> {
    let held = membership::Entity::find().of(body).of(person).filter(membership::Column::Role.eq(Role::Registrar));
    let held = held.filter(membership::Entity::active_on(db.day_of_organisations()));
    Ok(held.one(db).await?.map(|row| row.id))
}

/// The name of whoever at an address has a role in an organisation on a day.
pub async fn holder(
    connection: &impl ConnectionTrait,
    organisation: OrganisationId,
    role: Role,
    email: &str,
    on: NaiveDate,
) -> Result<Option<String>, AppError> {
    let members = members(connection, organisation).await?;
    Ok(members
        .into_iter()
        .find(|one| one.email == email && one.role == role && one.spell().can_end(on))
        .map(|one| one.name))
}

/// Ends a membership today, and with it the links that would bring it back: those open for the same person and role, and
/// those that the person made and could make no longer. With a registrar's ends what they asked for.
pub async fn end_membership(may: &May<'_, actions::EndMembership>) -> Result<(), AppError> {
    let this = membership::Entity::find().of(may.on());
    // The row first: it waits for whoever is making a link with this membership, and then that link is seen here.
    may.end(this, may.today(), |row, until| ended(row, until, None)).await?;
    ends_with(may.writer(), may.state()).await
}

fn ended(row: &membership::Model, until: NaiveDate, reset: Option<ProposalId>) -> (Event, Vec<Words>) {
    (Event::EndedMembership { membership: row.id, until, reset }, Vec::new())
}

/// Ends what ends with a membership: what would bring it back or be done by it yet.
async fn ends_with(writer: &Writer<'_>, ended: &membership::Model) -> Result<(), AppError> {
    // Who may decide nothing any more supervises nobody: what is said of the two must not differ.
    end_supervisions_of(writer, SupervisorAt { person: ended.person_id, employer: ended.organisation_id }).await?;
    lapse(writer, ended.organisation_id, ended.person_id).await?;
    withdraw_links_of(writer, ended).await
}
