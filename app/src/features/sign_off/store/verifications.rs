//! Asking for the employer's verification of a stage, and the answer.

use super::asked;
use super::closing::close_verifications;
use crate::error::AppError;
use crate::features::enrolments::{case, store as enrolments};
use crate::features::journal::{self, store::Stamp};
use crate::web::db::{sql, unless_taken};
use crate::web::random;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Permit, Role, Subject, actions};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, VerificationRequestId};
use domain::journal::{Chain, Digest, Event};
use domain::sign_off::{Statement, VerificationOutcome};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};
use serde::Serialize;

/// Asks an employer to verify.
///
/// # Errors
/// [`AppError::Conflict`] when an employer has been asked already, or the trainee does not work there any more.
pub async fn ask(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::AskVerification>,
    stamp: &Stamp,
    enrolment: EnrolmentId,
    element: &str,
    employer: OrganisationId,
) -> Result<(), AppError> {
    case::lock(tx, enrolment).await?;
    let works_there = enrolments::employers_today(tx, enrolment, stamp.on).await?;
    if !works_there.iter().any(|(id, _)| *id == employer) {
        return Err(AppError::Conflict(String::from(
            "Nobody was asked: you no longer work for this employer.",
        )));
    }
    // An employment may have ended by its date: what lies there still must not stand in the way.
    close_verifications(tx, stamp, enrolment).await?;
    let id = VerificationRequestId::new(random::uuid());
    let done = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO verification_request (id, enrolment_id, trainee_id, element, employer_id, asked_at, asked_on, is_open)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8
             WHERE NOT EXISTS (SELECT 1 FROM verification_request WHERE enrolment_id = $2 AND element = $4 AND is_open)",
            [
                id.into(),
                enrolment.into(),
                permit.by().into(),
                element.into(),
                employer.into(),
                stamp.at.into(),
                stamp.on.into(),
                true.into(),
            ],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "An employer has been asked already, and has not answered yet.",
        )));
    }
    let event = Event::RequestedVerification {
        request: id,
        element: element.to_owned(),
        employer,
    };
    journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
    case::rewrite(tx, enrolment).await
}

/// A request with what came of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct VerificationRequest {
    /// Its id.
    pub id: VerificationRequestId,
    /// Whose record.
    pub enrolment_id: EnrolmentId,
    /// The trainee's name.
    pub trainee: String,
    /// The framework's slug.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The verification element.
    pub element: String,
    /// The employer asked.
    pub employer_id: OrganisationId,
    /// Its name.
    pub employer: String,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// Whether it waits.
    pub is_open: bool,
    /// What was answered.
    pub outcome: Option<VerificationOutcome>,
    /// The employer's words.
    pub comment: Option<String>,
    /// What was attested.
    pub statement: Option<String>,
    /// Hash over all that was signed.
    pub signed_sha256: Option<String>,
    /// Who answered.
    pub verified_by: Option<String>,
    /// The id of whoever answered.
    pub verified_by_id: Option<PersonId>,
    /// When.
    pub verified_at: Option<DateTime<Utc>>,
}

const REQUEST: &str = "SELECT q.id, q.enrolment_id, p.name AS trainee, e.framework_slug, e.framework_version, q.element, q.employer_id, o.name AS employer, q.asked_on, q.is_open,
        v.outcome, v.comment, v.statement, v.signed_sha256, vp.name AS verified_by, v.verified_by AS verified_by_id, v.verified_at
     FROM verification_request q JOIN enrolment e ON e.id = q.enrolment_id JOIN person p ON p.id = q.trainee_id JOIN organisation o ON o.id = q.employer_id
     LEFT JOIN verification v ON v.request_id = q.id LEFT JOIN person vp ON vp.id = v.verified_by";

/// One request.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn request(
    connection: &impl ConnectionTrait,
    id: VerificationRequestId,
) -> Result<VerificationRequest, AppError> {
    let text = format!("{REQUEST} WHERE q.id = $1");
    VerificationRequest::find_by_statement(sql(connection, &text, [id.into()]))
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)
}

