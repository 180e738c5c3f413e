//! What lies with the trainee: drafts, and what was answered without a signature and not asked for again.

use crate::error::AppError;
use crate::web::clock::civil_date;
use crate::web::db::sql;
use crate::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId};
use domain::sign_off::ReasonCode;
use domain::standing::ClaimOutcome;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A claim that is neither with a supervisor nor met.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// The claim.
    pub claim: ClaimId,
    /// Its outcome.
    pub outcome: String,
    /// The day on which it was begun.
    pub begun_on: NaiveDate,
    /// Whether it was sent before: then it can’t be deleted any more.
    pub was_sent: bool,
    /// What a supervisor last said of it; none of a draft.
    pub answer: Option<Answer>,
}

/// An answer that asks for something.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was decided; never that it is met.
    pub outcome: ClaimOutcome,
    /// By whom.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
    /// What is missing, why it was not decided, or what else was said. May be empty.
    pub said: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: ClaimId,
    outcome: String,
    created_at: DateTime<Utc>,
    request_id: Option<ClaimRequestId>,
    decided: Option<ClaimOutcome>,
    decided_on: Option<NaiveDate>,
    decided_by: Option<String>,
    missing: Option<String>,
    comment: Option<String>,
    reason_code: Option<ReasonCode>,
}

impl From<Row> for Unfinished {
    fn from(row: Row) -> Self {
        let comment = match row.reason_code.filter(|reason| *reason != ReasonCode::Other) {
            Some(reason) => Some(format!("{}. {}", reason.words(), row.comment.unwrap_or_default())),
            None => row.comment,
        };
        let (by, said) = (row.decided_by, row.missing.or(comment));
        let answer = row.decided.zip(row.decided_on).map(|(outcome, on)| Answer {
            outcome,
            by: by.unwrap_or_default(),
            on,
            said: said.unwrap_or_default(),
        });
        Self {
            claim: row.id,
            outcome: row.outcome,
            begun_on: civil_date(row.created_at, ZONE),
            was_sent: row.request_id.is_some(),
            answer,
        }
    }
}

/// The unfinished claims of an enrolment, the oldest first. What came back because an employment ended is not among them.
///
/// # Errors
/// When the database can't be read.
pub async fn unfinished(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<Unfinished>, AppError> {
    let query = "SELECT c.id, c.outcome, c.created_at, q.id AS request_id, d.outcome AS decided, d.decided_on, p.name AS decided_by, d.missing, d.comment, d.reason_code
         FROM claim c LEFT JOIN claim_request q ON q.id = (SELECT MAX(l.id) FROM claim_request l WHERE l.claim_id = c.id)
         LEFT JOIN decision d ON d.request_id = q.id LEFT JOIN person p ON p.id = d.decided_by
         WHERE c.enrolment_id = $1 AND c.deleted_at IS NULL AND (q.id IS NULL OR NOT q.is_open) AND (d.outcome IS NULL OR d.outcome <> 'met')
         AND NOT EXISTS (SELECT 1 FROM request_closure x WHERE x.claim_request_id = q.id) ORDER BY c.id";
    let rows = Row::find_by_statement(sql(connection, query, [enrolment.into()]))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(Unfinished::from).collect())
}

/// A stage that an employer declined to verify, and that was not asked for again.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeclinedVerification {
    /// The verification element.
    pub element: String,
    /// Who declined.
    pub declined_by: String,
    /// On which day.
    pub declined_on: NaiveDate,
    /// Why.
    pub comment: String,
}

/// The verifications of an enrolment that were declined the last time they were asked for.
///
/// # Errors
/// When the database can't be read.
pub async fn declined_verifications(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
) -> Result<Vec<DeclinedVerification>, AppError> {
    let query = "SELECT q.element, p.name AS declined_by, v.verified_on AS declined_on, v.comment
         FROM verification_request q JOIN verification v ON v.request_id = q.id JOIN person p ON p.id = v.verified_by
         WHERE q.enrolment_id = $1 AND v.outcome = 'declined' AND NOT EXISTS
             (SELECT 1 FROM verification_request l WHERE l.enrolment_id = q.enrolment_id AND l.element = q.element AND l.id > q.id)
         ORDER BY q.id";
    let statement = sql(connection, query, [enrolment.into()]);
    Ok(DeclinedVerification::find_by_statement(statement)
        .all(connection)
        .await?)
}
