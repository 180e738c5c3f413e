//! Who supervises and employs a trainee.

use crate::entities::{employment, enrolment, membership, organisation, person, signing_request, supervision};
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::days::Days;
use crate::web::names::by_name;
use crate::web::roles::keeps;
use domain::access::{EmploymentsAt, Role, SupervisorAt, actions};
use domain::interval::Interval;
use sea_orm::sea_query::ExprTrait;

/// A supervision to be noted.
#[derive(Clone, Debug)]
pub struct NewSupervision {
    pub supervisor: SupervisorAt,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

/// Who may be named as a supervisor, for an employer of the trainee.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "membership::Entity")]
pub struct Possible {
    person_id: PersonId,
    organisation_id: OrganisationId,
    #[sea_orm(from_expr = "person::Column::Name")]
    pub name: String,
    #[sea_orm(from_expr = "person::Column::Email")]
    pub email: String,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub employer: String,
}

impl Possible {
    /// Which one it is.
    pub fn which(&self) -> SupervisorAt {
        SupervisorAt { person: self.person_id, employer: self.organisation_id }
    }
}

/// Who supervises a trainee, and who might.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "supervision::Entity")]
pub struct SupervisionRow {
    pub id: SupervisionId,
    pub supervisor_id: PersonId,
    #[sea_orm(from_expr = "person::Column::Name")]
    pub name: String,
    pub employer_id: OrganisationId,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub employer: String,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

impl SupervisionRow {
    /// By whom, for which employer.
    pub fn by(&self) -> SupervisorAt {
        SupervisorAt { person: self.supervisor_id, employer: self.employer_id }
    }

