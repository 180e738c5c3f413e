//! What `gradus doctor` reads.

use super::case::{AT_ONCE, CaseFile};
use super::entity::{case_file, enrolment};
use crate::error::AppError;
use domain::ids::EnrolmentId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};

/// A case file as it is stored.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
pub struct StoredCase {
    /// The enrolment's id.
    pub id: EnrolmentId,
    /// Its framework.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The facts, as JSON.
    #[sea_orm(from_expr = "case_file::Column::Facts")]
    pub facts: Option<String>,
    /// What lies with others, as JSON.
    #[sea_orm(from_expr = "case_file::Column::Waiting")]
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
    let found = enrolment::Entity::find()
        .join(JoinType::LeftJoin, case_file::Relation::Enrolment.def().rev())
        .order_by_asc(enrolment::Column::Id)
        .limit(AT_ONCE as u64);
    let found = match after {
        Some(last) => found.filter(enrolment::Column::Id.gt(last)),
        None => found,
    };
    Ok(found.into_partial_model().all(connection).await?)
}
