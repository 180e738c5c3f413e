//! Whom a trainee may ask to decide a claim, and at which employer.

use crate::error::AppError;
use crate::web::db::sql;
use chrono::NaiveDate;
use domain::ids::{EnrolmentId, OrganisationId, PersonId};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A supervisor of the trainee, at an employer of the trainee at which they are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Askable {
    /// The supervisor.
    pub supervisor: PersonId,
    /// Their name.
    pub name: String,
    /// The employer, whose people read the claim once it is sent.
    pub employer: OrganisationId,
    /// Its name.
    pub employer_name: String,
}

impl Askable {
    /// What a form posts to choose this one.
    #[must_use]
    pub fn value(&self) -> String {
        format!("{}/{}", self.supervisor, self.employer)
    }
}

/// The people whom a trainee may ask today: they supervise the trainee, and are supervisors at the trainee's employer.
///
/// # Errors
/// When the database can't be read.
pub async fn askable(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<Askable>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        supervisor_id: PersonId,
        name: String,
        employer_id: OrganisationId,
        employer_name: String,
    }
    let query = "SELECT DISTINCT p.id AS supervisor_id, p.name, o.id AS employer_id, o.name AS employer_name
         FROM supervision s JOIN person p ON p.id = s.supervisor_id JOIN enrolment e ON e.id = s.enrolment_id
         JOIN employment w ON w.person_id = e.person_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)
         JOIN organisation o ON o.id = w.employer_id
         JOIN membership m ON m.person_id = s.supervisor_id AND m.organisation_id = w.employer_id AND m.role = 'supervisor'
              AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         WHERE s.enrolment_id = $1 AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on > $2)
         ORDER BY p.name, o.name, p.id, o.id";
    let rows = Row::find_by_statement(sql(connection, query, [enrolment.into(), today.into()]))
        .all(connection)
        .await?;
    let askable = rows.into_iter().map(|row| Askable {
        supervisor: row.supervisor_id,
        name: row.name,
        employer: row.employer_id,
        employer_name: row.employer_name,
    });
    Ok(askable.collect())
}