/// What a rule of access may look at when a request is answered: only the employer that was asked may answer, only while
/// the trainee works there, and by nobody who turned the other key.
///
/// # Errors
/// When the database can't be read.
pub async fn subject(
    connection: &impl ConnectionTrait,
    request: &VerificationRequest,
    results_confirmed_by: Vec<&str>,
    today: NaiveDate,
) -> Result<Subject, AppError> {
    let enrolment = request.enrolment_id;
    let subject = enrolments::subject(connection, enrolment, today).await?;
    Ok(Subject {
        results_confirmed_by: results_confirmed_by.into_iter().filter_map(PersonId::parse).collect(),
        ..asked(subject, Some(request.employer_id))
    })
}

/// The open requests of an actor's employers, the oldest first, of trainees who still work there. A supervisor sees
/// those of the trainees whom they supervise.
///
/// # Errors
/// When the database can't be read.
pub async fn queue(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
) -> Result<Vec<VerificationRequest>, AppError> {
    if !actor.is(Role::EmployerAdmin) && !actor.is(Role::Supervisor) {
        return Ok(Vec::new());
    }
    let text = format!(
        "{REQUEST} WHERE q.is_open AND q.trainee_id <> $1
         AND EXISTS (SELECT 1 FROM employment w WHERE w.person_id = q.trainee_id AND w.employer_id = q.employer_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2))
         AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = $1 AND m.organisation_id = q.employer_id AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
             AND (m.role = 'employer_admin' OR (m.role = 'supervisor' AND EXISTS (SELECT 1 FROM supervision s
                  WHERE s.enrolment_id = q.enrolment_id AND s.supervisor_id = $1 AND s.from_on <= $2 AND (s.until_on IS NULL OR s.until_on > $2)))))
         ORDER BY q.asked_at, q.id"
    );
    Ok(
        VerificationRequest::find_by_statement(sql(connection, &text, [actor.person.into(), today.into()]))
            .all(connection)
            .await?,
    )
}

/// What the employer answers.
#[derive(Debug)]
pub struct Answer {
    /// Whether the stage is verified.
    pub outcome: VerificationOutcome,
    /// The employer's words.
    pub comment: String,
    /// What is attested.
    pub statement: Statement,
    /// Exactly what was shown.
    pub shown: serde_json::Value,
}

/// What the signature of an answer covers, in this order; its hash is stored with the answer, and `gradus doctor` makes it
/// again from the rows.
#[derive(Debug, Serialize, FromQueryResult)]
pub struct SignedVerification {
    /// Keeps anyone from finding out by trying what was signed, once it is erased.
    pub salt: String,
    /// The request's id.
    pub request: VerificationRequestId,
    /// Exactly what was shown, as JSON.
    pub shown: String,
    /// The answer.
    pub outcome: VerificationOutcome,
    /// The employer's words.
    pub comment: String,
    /// What was attested.
    pub statement: String,
    /// The version of its wording.
    pub statement_version: String,
    /// Who answered: the person's id.
    pub verified_by: PersonId,
    /// When.
    pub verified_at: DateTime<Utc>,
}

impl SignedVerification {
    /// The text that is hashed.
    ///
    /// # Errors
    /// Never in practice: the value is plain.
    pub fn text(&self) -> Result<String, AppError> {
        Ok(serde_json::to_string(self)?)
    }

    /// The hash that is stored with it.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn sha256(&self) -> Result<Digest, AppError> {
        Ok(Digest::of(&self.text()?))
    }
}

/// Every [`SignedVerification`] with the hash that is stored with it, the employer that was asked, and who answered.
pub const SIGNED_VERIFICATIONS: &str = "SELECT q.employer_id, o.name AS employer, p.name AS given_by, v.signed_sha256,
        v.salt, v.request_id AS request, v.shown, v.outcome, v.comment, v.statement, v.statement_version, v.verified_by, v.verified_at
     FROM verification v JOIN verification_request q ON q.id = v.request_id JOIN organisation o ON o.id = q.employer_id
     JOIN person p ON p.id = v.verified_by";

