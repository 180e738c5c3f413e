//! Rows as they stand, read column by column.

use super::cell::Cell;
use crate::journal::tables::{Of, Table};
use crate::prelude::stores::*;
use crate::web::db::sql;
use domain::journal::Digest;
use sea_orm::QueryResult;

/// A row: by what an event names it, and its columns or why one of them can't be read.
pub struct Row {
    pub key: String,
    /// Its columns, and the digest of its words under the name `words`.
    pub cells: Vec<(&'static str, Result<Cell, String>)>,
}

/// The rows of a table that are of some people or organisations.
pub async fn rows_of(
    connection: &impl ConnectionTrait,
    table: &Table,
    of: Of,
    ids: &[String],
) -> Result<Vec<Row>, AppError> {
    let Some((_, condition)) = table.of.iter().find(|(one, _)| *one == of) else {
        return Ok(Vec::new());
    };
    let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
    let mut columns: Vec<&str> = table.key.iter().chain(&table.words).copied().collect();
    columns.extend(table.told().map(|(name, _)| *name));
    columns.extend(table.salted.then_some("salt"));
    // The table is chosen when the program runs, which an entity can’t be.
    let text = format!(
        "SELECT {} FROM {} WHERE {}",
        columns.join(", "),
        table.name,
        condition.replace("{ids}", &places.join(", "))
    );
    let values = ids.iter().map(|id| id.clone().into());
    let found = connection.query_all_raw(sql(connection, &text, values)).await?;
    Ok(found.iter().map(|found| row(table, found)).collect())
}

fn row(table: &Table, found: &QueryResult) -> Row {
    let mut cells: Vec<_> = table.told().map(|(name, kind)| (*name, Cell::read(found, name, kind))).collect();
    if !table.words.is_empty() {
        cells.push(("words", words(table, found)));
    }
    let key = table.key.iter().map(|name| read(table, found, name).map_or_else(|why| why, |cell| cell.to_string()));
    Row { key: key.collect::<Vec<_>>().join("/"), cells }
}

fn read(table: &Table, found: &QueryResult, column: &str) -> Result<Cell, String> {
    let kind = table.columns.iter().find(|(name, _)| *name == column);
    kind.map_or(Ok(Cell::None), |(name, kind)| Cell::read(found, name, kind))
}

fn words(table: &Table, found: &QueryResult) -> Result<Cell, String> {
    let words = table.words.iter().map(|name| Ok(read(table, found, name)?.word()));
    let words: Vec<Option<String>> = words.collect::<Result<_, String>>()?;
    let digest = if table.salted {
        let salt = read(table, found, "salt")?.word().unwrap_or_default();
        Digest::of_words(&salt, &words.iter().map(Option::as_deref).collect::<Vec<_>>())
    } else {
        Digest::of(&words.into_iter().flatten().collect::<String>())
    };
    Ok(Cell::Text(digest.to_string()))
}
