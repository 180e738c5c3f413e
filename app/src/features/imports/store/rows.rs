//! The rows of a file, each with its verdict.

use crate::entities::query::insert_many;
use crate::entities::{import, import_row};
use crate::prelude::stores::*;
use crate::web::db::Db;
use domain::imports::{Judged, Verdict, twice};
use domain::standing::Outcome;
use std::collections::BTreeMap;

/// One row.
pub type Row = import_row::Model;

/// How many rows there are of each verdict.
pub async fn counts(connection: &impl ConnectionTrait, id: ImportId) -> Result<BTreeMap<Verdict, usize>, AppError> {
    let counted: Vec<(Verdict, i64)> = import_row::Entity::find()
        .of(id)
        .select_only()
        .column(import_row::Column::Verdict)
        .column_as(import_row::Column::Number.count(), "rows")
        .group_by(import_row::Column::Verdict)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(counted.into_iter().map(|(verdict, rows)| (verdict, usize::try_from(rows).unwrap_or_default())).collect())
}

/// The first rows of a verdict, as many as asked for.
pub async fn by_verdict(
    connection: &impl ConnectionTrait,
    (id, verdict): (ImportId, Verdict),
    most: usize,
) -> Result<Vec<Row>, AppError> {
    let rows = import_row::Entity::find().of(id).filter(import_row::Column::Verdict.eq(verdict));
    Ok(rows.order_by_asc(import_row::Column::Number).limit(most as u64).all(connection).await?)
}

/// Those of a verdict among the rows of some numbers.
pub async fn rows_with(
    connection: &impl ConnectionTrait,
    (id, verdict): (ImportId, Verdict),
    numbers: &[i64],
) -> Result<Vec<Row>, AppError> {
    let rows = import_row::Entity::find().of(id).filter(import_row::Column::Verdict.eq(verdict));
    let rows = rows.filter(import_row::Column::Number.is_in(numbers.iter().copied()));
    Ok(rows.order_by_asc(import_row::Column::Number).all(connection).await?)
}

/// The rows of a file that are of some candidates, in their order.
pub async fn rows_about(
    connection: &impl ConnectionTrait,
    id: ImportId,
    candidates: &[EnrolmentId],
) -> Result<Vec<Row>, AppError> {
    let rows = import_row::Entity::find().of(id).order_by_asc(import_row::Column::Number);
    let about = import_row::Column::EnrolmentId.is_in(candidates.iter().copied());
    Ok(rows.filter(about).all(connection).await?)
}

/// All rows, in their order.
pub async fn rows_of(connection: &impl ConnectionTrait, id: ImportId) -> Result<Vec<Row>, AppError> {
    Ok(import_row::Entity::find().of(id).order_by_asc(import_row::Column::Number).all(connection).await?)
}

/// What is to be said of rows that are ready and of the same person.
pub async fn duplicates(connection: &impl ConnectionTrait, id: ImportId) -> Result<Vec<(i64, Judged)>, AppError> {
    let ready: Vec<(i64, EnrolmentId, Option<Outcome>, Option<String>)> = import_row::Entity::find()
        .of(id)
        .filter(import_row::Column::Verdict.eq(Verdict::Ready))
        .select_only()
        .columns([import_row::Column::Number, import_row::Column::EnrolmentId])
        .columns([import_row::Column::Outcome, import_row::Column::Mark])
        .into_tuple()
        .all(connection)
        .await?;
    let rows: Vec<_> =
        ready.into_iter().map(|(number, whose, outcome, mark)| (number, whose, (outcome, mark))).collect();
    Ok(twice(&rows))
}

/// Writes what became of the next rows of a file, from the one at `from` on, whose columns were matched so; when all are there,
/// what is to be said of those that are of the same person. False where it was thrown away or matched anew meanwhile, or another
/// server was faster: then nothing is written.
pub async fn checked(
    db: &Db,
    (id, columns): (ImportId, &str),
    (from, of): (i64, i64),
    rows: Vec<Row>,
) -> Result<bool, AppError> {
    let until = from + i64::try_from(rows.len()).unwrap_or_default();
    let tx = db.begin().await?;
    let next = import::Entity::update_many()
        .col_expr(import::Column::Checked, Expr::value(until))
        .of(id)
        .filter(import::Column::Columns.eq(columns))
        .filter(import::Column::Checked.eq(from))
        .filter(import::Column::DiscardedAt.is_null())
        .filter(import::Column::WrittenAt.is_null())
        .exec(&tx)
        .await?;
    if next.rows_affected == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    insert_many(&tx, rows).await?;
    if until == of {
        for (number, judged) in duplicates(&tx, id).await? {
            judged_anew(id, number, &judged).exec(&tx).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// Another verdict of a row.
pub(super) fn judged_anew(id: ImportId, number: i64, judged: &Judged) -> sea_orm::UpdateMany<import_row::Entity> {
    import_row::Entity::update_many()
        .col_expr(import_row::Column::Verdict, Expr::value(judged.verdict))
        .col_expr(import_row::Column::Why, Expr::value(judged.why.clone()))
        .of(id)
        .filter(import_row::Column::Number.eq(number))
}