    /// From when until when.
    pub fn spell(&self) -> Interval {
        Interval { from: self.from_on, until: self.until_on }
    }
}

/// The supervisions of an enrolment, newest first.
pub async fn supervisions(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<SupervisionRow>, AppError> {
    Ok(supervision::Entity::find()
        .join(JoinType::InnerJoin, supervision::Relation::Supervisor.def())
        .join(JoinType::InnerJoin, supervision::Relation::Employer.def())
        .of(id)
        .order_by_desc(supervision::Column::FromOn)
        .order_by_desc(supervision::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?)
}

/// The supervisions of an enrolment on a day.
pub async fn supervise_on(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    day: NaiveDate,
) -> Result<Vec<SupervisionRow>, AppError> {
    let mut all = supervisions(connection, id).await?;
    all.retain(|one| one.spell().is_in_force(day));
    Ok(all)
}

/// Supervisors at these employers who may be named for a trainee: all but those who supervise there without an end already.
pub async fn possible_supervisors(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    employers: &[OrganisationId],
    days: Days,
) -> Result<Vec<Possible>, AppError> {
    let supervises = supervision::Entity::find()
        .of(id)
        .filter(there(supervision::Column::SupervisorId, membership::Column::PersonId))
        .filter(there(supervision::Column::EmployerId, membership::Column::OrganisationId))
        .filter(supervision::Column::FromOn.lte(days.record))
        .filter(supervision::Column::UntilOn.is_null());
    let all = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Person.def())
        .join(JoinType::InnerJoin, membership::Relation::Organisation.def())
        .of_any(employers)
        .filter(membership::Column::Role.eq(Role::Supervisor))
        .filter(membership::Entity::active_on(days.organisations))
        .filter(membership::Column::PersonId.not_in_subquery(enrolment::Entity::person_of(id)))
        .filter(Expr::not_exists(supervises.into_query()))
        .order_by_asc(person::Column::Id)
        .into_partial_model()
        .all(connection);
    Ok(by_name(by_name(all.await?, |one: &Possible| &one.employer), |one| &one.name))
}

/// Why somebody who could be named for a trainee can be named no longer.
#[derive(Debug)]
pub enum Overtaken {
    /// Somebody named them: who they are, and who did it from when on. Nobody has a name who did it at the server.
    Named { supervisor: String, by: Option<String>, from: NaiveDate },
    /// They are no supervisor of the employer any more.
    Left { supervisor: String, employer: String },
}

/// The same of somebody who was chosen; none of who never was a supervisor there.
pub async fn overtaken(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    chosen: SupervisorAt,
) -> Result<Option<Overtaken>, AppError> {
    let name = async |person: PersonId| -> Result<String, AppError> {
        let found = person::Entity::find_by_id(person).one(db).await?;
        Ok(found.map(|found| found.name).unwrap_or_default())
    };
    let named = supervision::Entity::find()
        .of(id)
        .of(chosen.employer)
        .filter(supervision::Column::SupervisorId.eq(chosen.person))
        .filter(supervision::Column::UntilOn.is_null());
    if let Some(named) = named.one(db).await? {
        let by = match named.recorded_by {
            Some(by) => Some(name(by).await?),
            None => None,
        };
        return Ok(Some(Overtaken::Named { supervisor: name(chosen.person).await?, by, from: named.from_on }));
    }
    let held = membership::Entity::find()
        .of(chosen.person)
        .of(chosen.employer)
        .filter(membership::Column::Role.eq(Role::Supervisor))
        .find_also_related(organisation::Entity);
    let Some((_, Some(employer))) = held.one(db).await? else { return Ok(None) };
    Ok(Some(Overtaken::Left { supervisor: name(chosen.person).await?, employer: employer.name }))
}

/// Whether a column of a supervision is that of the membership around it.
fn there(of: supervision::Column, around: membership::Column) -> Expr {
    Expr::col((supervision::Entity, of)).equals((membership::Entity, around))
}

/// The memberships on a day by which a supervision goes on, of those who are supervisors where they supervise.
fn by_which(on: NaiveDate) -> Select<membership::Entity> {
    membership::Entity::find()
        .filter(there(supervision::Column::SupervisorId, membership::Column::PersonId))
        .filter(there(supervision::Column::EmployerId, membership::Column::OrganisationId))
        .filter(membership::Column::Role.eq(Role::Supervisor))
        .filter(membership::Entity::active_on(on))
}

/// A supervision.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub(super) async fn supervision(
    connection: &impl ConnectionTrait,
    id: SupervisionId,
) -> Result<supervision::Model, AppError> {
    supervision::Entity::find().of(id).one(connection).await?.ok_or(AppError::NotFound)
}

/// The employers for which the trainee works today.
pub async fn employers_today(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(OrganisationId, String)>, AppError> {
    Ok(employment::Entity::find()
        .join(JoinType::InnerJoin, employment::Relation::Employer.def())
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Name])
        .filter(employment::Column::RecordId.in_subquery(enrolment::Entity::record_of(id)))
        .filter(employment::Entity::active_on(today))
        .order_by_desc(employment::Column::FromOn)
        .into_tuple()
        .all(connection)
        .await?)
}

/// Names a supervisor.
///
/// # Errors
/// [`AppError::Conflict`] when the membership by which they supervise is ended at this moment.
pub async fn supervise(may: &May<'_, actions::NameSupervisor>, new: &NewSupervision) -> Result<(), AppError> {
    let there = Condition::all()
        .add(membership::Column::Role.eq(Role::Supervisor))
        .add(membership::Column::OrganisationId.eq(new.supervisor.employer));
    if !keeps(&may.tx().read().await?, new.supervisor.person, there, may.stamp().at).await? {
        return Err(AppError::Conflict(String::from(
            "The membership of the supervisor was ended meanwhile. Nothing was saved. Choose somebody else.",
        )));
    }
    named(may.writer(), may.place(), new).await
}

/// Names a supervisor at set-up.
pub async fn insert_supervision(
    writer: &Writer<'_>,
    id: EnrolmentId,
    trainee: PersonId,
    new: &NewSupervision,
) -> Result<(), AppError> {
    let place = place_of(&writer.tx().read().await?, id).await?;
    named(&writer.of_trainee(trainee), place, new).await
}

async fn named(writer: &Writer<'_>, place: LocalPlace, new: &NewSupervision) -> Result<(), AppError> {
    let (event, words) = new_supervision(new)?;
    writer.says(place, event, &[words]).await
}

/// A supervision of a trainee, as it is said with its words.
pub fn new_supervision(new: &NewSupervision) -> Result<(Event, Words), AppError> {
    let words =
        Words::new(supervision::ActiveModel { authorised_as: Set(new.authorised_as.clone()), ..Default::default() })?;
    let event = Event::NamedSupervisor {
        supervision: SupervisionId::new(random::uuid()),
        supervisor: new.supervisor.person,
        employer: new.supervisor.employer,
        from: new.from_on,
        until: new.until_on,
        words: words.digest(),
    };
    Ok((event, words))
}

/// Ends a supervision from a day on. Open requests stay with the supervisor's colleagues; what was signed stays signed.
pub async fn end_supervision(
    may: &May<'_, actions::EndSupervision>,
    (day, why): (NaiveDate, &Because),
) -> Result<(), AppError> {
    let this = supervision::Entity::find().of(may.on());
    may.end(this, day, |row, until| {
        let (reason, words) = why.said();
        (Event::EndedSupervision { supervision: row.id, until, reason }, words)
    })
    .await
}

/// One that ends with something else, which says why where it was on an earlier day.
fn ended(row: &supervision::Model, until: NaiveDate) -> (Event, Vec<Words>) {
    (Event::EndedSupervision { supervision: row.id, until, reason: None }, Vec::new())
}

/// Ends what somebody supervises for an employer where they are a supervisor no longer; each on the chain of its record. Their
/// membership has been ended before.
pub async fn end_supervisions_of(writer: &Writer<'_>, by: SupervisorAt) -> Result<(), AppError> {
    let db = writer.tx().read().await?;
    // In some record it may still be the day before; of each its own day says below whether there is something to end.
    let organisations = db.day_of_organisations();
    let yesterday = organisations.pred_opt().unwrap_or(NaiveDate::MIN);
    let theirs = supervision::Entity::find()
        .of(by.employer)
        .filter(supervision::Column::SupervisorId.eq(by.person))
        .filter(supervision::Entity::may_end_on(yesterday))
        .filter(Expr::not_exists(by_which(organisations).into_query()));
    let mut places = Vec::new();
    for found in theirs.order_by_asc(supervision::Column::Id).all(&db).await? {
        places.push((place_of(&db, found.enrolment_id).await?, found));
    }
    writer.tx().lock_all(places.iter().map(|(place, _)| place.chain())).await?;
    for (place, found) in places {
        let this = supervision::Entity::find().of(found.id);
        writer.ends((place, place.day(writer.now())), this, ended).await?;
    }
    Ok(())
}

/// Supervisions that go on after a day on which their supervisor has the role no longer where they supervise.
pub async fn without_role(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<SupervisionId>, AppError> {
    let without = supervision::Entity::find()
        .select_only()
        .column(supervision::Column::Id)
        .filter(supervision::Entity::may_end_on(day))
        .filter(Expr::not_exists(by_which(day).into_query()));
    Ok(without.order_by_asc(supervision::Column::Id).into_tuple().all(db).await?)
}

/// Ends from a day on the supervisions of an enrolment for an employer for whom the trainee works no longer.
pub async fn end_supervisions_at(may: &May<'_, actions::EndEmployment>, day: NaiveDate) -> Result<(), AppError> {
    let EmploymentsAt { enrolment: id, employer } = may.on();
    may.end(supervision::Entity::find().of(id).of(employer), day, ended).await
}

/// How many requests lie with a person at an employer.
pub async fn undecided_with(
    db: &impl ConnectionTrait,
    person: PersonId,
    employer: OrganisationId,
) -> Result<usize, AppError> {
    let with = signing_request::Entity::find()
        .select_only()
        .column(signing_request::Column::Id)
        .of(employer)
        .filter(signing_request::Column::PersonId.eq(person))
        .filter(signing_request::Column::IsOpen.eq(true))
        .filter(enrolment::Entity::goes_on(signing_request::Column::EnrolmentId.into_expr()));
    Ok(with.into_tuple::<SigningRequestId>().all(db).await?.len())
}
