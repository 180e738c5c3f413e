//! For whom a trainee works. An employment is of the whole record, and so belongs to each enrolment in it.

use crate::entities::{employment, enrolment, organisation};
use crate::prelude::stores::*;
use domain::access::actions;
use domain::interval::Interval;
use domain::journal::Employed;

/// An employment to be noted.
#[derive(Clone, Debug)]
pub struct NewEmployment {
    pub employer: OrganisationId,
    pub employer_name: String,
    pub job_title: String,
    pub from_on: NaiveDate,
    /// First day no longer, of one that is over.
    pub until_on: Option<NaiveDate>,
}

/// An employment as lists show it.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "employment::Entity")]
pub struct Employment {
    pub id: EmploymentId,
    #[sea_orm(from_col = "employer_id")]
    pub employer: OrganisationId,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub name: String,
    pub job_title: String,
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

impl Employment {
    /// From when until when.
    pub fn spell(&self) -> Interval {
        Interval { from: self.from_on, until: self.until_on }
    }
}

/// Every employment of a trainee, the latest first.
pub async fn employments(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Employment>, AppError> {
    Ok(employment::Entity::find()
        .join(JoinType::InnerJoin, employment::Relation::Employer.def())
        .filter(employment::Column::RecordId.in_subquery(enrolment::Entity::record_of(id)))
        .order_by_desc(employment::Column::FromOn)
        .order_by_desc(employment::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?)
}

/// When the trainees of some enrolments work or worked for any of some employers.
pub async fn employed_at(
    connection: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
    employers: &[OrganisationId],
) -> Result<Vec<(EnrolmentId, Interval)>, AppError> {
    let rows: Vec<(EnrolmentId, NaiveDate, Option<NaiveDate>)> = employment::Entity::find()
        .join(JoinType::InnerJoin, employment::Relation::Record.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def().rev())
        .filter(enrolment::Column::Id.is_in(enrolments.iter().copied()))
        .filter(employment::Column::EmployerId.is_in(employers.iter().copied()))
        .select_only()
        .column(enrolment::Column::Id)
        .column(employment::Column::FromOn)
        .column(employment::Column::UntilOn)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, from, until)| (id, Interval { from, until })).collect())
}

/// An employer of a trainee, of now or of before.
#[derive(Clone, Debug)]
pub struct EmployerOf {
    pub employer: OrganisationId,
    pub name: String,
    /// When the trainee works or worked for it.
    pub when: Vec<Interval>,
}

/// The employers of a trainee, the latest first.
pub async fn employers(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<EmployerOf>, AppError> {
    let mut all: Vec<EmployerOf> = Vec::new();
    for one in employments(connection, id).await? {
        let when = one.spell();
        match all.iter_mut().find(|there| there.employer == one.employer) {
            Some(there) => there.when.push(when),
            None => all.push(EmployerOf { employer: one.employer, name: one.name, when: vec![when] }),
        }
    }
    Ok(all)
}

/// Notes an employment, and that it is over.
pub async fn employ(may: &May<'_, actions::AddEmployerOrProvider>, new: &NewEmployment) -> Result<(), AppError> {
    let (event, words) = new_employment((new.employer, &new.job_title, new.from_on))?;
    let over = match (&event, new.until_on) {
        (Event::AddedEmployment(one), Some(until)) => {
            let (employment, employer, reason) = (one.employment, one.employer, None);
            Some(Event::EndedEmployment { employment, employer, until, reason })
        }
        _ => None,
    };
    may.says(event, &[words]).await?;
    match over {
        Some(over) => may.says(over, &[]).await,
        None => Ok(()),
    }
}

/// Notes an employment in a record that is locked.
pub(super) async fn insert_employment(
    writer: &Writer<'_>,
    place: LocalPlace,
    job: (OrganisationId, &str, NaiveDate),
) -> Result<(), AppError> {
    let (event, words) = new_employment(job)?;
    writer.says(place, event, &[words]).await
}

/// An employment from a day on, as it is said with its words.
pub fn new_employment(
    (employer, job_title, from): (OrganisationId, &str, NaiveDate),
) -> Result<(Event, Words), AppError> {
    let words = Words::new(employment::ActiveModel { job_title: Set(job_title.to_owned()), ..Default::default() })?;
    let employment = EmploymentId::new(random::uuid());
    Ok((Event::AddedEmployment(Employed { employment, employer, from, words: words.digest() }), words))
}
