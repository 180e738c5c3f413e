//! What `gradus doctor` and the start of a server read.

use crate::entities::{chapter_file, enrolment};
use crate::journal::chapter_file::{AT_ONCE, ChapterFile};
use crate::prelude::stores::*;

/// A chapter file as it is stored.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "enrolment::Entity")]
pub struct Stored {
    pub id: EnrolmentId,
    pub framework_slug: String,
    pub framework_version: String,
    #[sea_orm(nested)]
    pub file: Option<chapter_file::Model>,
}

impl Stored {
    /// Whether it is what the rows make.
    pub fn equals(&self, fresh: &ChapterFile) -> bool {
        self.file.as_ref().and_then(chapter_file::Model::file).as_ref() == Some(fresh)
    }
}

/// The next chapter files after an enrolment, or the first, in the order of the ids: [`AT_ONCE`] of them, or fewer when they
/// are the last.
pub async fn chapter_files(
    connection: &impl ConnectionTrait,
    after: Option<EnrolmentId>,
) -> Result<Vec<Stored>, AppError> {
    let found = enrolment::Entity::find()
        .join(JoinType::LeftJoin, chapter_file::Relation::Enrolment.def().rev())
        .order_by_asc(enrolment::Column::Id)
        .limit(AT_ONCE as u64);
    let found = match after {
        Some(last) => found.filter(enrolment::Column::Id.gt(last)),
        None => found,
    };
    Ok(found.into_partial_model().all(connection).await?)
}

/// The framework versions on which people are enrolled, by slug and version.
pub async fn versions(connection: &impl ConnectionTrait) -> Result<Vec<(String, String)>, AppError> {
    let version = [enrolment::Column::FrameworkSlug, enrolment::Column::FrameworkVersion];
    let all = enrolment::Entity::find().select_only().columns(version).distinct();
    let all = version.into_iter().fold(all, |all, column| all.order_by_asc(column));
    Ok(all.into_tuple().all(connection).await?)
}
