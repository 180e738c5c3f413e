//! Asking for the employer's verification of a stage, and the answer.

use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::people::store::sha256;
use crate::web::db::{is_duplicate, sql};
use crate::web::random;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Actor, Permit, Role, actions};
use domain::ids::{EnrolmentId, OrganisationId, RowId};
use domain::sign_off::Statement;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// Asks an employer to verify; a second request for the same element leads to the first.
///
/// # Errors
/// When the database can't be written.
pub async fn ask(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::AskVerification>,
    stamp: &Stamp,
    enrolment: &EnrolmentId,
    element: &str,
    employer: &OrganisationId,
) -> Result<(), AppError> {
    case::lock(tx, enrolment).await?;
    let id = RowId::new(random::uuid());
    let done = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO verification_request (id, enrolment_id, trainee_id, element, employer_id, asked_at, asked_on, is_open)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8
             WHERE NOT EXISTS (SELECT 1 FROM verification_request WHERE enrolment_id = $2 AND element = $4 AND is_open)",
            [
                id.to_string().into(),
                enrolment.to_string().into(),
                permit.by().to_string().into(),
                element.into(),
                employer.to_string().into(),
                stamp.at.into(),
                stamp.on.into(),
                true.into(),
            ],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let detail = serde_json::json!({ "element": element, "employer": employer });
    let event = Event {
        act: "asked for verification",
        object_kind: "verification_request",
        object: id.as_str(),
        enrolment: Some(enrolment),
        detail,
    };
    journal::write(tx, stamp, event).await?;
    case::rewrite(tx, enrolment).await
}

/// A request with what came of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct VerificationRequest {
    /// Its id.
    pub id: String,
    /// Whose record.
    pub enrolment_id: String,
    /// The trainee's name.
    pub trainee: String,
    /// The verification element.
    pub element: String,
    /// The employer asked.
    pub employer_id: String,
    /// Its name.
    pub employer: String,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// Whether it waits.
    pub is_open: bool,
    /// `verified` or `declined`.
    pub outcome: Option<String>,
    /// The employer's words.
    pub comment: Option<String>,
    /// What was attested.
    pub statement: Option<String>,
    /// Hash over all that was signed.
    pub signed_sha256: Option<String>,
    /// Who answered.
    pub verified_by: Option<String>,
    /// When.
    pub verified_at: Option<DateTime<Utc>>,
}

const REQUEST: &str = "SELECT q.id, q.enrolment_id, p.name AS trainee, q.element, q.employer_id, o.name AS employer, q.asked_on, q.is_open,
        v.outcome, v.comment, v.statement, v.signed_sha256, vp.name AS verified_by, v.verified_at
     FROM verification_request q JOIN person p ON p.id = q.trainee_id JOIN organisation o ON o.id = q.employer_id
     LEFT JOIN verification v ON v.request_id = q.id LEFT JOIN person vp ON vp.id = v.verified_by";

/// One request.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn request(connection: &impl ConnectionTrait, id: &RowId) -> Result<VerificationRequest, AppError> {
    let text = format!("{REQUEST} WHERE q.id = $1");
    VerificationRequest::find_by_statement(sql(connection, &text, [id.to_string().into()]))
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)
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
        VerificationRequest::find_by_statement(sql(connection, &text, [actor.person.to_string().into(), today.into()]))
            .all(connection)
            .await?,
    )
}

/// Turns the employer's key, or declines to.
///
/// # Errors
/// [`AppError::Conflict`] with what happened, when a colleague answered meanwhile.
#[expect(clippy::too_many_arguments, reason = "a signature is made of these, each named")]
pub async fn answer(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::VerifyStage>,
    stamp: &Stamp,
    id: &RowId,
    verified: bool,
    comment: &str,
    statement: &Statement,
    shown: &serde_json::Value,
) -> Result<(), AppError> {
    let enrolment = EnrolmentId::from(request(tx, id).await?.enrolment_id);
    case::lock(tx, &enrolment).await?;
    let found = request(tx, id).await?;
    if let Some(by) = &found.verified_by {
        return Err(AppError::Conflict(format!(
            "{by} answered this request before you. Nothing of yours was saved."
        )));
    }
    if !found.is_open {
        return Err(AppError::Conflict(String::from(
            "This request is closed. Nothing was saved.",
        )));
    }
    let outcome = if verified { "verified" } else { "declined" };
    let trainee = permit.subject().trainee.clone().ok_or(AppError::NotFound)?;
    let text = statement.text();
    let signed = serde_json::json!({
        "request": id, "shown": shown, "outcome": outcome, "comment": comment, "statement": text, "statement_version": statement.version,
        "verified_by": permit.by(), "verified_at": stamp.at,
    });
    let signed = sha256(&signed.to_string());
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO verification (request_id, trainee_id, outcome, comment, statement, statement_version, shown, signed_sha256, verified_by, verified_on, verified_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [
                id.to_string().into(),
                trainee.to_string().into(),
                outcome.into(),
                comment.into(),
                text.into(),
                statement.version.into(),
                shown.to_string().into(),
                signed.clone().into(),
                permit.by().to_string().into(),
                stamp.on.into(),
                stamp.at.into(),
            ],
        ))
        .await;
    match inserted {
        Err(error) if is_duplicate(&error) => {
            return Err(AppError::Conflict(String::from(
                "A colleague answered this request before you. Nothing of yours was saved.",
            )));
        }
        other => other?,
    };
    tx.execute_raw(sql(
        tx,
        "UPDATE verification_request SET is_open = $1 WHERE id = $2",
        [false.into(), id.to_string().into()],
    ))
    .await?;
    let detail = serde_json::json!({ "element": found.element, "outcome": outcome, "signed_sha256": signed });
    let act = if verified {
        "verified stage"
    } else {
        "declined verification"
    };
    journal::write(
        tx,
        stamp,
        Event {
            act,
            object_kind: "verification_request",
            object: id.as_str(),
            enrolment: Some(&enrolment),
            detail,
        },
    )
    .await?;
    case::rewrite(tx, &enrolment).await
}

/// The open request of an enrolment for an element.
///
/// # Errors
/// When the database can't be read.
pub async fn open_request(
    connection: &impl ConnectionTrait,
    enrolment: &EnrolmentId,
    element: &str,
) -> Result<Option<RowId>, AppError> {
    let text = format!("{REQUEST} WHERE q.is_open AND q.enrolment_id = $1 AND q.element = $2");
    let found =
        VerificationRequest::find_by_statement(sql(connection, &text, [enrolment.to_string().into(), element.into()]))
            .one(connection)
            .await?;
    Ok(found.map(|row| RowId::from(row.id)))
}
