//! What the journal leaves out, because it keeps no words that a person wrote: marks and reasons.

use crate::error::AppError;
use crate::features::journal::store::Object;
use crate::web::db::sql;
use domain::ids::{AwardId, EnrolmentId, ResultId};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;

/// Marks and reasons by what they belong to.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// The mark of each result that has one.
    pub marks: HashMap<Object, String>,
    /// Why a result was corrected or a status withdrawn.
    pub reasons: HashMap<Object, String>,
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
        let of = row.result.map(Object::Result).or(row.award.map(Object::Award));
        notes.marks.extend(of.zip(row.mark));
        notes.reasons.extend(of.zip(row.reason));
    }
    Ok(notes)
}
