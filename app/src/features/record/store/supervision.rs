//! Who supervises and employs a trainee.

use crate::entities::{employment, enrolment, membership, organisation, person, signing_request, supervision};
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::days::Days;
use crate::web::names::by_name;
use crate::web::roles::keeps;
use domain::access::{EmploymentsAt, Role, Subject, actions, supervises_for};
use domain::interval::Interval;

/// A supervision to be noted.
#[derive(Clone, Debug)]
pub struct NewSupervision {
    pub supervisor: PersonId,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

/// Who may be named as a supervisor.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "person::Entity")]
pub struct Possible {
    pub id: PersonId,
    pub name: String,
    pub email: String,
}

/// Who supervises a trainee, and who might.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "supervision::Entity")]
pub struct SupervisionRow {
    pub id: SupervisionId,
    pub supervisor_id: PersonId,
    #[sea_orm(from_expr = "person::Column::Name")]
    pub name: String,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

impl SupervisionRow {
    /// From when until when.
    pub fn spell(&self) -> Interval {
        Interval { from: self.from_on, until: self.until_on }
    }
}

/// The supervisions of an enrolment, newest first.
pub async fn supervisions(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<SupervisionRow>, AppError> {
    Ok(supervision::Entity::find()
        .join(JoinType::InnerJoin, supervision::Relation::Supervisor.def())
        .of(id)
        .order_by_desc(supervision::Column::FromOn)
        .order_by_desc(supervision::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?)
}

/// Who supervises a trainee on a day.
pub async fn supervise_on(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    day: NaiveDate,
) -> Result<Vec<(PersonId, String)>, AppError> {
    let all = supervisions(connection, id).await?.into_iter();
    let on_day = all.filter(|one| one.spell().is_in_force(day));
    Ok(on_day.map(|one| (one.supervisor_id, one.name)).collect())
}

/// Supervisors at these employers who may be named for a trainee: all but those who supervise without an end already.
pub async fn possible_supervisors(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    employers: &[OrganisationId],
    days: Days,
) -> Result<Vec<Possible>, AppError> {
    let endless = supervision::Entity::find()
        .select_only()
        .column(supervision::Column::SupervisorId)
        .of(id)
        .filter(supervision::Column::FromOn.lte(days.record))
        .filter(supervision::Column::UntilOn.is_null());
    let there = supervisors().of_any(employers).filter(membership::Entity::active_on(days.organisations));
    let all = person::Entity::find()
        .filter(person::Column::Id.in_subquery(there.into_query()))
        .filter(person::Column::Id.not_in_subquery(enrolment::Entity::person_of(id)))
        .filter(person::Column::Id.not_in_subquery(endless.into_query()))
        .order_by_asc(person::Column::Id)
        .into_partial_model()
        .all(connection);
    Ok(by_name(all.await?, |one: &Possible| &one.name))
}

/// Who has or had the role of a supervisor.
fn supervisors() -> Select<membership::Entity> {
    membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .filter(membership::Column::Role.eq(Role::Supervisor))
}

/// Who is a supervisor today at an employer for which the trainee works today.
fn supervisors_with(id: EnrolmentId, days: Days) -> Select<membership::Entity> {
    let employers = employment::Entity::find()
        .select_only()
        .column(employment::Column::EmployerId)
        .filter(employment::Column::RecordId.in_subquery(enrolment::Entity::record_of(id)))
        .filter(employment::Entity::active_on(days.record));
    supervisors()
        .filter(membership::Column::OrganisationId.in_subquery(employers.into_query()))
        .filter(membership::Entity::active_on(days.organisations))
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

/// What a rule of access may look at of supervisions by these people in a record, for each of them, on a day of the employers.
pub async fn subjects_of(
    connection: &impl ConnectionTrait,
    record: &Subject,
    supervisors: &[PersonId],
    day: NaiveDate,
) -> Result<Vec<Subject>, AppError> {
    let held = membership::Entity::find()
        .filter(membership::Column::Role.eq(Role::Supervisor))
        .of_any(&record.employers)
        .of_any(supervisors)
        .all(connection)
        .await?;
    let of = |supervisor: &PersonId| {
        let theirs = held.iter().filter(|one| one.person_id == *supervisor);
        let theirs: Vec<_> = theirs.map(|one| (one.organisation_id, membership::Entity::interval(one))).collect();
        Subject { of_employers: supervises_for(&theirs, day), ..record.clone() }
    };
    Ok(supervisors.iter().map(of).collect())
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

/// Names a supervisor, of one of these employers.
///
/// # Errors
/// [`AppError::Conflict`] when the membership by which they supervise is ended at this moment.
pub async fn supervise(
    may: &May<'_, actions::ManageSupervision>,
    employers: &[OrganisationId],
    new: &NewSupervision,
) -> Result<(), AppError> {
    let there = Condition::all()
        .add(membership::Column::Role.eq(Role::Supervisor))
        .add(membership::Column::OrganisationId.is_in(employers.iter().copied()));
    if !keeps(&may.tx().read().await?, new.supervisor, there, may.stamp().at).await? {
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
        supervisor: new.supervisor,
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

/// Ends what somebody supervises who is a supervisor no longer where the trainee works; each on the chain of its record. Their
/// membership has been ended before.
pub async fn end_supervisions_of(writer: &Writer<'_>, supervisor: PersonId) -> Result<(), AppError> {
    let db = writer.tx().read().await?;
    // In some record it may still be the day before; of each its own day says below whether there is something to end.
    let organisations = db.day_of_organisations();
    let yesterday = organisations.pred_opt().unwrap_or(NaiveDate::MIN);
    let not_ended =
        Condition::any().add(supervision::Column::UntilOn.is_null()).add(supervision::Column::UntilOn.gt(yesterday));
    let not_ended =
        supervision::Entity::find().filter(supervision::Column::SupervisorId.eq(supervisor)).filter(not_ended);
    let mut theirs = Vec::new();
    for found in not_ended.order_by_asc(supervision::Column::Id).all(&db).await? {
        theirs.push((place_of(&db, found.enrolment_id).await?, found));
    }
    writer.tx().lock_all(theirs.iter().map(|(place, _)| place.chain())).await?;
    for (place, found) in theirs {
        let days = Days { record: place.day(writer.now()), organisations };
        let still = supervisors_with(found.enrolment_id, days).of(supervisor).into_tuple::<PersonId>();
        if still.one(&db).await?.is_none() {
            let this = supervision::Entity::find().of(found.id);
            writer.ends((place, days.record), this, ended).await?;
        }
    }
    Ok(())
}

/// Supervisions that go on after a day on which their supervisor has the role nowhere.
pub async fn without_role(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<SupervisionId>, AppError> {
    let have_it = supervisors().filter(membership::Entity::active_on(day));
    let without = supervision::Entity::find()
        .select_only()
        .column(supervision::Column::Id)
        .filter(supervision::Entity::may_end_on(day))
        .filter(supervision::Column::SupervisorId.not_in_subquery(have_it.into_query()));
    Ok(without.order_by_asc(supervision::Column::Id).into_tuple().all(db).await?)
}

/// Ends from a day on the supervisions of an enrolment by people of an employer for whom the trainee works no longer, but for those who
/// supervise at another employer of the trainee too.
pub async fn end_supervisions_at(may: &May<'_, actions::EndEmployment>, day: NaiveDate) -> Result<(), AppError> {
    let EmploymentsAt { enrolment: id, employer } = may.on();
    let organisations = may.tx().read().await?.day_of_organisations();
    let elsewhere = supervisors_with(id, Days { record: may.today(), organisations });
    let by = supervision::Column::SupervisorId;
    let here = supervision::Entity::find().of(id).filter(by.in_subquery(supervisors().of(employer).into_query()));
    may.end(here.filter(by.not_in_subquery(elsewhere.into_query())), day, ended).await
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
        .filter(signing_request::Column::IsOpen.eq(true));
    Ok(with.into_tuple::<SigningRequestId>().all(db).await?.len())
}
