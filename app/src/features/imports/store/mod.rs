//! Reading and writing files and their rows.

mod known;
mod object;
mod recorded;
mod rows;
mod template;
mod write;

pub use known::{Known, ended, known};
pub use recorded::{Differs, differing, hash};
pub use rows::{Row, by_verdict, checked, counts, duplicates, rows_about, rows_of, rows_with};
pub use template::to_fill;
pub use write::{NewImport, answer, begin, check_again, discard, lock_rows, match_columns, settle, write};

use crate::entities::{import, import_table};
use crate::prelude::stores::*;
use domain::imports::{Columns, Table};
use domain::journal::Digest;
use sea_orm::sea_query::ExprTrait;

/// What was read from a file.
pub async fn table(connection: &impl ConnectionTrait, id: ImportId) -> Result<Table, AppError> {
    let row = import_table::Entity::find_by_id(id).one(connection).await?.ok_or(AppError::NotFound)?;
    Ok(serde_json::from_str(&row.content)?)
}

/// The headings and first rows of it.
pub async fn head(connection: &impl ConnectionTrait, id: ImportId) -> Result<Table, AppError> {
    let head = import_table::Entity::find_by_id(id).select_only().column(import_table::Column::Head);
    let head: Option<String> = head.into_tuple().one(connection).await?;
    Ok(serde_json::from_str(&head.ok_or(AppError::NotFound)?)?)
}

/// How the columns of the last file of a provider were matched from which something was recorded.
pub async fn matched_before(
    connection: &impl ConnectionTrait,
    provider: OrganisationId,
) -> Result<Option<Columns>, AppError> {
    let written = import::Entity::find().of(provider).filter(import::Column::WrittenAt.is_not_null());
    let last = written.order_by_desc(import::Column::BeganAt).one(connection).await?;
    Ok(last.and_then(|one| one.columns).as_deref().map(serde_json::from_str).transpose()?)
}

/// A file of a sitting with these bytes that is still of use: it was written, or whoever asks has not finished it.
pub async fn the_same(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    (file, by): (Digest, PersonId),
) -> Result<Option<ImportId>, AppError> {
    let own = import::Column::BeganBy.eq(by).or(import::Column::WrittenAt.is_not_null());
    let same = import::Entity::find()
        .of(sitting)
        .filter(import::Column::FileSha256.eq(file))
        .filter(import::Column::DiscardedAt.is_null())
        .filter(own)
        .order_by_asc(import::Column::BeganAt);
    Ok(same.one(connection).await?.map(|one| one.id))
}

/// The files of a sitting that somebody has uploaded and neither written nor thrown away.
pub async fn unfinished(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    by: PersonId,
) -> Result<Vec<import::Model>, AppError> {
    let open = import::Entity::find()
        .of(sitting)
        .filter(import::Column::BeganBy.eq(by))
        .filter(import::Column::DiscardedAt.is_null())
        .filter(import::Column::WrittenAt.is_null());
    Ok(open.order_by_asc(import::Column::Id).all(connection).await?)
}
