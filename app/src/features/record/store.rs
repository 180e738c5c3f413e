//! What the journal leaves out, because it keeps no words that a person wrote: marks and reasons.

use crate::error::AppError;
use crate::web::db::sql;
use domain::ids::EnrolmentId;
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Marks and reasons by the id of what they belong to.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// The mark of each result that has one.
    pub marks: HashMap<String, String>,
    /// Why a result was corrected or a status withdrawn.
    pub reasons: HashMap<String, String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    mark: Option<String>,
    reason: Option<String>,
}

/// The marks and the reasons of an enrolment.
///
/// # Errors
/// When the database can't be read.
pub async fn notes(connection: &impl ConnectionTrait, enrolment: &EnrolmentId) -> Result<Notes, AppError> {
    let rows = Row::find_by_statement(sql(
        connection,
        "SELECT r.id, r.mark, r.reason FROM result r WHERE r.enrolment_id = $1
         UNION ALL
         SELECT w.award_id AS id, NULL AS mark, w.reason FROM award_withdrawal w JOIN award a ON a.id = w.award_id
         WHERE a.enrolment_id = $1",
        [enrolment.to_string().into()],
    ))
    .all(connection)
    .await?;
    let mut notes = Notes::default();
    for row in rows {
        notes.marks.extend(row.mark.map(|mark| (row.id.clone(), mark)));
        notes.reasons.extend(row.reason.map(|reason| (row.id, reason)));
    }
    Ok(notes)
}
