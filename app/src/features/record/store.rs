//! What the journal leaves out, because it keeps no words that a person wrote: marks and reasons.

use crate::error::AppError;
use crate::web::db::sql;
use domain::ids::{AwardId, EnrolmentId, ResultId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Marks and reasons by what they belong to.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// The mark of each result that has one.
    pub marks: HashMap<ResultId, String>,
    /// Why a result was corrected.
    pub corrections: HashMap<ResultId, String>,
    /// Why a status was withdrawn.
    pub withdrawals: HashMap<AwardId, String>,
}

#[derive(FromQueryResult)]
struct Row {
    result: Option<ResultId>,
    award: Option<AwardId>,
    mark: Option<String>,
    reason: Option<String>,
}

/// The marks and the reasons of an enrolment.
///
/// # Errors
/// When the database can't be read.
pub async fn notes(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Notes, AppError> {
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT r.id AS result, NULL AS award, r.mark, r.reason FROM result r WHERE r.enrolment_id = $1
         UNION ALL
         SELECT NULL, w.award_id, NULL, w.reason FROM award_withdrawal w JOIN award a ON a.id = w.award_id
         WHERE a.enrolment_id = $1",
        [enrolment.into()],
    ))
    .all(connection)
    .await?;
    let mut notes = Notes::default();
    for row in rows {
        notes.marks.extend(row.result.zip(row.mark));
        notes.corrections.extend(row.result.zip(row.reason.clone()));
        notes.withdrawals.extend(row.award.zip(row.reason));
    }
    Ok(notes)
}
