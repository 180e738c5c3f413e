//! Closing what lies with an employer for whom the trainee works no longer: it goes back to the trainee, who may ask again
//! elsewhere.

use crate::error::AppError;
use crate::features::journal::{self, store::Stamp};
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::ids::{ClaimId, ClaimRequestId, ClosureId, EnrolmentId, OrganisationId, VerificationRequestId};
use domain::journal::{Chain, Event};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// How much was closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// Claims that went back to the trainee.
    pub claims: usize,
    /// Stages that are no longer asked to be verified.
    pub stages: usize,
}

/// Closes the open requests of an enrolment to verify a stage whose employer the trainee works for no longer, so that
/// another one can be asked. Says how many.
///
/// # Errors
/// When the database can't be read or written.
pub async fn close_verifications(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    enrolment: EnrolmentId,
) -> Result<usize, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: VerificationRequestId,
        element: String,
        employer_id: OrganisationId,
    }
    let query =
        "SELECT q.id, q.element, q.employer_id FROM verification_request q WHERE q.enrolment_id = $1 AND q.is_open
         AND NOT EXISTS (SELECT 1 FROM employment w WHERE w.person_id = q.trainee_id AND w.employer_id = q.employer_id
             AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)) ORDER BY q.id";
    let rows = Row::find_by_statement(sql(tx, query, [enrolment.into(), stamp.on.into()]))
        .all(tx)
        .await?;
    for row in &rows {
        tx.execute_raw(sql(
            tx,
            "UPDATE verification_request SET is_open = $1 WHERE id = $2",
            [false.into(), row.id.into()],
        ))
        .await?;
        let employer = row.employer_id;
        let event = Event::ClosedVerificationRequest {
            request: row.id,
            closure: closure(tx, stamp, enrolment, (None, Some(row.id)), employer).await?,
            element: row.element.clone(),
            employer,
        };
        journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
    }
    Ok(rows.len())
}

/// Takes the open claims of an enrolment back from an employer for whom the trainee works no longer. Says how many.
///
/// # Errors
/// When the database can't be read or written.
pub async fn close_claims(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    enrolment: EnrolmentId,
    employer: OrganisationId,
) -> Result<usize, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: ClaimRequestId,
        claim_id: ClaimId,
    }
    let query = "SELECT q.id, q.claim_id FROM claim_request q JOIN claim c ON c.id = q.claim_id
         WHERE c.enrolment_id = $1 AND q.is_open AND q.employer_id = $3
         AND NOT EXISTS (SELECT 1 FROM employment w WHERE w.person_id = q.trainee_id AND w.employer_id = q.employer_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)) ORDER BY q.id";
    let values = [enrolment.into(), stamp.on.into(), employer.into()];
    let rows = Row::find_by_statement(sql(tx, query, values)).all(tx).await?;
    for row in &rows {
        tx.execute_raw(sql(
            tx,
            "UPDATE claim_request SET is_open = $1, taken_back_at = $2 WHERE id = $3",
            [false.into(), stamp.at.into(), row.id.into()],
        ))
        .await?;
        let event = Event::ClosedClaimRequest {
            claim: row.claim_id,
            request: row.id,
            closure: closure(tx, stamp, enrolment, (Some(row.id), None), employer).await?,
            employer,
        };
        journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
    }
    Ok(rows.len())
}

async fn closure(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    enrolment: EnrolmentId,
    (claim, verification): (Option<ClaimRequestId>, Option<VerificationRequestId>),
    employer: OrganisationId,
) -> Result<ClosureId, AppError> {
    let id = ClosureId::new(random::uuid());
    tx.execute_raw(sql(
        tx,
        "INSERT INTO request_closure (id, enrolment_id, claim_request_id, verification_request_id, employer_id, closed_by, closed_on, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            id.into(),
            enrolment.into(),
            claim.into(),
            verification.into(),
            employer.into(),
            stamp.by.into(),
            stamp.on.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    Ok(id)
}

/// A request that was closed and that the trainee has not made again since.
#[derive(Clone, Debug, FromQueryResult)]
pub struct CameBack {
    /// The node: an outcome, or the verification of a stage.
    pub node: String,
    /// The claim, where it was one.
    pub claim_id: Option<ClaimId>,
    /// The employer for whom the trainee works no longer.
    pub employer: String,
    /// On which day.
    pub closed_on: NaiveDate,
}

/// What came back to the trainee of an enrolment and still lies with them, the latest first.
///
/// # Errors
/// When the database can't be read.
pub async fn came_back(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<CameBack>, AppError> {
    let query = "SELECT COALESCE(c.outcome, v.element) AS node, q.claim_id, o.name AS employer, x.closed_on
         FROM request_closure x JOIN organisation o ON o.id = x.employer_id
         LEFT JOIN claim_request q ON q.id = x.claim_request_id LEFT JOIN claim c ON c.id = q.claim_id
         LEFT JOIN verification_request v ON v.id = x.verification_request_id
         WHERE x.enrolment_id = $1 AND c.deleted_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM claim_request l WHERE l.claim_id = q.claim_id AND l.id > q.id)
         AND NOT EXISTS (SELECT 1 FROM verification_request l WHERE l.enrolment_id = v.enrolment_id AND l.element = v.element AND l.id > v.id)
         ORDER BY x.id DESC";
    Ok(CameBack::find_by_statement(sql(connection, query, [enrolment.into()]))
        .all(connection)
        .await?)
}
