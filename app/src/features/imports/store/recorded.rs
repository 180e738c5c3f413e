//! What results were recorded from, in one hash: the event has it, and `gradus doctor` makes it again.

use super::rows_of;
use crate::entities::{import, import_table};
use crate::prelude::stores::*;
use domain::journal::Digest;

/// The hash of how the columns of a file were matched, of what was read from it, and of what became of each row, under its salt.
pub(super) async fn hash(connection: &impl ConnectionTrait, id: ImportId) -> Result<Digest, AppError> {
    let file = import::Entity::find().of(id).one(connection).await?.ok_or(AppError::NotFound)?;
    let table = import_table::Entity::find_by_id(id).one(connection).await?;
    let table = table.map(|table| (table.head, table.content));
    let rows = rows_of(connection, id).await?;
    let rows = rows.iter().map(|row| {
        let outcome = row.outcome.map(|outcome| outcome.code());
        serde_json::json!([row.number, row.verdict.code(), row.why, row.enrolment_id, outcome, row.mark, row.choices])
    });
    let rows: Vec<_> = rows.collect();
    Ok(Digest::of(&serde_json::json!([file.salt, file.row_count, file.columns, table, rows]).to_string()))
}

/// The files of which something else stands here than what results were recorded from.
pub async fn differing(connection: &impl ConnectionTrait) -> Result<Vec<ImportId>, AppError> {
    let written = import::Entity::find()
        .filter(import::Column::WrittenAt.is_not_null())
        .select_only()
        .columns([import::Column::Id, import::Column::RecordedSha256])
        .order_by_asc(import::Column::Id);
    let written: Vec<(ImportId, Option<Digest>)> = written.into_tuple().all(connection).await?;
    let mut differing = Vec::new();
    for (id, recorded) in written {
        if recorded != Some(hash(connection, id).await?) {
            differing.push(id);
        }
    }
    Ok(differing)
}