/// An employer's answer with what its signature covers.
#[derive(Debug, FromQueryResult)]
pub struct Given {
    /// The employer asked.
    pub employer_id: OrganisationId,
    /// Its name.
    pub employer: String,
    /// The name of whoever answered.
    pub given_by: String,
    /// Hash over all that was signed.
    pub signed_sha256: String,
    /// What was signed.
    #[sea_orm(nested)]
    pub signed: SignedVerification,
}

/// Every answer that employers gave for an enrolment, in order.
///
/// # Errors
/// When the database can't be read.
pub async fn given(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Given>, AppError> {
    let text = format!("{SIGNED_VERIFICATIONS} WHERE q.enrolment_id = $1 ORDER BY v.verified_at, q.id");
    Ok(Given::find_by_statement(sql(connection, &text, [enrolment.into()]))
        .all(connection)
        .await?)
}

/// Turns the employer's key, or declines to.
///
/// # Errors
/// [`AppError::Conflict`] with what happened, when a colleague answered meanwhile.
pub async fn answer(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::VerifyStage>,
    stamp: &Stamp,
    id: VerificationRequestId,
    answer: Answer,
) -> Result<(), AppError> {
    let enrolment = request(tx, id).await?.enrolment_id;
    case::lock(tx, enrolment).await?;
    let found = request(tx, id).await?;
    if let Some(by) = &found.verified_by {
        return Err(AppError::Conflict(if found.verified_by_id == Some(permit.by()) {
            String::from("You have answered this request already. What you signed then stands.")
        } else {
            format!("{by} answered this request before you. Nothing of yours was saved.")
        }));
    }
    if !found.is_open {
        return Err(AppError::Conflict(String::from(
            "This request is closed. Nothing was saved.",
        )));
    }
    let trainee = permit.subject().trainee.ok_or(AppError::NotFound)?;
    let signed = SignedVerification {
        salt: journal::salt(),
        request: id,
        shown: answer.shown.to_string(),
        outcome: answer.outcome,
        comment: answer.comment,
        statement: answer.statement.text(),
        statement_version: answer.statement.version.to_owned(),
        verified_by: permit.by(),
        verified_at: stamp.at,
    };
    let hash = signed.sha256()?;
    let (request, element) = (id, found.element);
    let event = match answer.outcome {
        VerificationOutcome::Verified => Event::VerifiedStage {
            request,
            element,
            signed: hash,
        },
        VerificationOutcome::Declined => Event::DeclinedVerification {
            request,
            element,
            signed: hash,
        },
    };
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO verification (request_id, trainee_id, outcome, comment, statement, statement_version, shown, signed_sha256, salt, verified_by, verified_on, verified_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            [
                signed.request.into(),
                trainee.into(),
                signed.outcome.into(),
                signed.comment.into(),
                signed.statement.into(),
                signed.statement_version.into(),
                signed.shown.into(),
                hash.into(),
                signed.salt.into(),
                signed.verified_by.into(),
                stamp.on.into(),
                signed.verified_at.into(),
            ],
        ))
        .await;
    unless_taken(
        inserted,
        "A colleague answered this request before you. Nothing of yours was saved.",
    )?;
    tx.execute_raw(sql(
        tx,
        "UPDATE verification_request SET is_open = $1 WHERE id = $2",
        [false.into(), id.into()],
    ))
    .await?;
    journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
    case::rewrite(tx, enrolment).await
}

/// The open request of an enrolment for an element.
///
/// # Errors
/// When the database can't be read.
pub async fn open_request(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    element: &str,
) -> Result<Option<VerificationRequestId>, AppError> {
    let text = format!("{REQUEST} WHERE q.is_open AND q.enrolment_id = $1 AND q.element = $2");
    let found = VerificationRequest::find_by_statement(sql(connection, &text, [enrolment.into(), element.into()]))
        .one(connection)
        .await?;
    Ok(found.map(|row| row.id))
}
