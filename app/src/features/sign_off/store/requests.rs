//! Requests to supervisors, as they wait in a queue and as they were answered.

use super::asked;
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::web::db::sql;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Role, Subject};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId, OrganisationId, PersonId};
use domain::sign_off::ReasonCode;
use domain::standing::ClaimOutcome;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A request with what was decided on it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Request {
    /// Its id.
    pub id: ClaimRequestId,
    /// The claim.
    pub claim_id: ClaimId,
    /// Whose record.
    pub enrolment_id: EnrolmentId,
    /// The trainee.
    pub trainee_id: PersonId,
    /// The supervisor asked.
    pub supervisor_id: PersonId,
    /// Their name.
    pub supervisor: String,
    /// The employer at which they were asked; none of what was sent before that was kept, where it can't be told.
    pub employer_id: Option<OrganisationId>,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// Exactly what is shown.
    pub shown: String,
    /// Its hash.
    pub shown_sha256: String,
    /// When it went back: the trainee took it, or it was closed.
    pub taken_back_at: Option<DateTime<Utc>>,
    /// The employer for whom the trainee works no longer, where it was closed for that.
    pub closed_for: Option<String>,
    /// Whether it waits.
    pub is_open: bool,
    /// What was decided.
    pub outcome: Option<ClaimOutcome>,
    /// What was seen.
    pub comment: Option<String>,
    /// What is missing.
    pub missing: Option<String>,
    /// Why it was declined.
    pub reason_code: Option<ReasonCode>,
    /// What was attested.
    pub statement: Option<String>,
    /// Hash over all that was signed.
    pub signed_sha256: Option<String>,
    /// The id of whoever decided.
    pub decided_by_id: Option<PersonId>,
    /// Their name.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

const REQUEST: &str = "SELECT q.id, q.claim_id, c.enrolment_id, q.trainee_id, q.supervisor_id, p.name AS supervisor, q.employer_id, q.sent_on, q.shown, q.shown_sha256,
        q.taken_back_at, xo.name AS closed_for, q.is_open, d.outcome, d.comment, d.missing, d.reason_code, d.statement, d.signed_sha256, d.decided_by AS decided_by_id, dp.name AS decided_by, d.decided_at
     FROM claim_request q JOIN claim c ON c.id = q.claim_id JOIN person p ON p.id = q.supervisor_id
     LEFT JOIN decision d ON d.request_id = q.id LEFT JOIN person dp ON dp.id = d.decided_by
     LEFT JOIN request_closure x ON x.claim_request_id = q.id LEFT JOIN organisation xo ON xo.id = x.employer_id";

/// One request.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn request(connection: &impl ConnectionTrait, id: ClaimRequestId) -> Result<Request, AppError> {
    let text = format!("{REQUEST} WHERE q.id = $1");
    Request::find_by_statement(sql(connection, &text, [id.into()]))
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)
}

/// What a rule of access may look at when a request is read or decided: of the trainee's employers only the one that was
/// asked. What was done for one employer is neither read nor judged by another.
///
/// # Errors
/// When the database can't be read.
pub async fn subject(
    connection: &impl ConnectionTrait,
    request: &Request,
    today: NaiveDate,
) -> Result<Subject, AppError> {
    let enrolment = request.enrolment_id;
    let subject = enrolments::subject(connection, enrolment, today).await?;
    Ok(asked(subject, request.employer_id))
}

/// Every time a claim was sent, the last first.
///
/// # Errors
/// When the database can't be read.
pub async fn requests_of(connection: &impl ConnectionTrait, claim: ClaimId) -> Result<Vec<Request>, AppError> {
    let text = format!("{REQUEST} WHERE q.claim_id = $1 ORDER BY q.id DESC");
    Ok(Request::find_by_statement(sql(connection, &text, [claim.into()]))
        .all(connection)
        .await?)
}

/// Every time a claim of an enrolment was sent, in order.
///
/// # Errors
/// When the database can't be read.
pub async fn requests_of_enrolment(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<Request>, AppError> {
    let text = format!("{REQUEST} WHERE c.enrolment_id = $1 ORDER BY q.id");
    Ok(Request::find_by_statement(sql(connection, &text, [enrolment.into()]))
        .all(connection)
        .await?)
}

/// A claim that waits for a decision, as the queue lists it: what it says is read when it is opened.
#[derive(Clone, Debug, FromQueryResult)]
pub struct QueuedClaim {
    /// The request's id.
    pub id: ClaimRequestId,
    /// The supervisor asked.
    pub supervisor_id: PersonId,
    /// Their name.
    pub supervisor: String,
    /// The trainee's name.
    pub trainee: String,
    /// The framework.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The outcome's id.
    pub outcome: String,
    /// The day it was sent.
    pub sent_on: NaiveDate,
}

/// The open requests that a person may decide today, the oldest first: those that were sent to an employer of which they
/// are a supervisor, of trainees who work there and whom they supervise. Their own come with those of colleagues, so that
/// nobody's absence blocks.
///
/// # Errors
/// When the database can't be read.
pub async fn queue(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<QueuedClaim>, AppError> {
    if !actor.is(Role::Supervisor) {
        return Ok(Vec::new());
    }
    let text = "SELECT q.id, q.supervisor_id, p.name AS supervisor, t.name AS trainee, e.framework_slug, e.framework_version, c.outcome, q.sent_on
         FROM claim_request q JOIN claim c ON c.id = q.claim_id JOIN enrolment e ON e.id = c.enrolment_id
         JOIN person p ON p.id = q.supervisor_id JOIN person t ON t.id = q.trainee_id
         WHERE q.is_open AND q.trainee_id <> $1
         AND EXISTS (SELECT 1 FROM supervision s WHERE s.enrolment_id = c.enrolment_id AND s.supervisor_id = $1 AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on > $2))
         AND EXISTS (SELECT 1 FROM employment w JOIN membership m ON m.organisation_id = w.employer_id AND m.person_id = $1 AND m.role = 'supervisor'
                     AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
                     WHERE w.person_id = q.trainee_id AND w.employer_id = q.employer_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2))
         ORDER BY q.sent_at, q.id";
    let statement = sql(connection, text, [actor.person.into(), today.into()]);
    Ok(QueuedClaim::find_by_statement(statement).all(connection).await?)
}
