//! Who supervises and employs a trainee.

use crate::error::AppError;
use crate::features::enrolments::forms::Supervise;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, RowId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// Who supervises a trainee, and who might.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SupervisionRow {
    /// Its id.
    pub id: String,
    /// The supervisor.
    pub supervisor_id: String,
    /// Their name.
    pub name: String,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

/// The supervisions of an enrolment, newest first.
///
/// # Errors
/// When the database can't be read.
pub async fn supervisions(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
) -> Result<Vec<SupervisionRow>, AppError> {
    Ok(SupervisionRow::find_by_statement(sql(
        connection,
        "SELECT s.id, s.supervisor_id, p.name, s.authorised_as, s.from_on, s.until_on FROM supervision s JOIN person p ON p.id = s.supervisor_id
         WHERE s.enrolment_id = $1 ORDER BY s.from_on DESC, s.id DESC",
        [id.to_string().into()],
    ))
    .all(connection)
    .await?)
}

/// The people whom a trainee may ask today: they supervise the trainee, and are supervisors at the trainee's employer.
///
/// # Errors
/// When the database can't be read.
pub async fn supervisors_today(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(PersonId, String)>, AppError> {
    let query = "SELECT DISTINCT p.id, p.name FROM supervision s JOIN person p ON p.id = s.supervisor_id
         JOIN enrolment e ON e.id = s.enrolment_id
         JOIN employment w ON w.person_id = e.person_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)
         JOIN membership m ON m.person_id = s.supervisor_id AND m.organisation_id = w.employer_id AND m.role = 'supervisor'
              AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         WHERE s.enrolment_id = $1 AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on > $2) ORDER BY p.name";
    named(connection, query, id, today).await
}

/// Supervisors at the employers for which the trainee works today, who don't supervise the trainee yet.
///
/// # Errors
/// When the database can't be read.
pub async fn possible_supervisors(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(PersonId, String)>, AppError> {
    let query = "SELECT DISTINCT p.id, p.name FROM enrolment e
         JOIN employment w ON w.person_id = e.person_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)
         JOIN membership m ON m.organisation_id = w.employer_id AND m.role = 'supervisor' AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         JOIN person p ON p.id = m.person_id WHERE e.id = $1 AND p.id <> e.person_id
         AND NOT EXISTS (SELECT 1 FROM supervision s WHERE s.enrolment_id = e.id AND s.supervisor_id = p.id AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on > $2))
         ORDER BY p.name";
    named(connection, query, id, today).await
}

/// The employers for which the trainee works today.
///
/// # Errors
/// When the database can't be read.
pub async fn employers_today(
    connection: &impl ConnectionTrait,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(OrganisationId, String)>, AppError> {
    let query = "SELECT o.id, o.name FROM enrolment e JOIN employment w ON w.person_id = e.person_id JOIN organisation o ON o.id = w.employer_id
         WHERE e.id = $1 AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2) ORDER BY w.from_on DESC";
    named(connection, query, id, today).await
}

/// Whom a query about an enrolment and a day finds, with their names.
async fn named<I: From<String>>(
    connection: &impl ConnectionTrait,
    query: &str,
    id: &EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(I, String)>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: String,
        name: String,
    }
    let rows = Row::find_by_statement(sql(connection, query, [id.to_string().into(), today.into()]))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (I::from(row.id), row.name)).collect())
}

/// Names a supervisor.
///
/// # Errors
/// When the database can't be written.
pub async fn supervise(
    tx: &DatabaseTransaction,
    permit: Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    id: &EnrolmentId,
    new: &Supervise,
) -> Result<(), AppError> {
    let trainee = permit.subject().trainee.clone().ok_or(AppError::NotFound)?;
    insert_supervision(tx, stamp, id, &trainee, new).await
}

/// Names a supervisor at set-up.
///
/// # Errors
/// When the database can't be written.
pub async fn insert_supervision(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    id: &EnrolmentId,
    trainee: &PersonId,
    new: &Supervise,
) -> Result<(), AppError> {
    let row = RowId::new(random::uuid());
    tx.execute_raw(sql(
        tx,
        "INSERT INTO supervision (id, enrolment_id, trainee_id, supervisor_id, authorised_as, from_on, until_on, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            row.to_string().into(),
            id.to_string().into(),
            trainee.to_string().into(),
            new.supervisor.to_string().into(),
            new.authorised_as.clone().into(),
            new.from_on.into(),
            new.until_on.into(),
            stamp.by.as_ref().map(ToString::to_string).into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    let detail = serde_json::json!({ "supervisor": new.supervisor, "from": new.from_on, "until": new.until_on });
    journal::write(
        tx,
        stamp,
        Event {
            act: "named supervisor",
            object_kind: "supervision",
            object: row.as_str(),
            enrolment: Some(id),
            detail,
        },
    )
    .await
}

/// Ends a supervision today. Open requests stay with the supervisor's colleagues; what was signed stays signed.
///
/// # Errors
/// [`AppError::NotFound`] when the enrolment has no such supervision in force.
pub async fn end_supervision(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    id: &EnrolmentId,
    row: &RowId,
) -> Result<(), AppError> {
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE supervision SET until_on = CASE WHEN from_on > $1 THEN from_on ELSE $1 END WHERE id = $2 AND enrolment_id = $3 AND (until_on IS NULL OR until_on > $1)",
            [stamp.on.into(), row.to_string().into(), id.to_string().into()],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound);
    }
    journal::write(
        tx,
        stamp,
        Event {
            act: "ended supervision",
            object_kind: "supervision",
            object: row.as_str(),
            enrolment: Some(id),
            detail: serde_json::json!({}),
        },
    )
    .await
}
