//! What `gradus doctor` reads.

use super::case::{AT_ONCE, CaseFile};
use crate::error::AppError;
use crate::web::db::sql;
use domain::ids::EnrolmentId;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A case file as it is stored.
#[derive(Debug, FromQueryResult)]
pub struct StoredCase {
    /// The enrolment's id.
    pub id: EnrolmentId,
    /// Its framework.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The facts, as JSON.
    pub facts: Option<String>,
    /// What lies with others, as JSON.
    pub waiting: Option<String>,
}

impl StoredCase {
    /// Whether it is what the rows make.
    #[must_use]
    pub fn equals(&self, fresh: &CaseFile) -> bool {
        let is = |stored: &Option<String>, fresh: serde_json::Result<String>| stored.is_some() && *stored == fresh.ok();
        is(&self.facts, serde_json::to_string(&fresh.facts)) && is(&self.waiting, serde_json::to_string(&fresh.waiting))
    }
}

/// The next case files after an enrolment, or the first, in the order of the ids: [`AT_ONCE`] of them, or fewer when they are the last.
///
/// # Errors
/// When the database can't be read.
pub async fn case_files(
    connection: &impl ConnectionTrait,
    after: Option<EnrolmentId>,
) -> Result<Vec<StoredCase>, AppError> {
    let text = format!(
        "SELECT e.id, e.framework_slug, e.framework_version, c.facts, c.waiting
         FROM enrolment e LEFT JOIN case_file c ON c.enrolment_id = e.id WHERE e.id > $1 ORDER BY e.id LIMIT {AT_ONCE}"
    );
    Ok(StoredCase::find_by_statement(sql(
        connection,
        &text,
        [after.map_or_else(String::new, |id| id.to_string()).into()],
    ))
    .all(connection)
    .await?)
}
