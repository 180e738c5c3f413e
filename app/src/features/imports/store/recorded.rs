//! What results were recorded from, in one hash: the event has it, and `gradus doctor` makes it again.

use super::rows_of;
use crate::entities::{import, import_row, import_table};
use crate::prelude::stores::*;
use domain::journal::Digest;
use sea_orm::PaginatorTrait;

/// The hash of how the columns of a file were matched, of what was read from it, of how many rows were checked, and of what became of
/// each, under its salt.
pub async fn hash(connection: &impl ConnectionTrait, id: ImportId) -> Result<Digest, AppError> {
    let file = import::Entity::find().of(id).one(connection).await?.ok_or(AppError::NotFound)?;
    let table = import_table::Entity::find_by_id(id).one(connection).await?;
    let table = table.map(|table| (table.head, table.content));
    let rows = rows_of(connection, id).await?;
    let rows = rows.iter().map(|row| {
        let outcome = row.outcome.map(|outcome| outcome.code());
        serde_json::json!([row.number, row.verdict.code(), row.why, row.enrolment_id, outcome, row.mark, row.choices])
    });
    let rows: Vec<_> = rows.collect();
    Ok(Digest::of(&serde_json::json!([file.salt, file.row_count, file.columns, file.checked, table, rows]).to_string()))
}

/// How a file is not what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    /// Something else stands here than what results were recorded from.
    Recorded,
    /// So many rows are not checked.
    Checked,
    /// It was thrown away, and something of it stands here.
    Discarded,
}

/// The files that are not what they say. What somebody does with one before it is recorded no event tells, but it has as many rows as
/// are checked.
pub async fn differing(connection: &impl ConnectionTrait) -> Result<Vec<(ImportId, Differs)>, AppError> {
    let all = import::Entity::find().order_by_asc(import::Column::Id).all(connection).await?;
    let mut differing = Vec::new();
    for file in all {
        let id = file.id;
        let differs = if file.written_at.is_some() {
            (file.recorded_sha256 != Some(hash(connection, id).await?)).then_some(Differs::Recorded)
        } else {
            let rows = import_row::Entity::find().of(id).count(connection).await?;
            let tables = import_table::Entity::find_by_id(id).count(connection).await?;
            let is_empty = (rows, tables, file.checked, &file.columns) == (0, 0, 0, &None);
            match file.discarded_at {
                Some(_) => (!is_empty).then_some(Differs::Discarded),
                None => ((i64::try_from(rows).ok(), tables) != (Some(file.checked), 1)).then_some(Differs::Checked),
            }
        };
        differing.extend(differs.map(|how| (id, how)));
    }
    Ok(differing)
}
