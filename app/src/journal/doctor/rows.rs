//! Rows as they stand, read column by column.

use super::cell::Cell;
use super::raw::places;
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
    let mut columns: Vec<&str> = table.key.iter().chain(&table.words).copied().collect();
    columns.extend(table.of_events().map(|(name, _)| *name));
    columns.extend(table.salted.then_some("salt"));
    // The table is chosen when the program runs, which an entity can’t be.
    let text = format!(
        "SELECT {} FROM {} WHERE {}",
        columns.join(", "),
        table.name,
        condition.replace("{ids}", &places(ids.len()))
    );
    let values = ids.iter().map(|id| id.clone().into());
    let found = connection.query_all_raw(sql(connection, &text, values)).await?;
    Ok(found.iter().map(|found| row(table, found)).collect())
}

/// The keys of the rows of a table that are of nobody: no person and no organisation that is there would have them read.
pub async fn ownerless(connection: &impl ConnectionTrait, table: &Table) -> Result<Vec<String>, AppError> {
    let of = table.of.iter().map(|(of, condition)| {
        let owners = match of {
            Of::People => "SELECT id FROM person",
            Of::Organisations => "SELECT id FROM organisation",
        };
        format!("({}) IS NOT TRUE", condition.replace("{ids}", owners))
    });
    let (key, of) = (table.key.join(", "), of.collect::<Vec<_>>().join(" AND "));
    // The table is chosen when the program runs, which an entity can’t be.
    let text = format!("SELECT {key} FROM {} WHERE {of} ORDER BY {key}", table.name);
    let found = connection.query_all_raw(sql(connection, &text, [])).await?;
    Ok(found.iter().map(|found| key_of(table, found)).collect())
}

fn key_of(table: &Table, found: &QueryResult) -> String {
    let key = table.key.iter().map(|name| read(table, found, name).map_or_else(|why| why, |cell| cell.to_string()));
    key.collect::<Vec<_>>().join("/")
}

fn row(table: &Table, found: &QueryResult) -> Row {
    let mut cells: Vec<_> = table.of_events().map(|(name, kind)| (*name, Cell::read(found, name, kind))).collect();
    if !table.words.is_empty() {
        cells.push(("words", words(table, found)));
    }
    Row { key: key_of(table, found), cells }
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
