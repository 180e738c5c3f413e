//! Requests to supervisors: a claim is sent, taken back, and waits in a queue.

use super::{Askable, Claim, ClaimState, askable, asked, editable, evidence, locked, touch};
use crate::error::AppError;
use crate::features::enrolments::{case, store as enrolments};
use crate::features::journal::{self, store::Stamp};
use crate::features::sign_off::shown::Shown;
use crate::web::db::{sql, unless_taken};
use crate::web::random;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Permit, Role, Subject, actions};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId, EvidenceId, OrganisationId, PersonId};
use domain::journal::{Chain, Digest, Event};
use domain::sign_off::ReasonCode;
use domain::standing::ClaimOutcome;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// Sends a claim to a supervisor; what is shown is fixed and hashed here.
///
/// # Errors
/// [`AppError::Conflict`] when it lies with a supervisor already or was met, was changed since, or whoever is asked can't be
/// asked any more.
pub async fn send(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    found: &Claim,
    to: &Askable,
    shown: &Shown,
) -> Result<ClaimRequestId, AppError> {
    let now = editable(tx, permit, found.id).await?;
    let ids: Vec<EvidenceId> = evidence(tx, found.id)
        .await?
        .into_iter()
        .map(|piece| piece.id)
        .collect();
    if now.revision != found.revision || !shown.evidence.iter().map(|piece| piece.id).eq(ids) {
        return Err(AppError::Conflict(String::from(
            "The draft or its evidence was changed in another window. Look at it again before you send it.",
        )));
    }
    if !askable(tx, found.enrolment, stamp.on).await?.contains(to) {
        return Err(AppError::Conflict(format!(
            "Nothing was sent: {} no longer supervises you at {}. Choose someone else.",
            to.name, to.employer_name
        )));
    }
    let id = ClaimRequestId::new(random::uuid());
    let text = shown.text(&journal::salt())?;
    let shown = Digest::of(&text);
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO claim_request (id, claim_id, trainee_id, supervisor_id, employer_id, sent_at, sent_on, shown, shown_sha256, is_open)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                id.into(),
                found.id.into(),
                permit.by().into(),
                to.supervisor.into(),
                to.employer.into(),
                stamp.at.into(),
                stamp.on.into(),
                text.into(),
                shown.into(),
                true.into(),
            ],
        ))
        .await;
    unless_taken(inserted, "This claim has been sent already.")?;
    let redacted = sql(
        tx,
        "UPDATE claim SET redacted = $1, changed_at = $2 WHERE id = $3",
        [true.into(), stamp.at.into(), found.id.into()],
    );
    tx.execute_raw(redacted).await?;
    let event = Event::SentClaim {
        claim: found.id,
        request: id,
        outcome: found.outcome.clone(),
        supervisor: to.supervisor,
        employer: to.employer,
        shown,
    };
    journal::write(tx, stamp, Chain::Record(found.enrolment), event).await?;
    case::rewrite(tx, found.enrolment).await?;
    Ok(id)
}

/// Takes a claim back from the supervisor, as long as it is undecided.
///
/// # Errors
/// [`AppError::Conflict`] when it has been decided or taken back meanwhile.
pub async fn take_back(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: ClaimId,
) -> Result<(), AppError> {
    let found = locked(tx, permit, id).await?;
    let request = match (found.state, found.request) {
        (ClaimState::Sent, Some(request)) => Ok(request),
        (ClaimState::Decided(_), _) => Err("There is nothing to take back: the claim has been decided meanwhile."),
        _ => Err("There is nothing to take back: the claim is with you already."),
    };
    let request = request.map_err(|why| AppError::Conflict(why.to_owned()))?;
    tx.execute_raw(sql(
        tx,
        "UPDATE claim_request SET is_open = $1, taken_back_at = $2 WHERE id = $3",
        [false.into(), stamp.at.into(), request.into()],
    ))
    .await?;
    touch(tx, stamp, id).await?;
    let event = Event::WithdrewClaim { claim: id, request };
    journal::write(tx, stamp, Chain::Record(found.enrolment), event).await?;
    case::rewrite(tx, found.enrolment).await
}

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
