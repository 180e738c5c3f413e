//! Who stands around an enrolment on a day.

use crate::entities::{employment, enrolment, record, registration, supervision};
use crate::prelude::stores::*;
use domain::access::{Subject, SupervisorAt};
use sea_orm::RelationDef;
use std::collections::BTreeSet;

/// The trainee and the body, and from when the enrolment is over, with one provider, one employer and one supervisor, where there are any.
type Around = (
    PersonId,
    OrganisationId,
    Option<NaiveDate>,
    Option<OrganisationId>,
    Option<OrganisationId>,
    Option<PersonId>,
    Option<OrganisationId>,
);

/// The body that holds the record of which a subject is.
///
/// # Errors
/// [`AppError::NotFound`] when it is of none.
pub fn body_in(subject: &Subject) -> Result<OrganisationId, AppError> {
    subject.bodies.first().copied().ok_or(AppError::NotFound)
}

/// What a rule of access may look at: whose body holds the record, and who teaches, employs and supervises the trainee today.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such enrolment.
pub async fn subject(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    today: NaiveDate,
) -> Result<Subject, AppError> {
    let registered = registration::Relation::Enrolment.def().rev();
    let employed = enrolment::Entity::belongs_to(employment::Entity)
        .from(enrolment::Column::RecordId)
        .to(employment::Column::RecordId);
    let employed: RelationDef = employed.into();
    let supervised = supervision::Relation::Enrolment.def().rev();
    // Each provider comes with each employer and each supervisor.
    let rows: Vec<Around> = enrolment::Entity::find_by_id(id)
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::LeftJoin, registered.on_condition(move |_, _| registration::Entity::active_on(today)))
        .join(JoinType::LeftJoin, employed.on_condition(move |_, _| employment::Entity::active_on(today)))
        .join(JoinType::LeftJoin, supervised.on_condition(move |_, _| supervision::Entity::active_on(today)))
        .select_only()
        .column(enrolment::Column::PersonId)
        .column(record::Column::BodyId)
        .column(enrolment::Column::EndedOn)
        .column(registration::Column::ProviderId)
        .column(employment::Column::EmployerId)
        .column(supervision::Column::SupervisorId)
        .column(supervision::Column::EmployerId)
        .into_tuple()
        .all(connection)
        .await?;
    let (trainee, body, ended_on, ..) = *rows.first().ok_or(AppError::NotFound)?;
    let (mut providers, mut employers, mut supervisors) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (_, _, _, provider, employer, supervisor, at) in rows {
        providers.extend(provider);
        employers.extend(employer);
        supervisors.extend(supervisor.zip(at).map(|(person, employer)| SupervisorAt { person, employer }));
    }
    Ok(Subject {
        bodies: vec![body],
        trainee: Some(trainee),
        has_ended: ended_on.is_some(),
        providers: providers.into_iter().collect(),
        employers: employers.into_iter().collect(),
        supervisors: supervisors.into_iter().collect(),
        ..Subject::default()
    })
}
