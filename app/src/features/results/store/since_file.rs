//! What became of the results that a file brought.

use super::candidates::rounds;
use super::{Recorded, Sitting};
use crate::entities::result;
use crate::features::record::store::ended_among;
use crate::prelude::stores::*;
use crate::web::pages::counted;
use sea_orm::sea_query::ExprTrait;
use std::collections::{BTreeSet, HashMap};

/// What stands by now in the place of what a file brought of somebody.
#[derive(Clone, Debug)]
pub struct SinceFile {
    pub stands: Recorded,
    /// Whether it is another result than the one of the file.
    pub is_changed: bool,
    /// Whether the enrolment has ended: then nobody confirms it.
    pub has_ended: bool,
}

/// What became of the results that a file brought of some candidates of its sitting.
pub async fn since_file(
    connection: &impl ConnectionTrait,
    (file, sitting): (ImportId, &Sitting),
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, SinceFile>, AppError> {
    let brought = result::Entity::find().of(file).of_any(enrolments).select_only().column(result::Column::Id);
    let brought: BTreeSet<ResultId> = brought.into_tuple().all(connection).await?.into_iter().collect();
    if brought.is_empty() {
        return Ok(HashMap::new());
    }
    let ended = ended_among(connection, enrolments).await?;
    let all = rounds(connection, &sitting.element, enrolments).await?.into_iter();
    let since = all.filter(|rounds| rounds.iter().any(|one| brought.contains(&one.id))).filter_map(|rounds| {
        let stands = rounds.stands()?.clone();
        let (is_changed, has_ended) = (!brought.contains(&stands.id), ended.contains(&stands.enrolment));
        Some((stands.enrolment, SinceFile { is_changed, has_ended, stands }))
    });
    Ok(since.collect())
}

/// How many of the results of a file another took the place of, counted as far as lists are.
pub async fn changed_since(connection: &impl ConnectionTrait, file: ImportId) -> Result<usize, AppError> {
    Ok(counted(connection, result::Entity::find().of(file).filter(result::Entity::stands().not())).await?)
}
