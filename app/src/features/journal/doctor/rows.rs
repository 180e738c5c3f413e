//! Rows as they stand, read column by column.

use super::cell::Cell;
use super::tables::{Kind, Of, Table};
use crate::error::AppError;
use crate::web::db::sql;
use chrono::{DateTime, NaiveDate, Utc};
use domain::journal::Digest;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, TryGetable};

/// A row: by what an event names it, and its columns or why one of them can't be read.
pub struct Row {
    /// Its key.
    pub key: String,
    /// Its columns, and the hash of its words under the name `words`.
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
    let mut columns = vec![format!("{} AS row_key", table.key)];
    columns.extend(table.columns.iter().map(|(name, _)| (*name).to_owned()));
    if !table.words.is_empty() {
        columns.push(String::from("salt"));
        columns.extend(table.words.iter().map(|name| format!("CAST({name} AS TEXT) AS {name}")));
    }
    // Read as text: an entity would refuse what is damaged, and the whole answer with it.
    let text = format!(
        "SELECT {} FROM {} WHERE {}",
        columns.join(", "),
        table.name,
        condition.replace("{ids}", &places.join(", "))
    );
    let values = ids.iter().map(|id| id.clone().into());
    let found = connection.query_all_raw(sql(connection, &text, values)).await?;
    let row = |row: &QueryResult| {
        let mut cells: Vec<_> = table.columns.iter().map(|(name, kind)| (*name, cell(row, name, *kind))).collect();
        if !table.words.is_empty() {
            cells.push(("words", words(row, table.words)));
        }
        Ok::<_, DbErr>(Row { key: row.try_get("", "row_key")?, cells })
    };
    Ok(found.iter().map(row).collect::<Result<_, _>>()?)
}

fn cell(row: &QueryResult, name: &str, kind: Kind) -> Result<Cell, String> {
    Ok(match kind {
        Kind::Text => get::<String>(row, name)?.map_or(Cell::None, Cell::Text),
        Kind::Day => get::<NaiveDate>(row, name)?.into(),
        Kind::At => get::<DateTime<Utc>>(row, name)?.into(),
        Kind::Flag => get::<bool>(row, name)?.into(),
        Kind::Number => get::<i64>(row, name)?.into(),
        Kind::Hashed => get::<String>(row, name)?.map(|text| Digest::of(&text)).into(),
        Kind::Hash => match get::<String>(row, name)? {
            None => Cell::None,
            Some(text) => text.parse().map_or_else(|_| Cell::Text(text.clone()), Cell::Hash),
        },
    })
}

fn words(row: &QueryResult, columns: &[&str]) -> Result<Cell, String> {
    let salt: String = get(row, "salt")?.unwrap_or_default();
    let words: Vec<Option<String>> = columns.iter().map(|name| get(row, name)).collect::<Result<_, _>>()?;
    let words: Vec<Option<&str>> = words.iter().map(Option::as_deref).collect();
    Ok(Cell::Hash(Digest::of_words(&salt, &words)))
}

fn get<T: TryGetable>(row: &QueryResult, name: &str) -> Result<Option<T>, String> {
    row.try_get::<Option<T>>("", name).map_err(|error| error.to_string())
}
