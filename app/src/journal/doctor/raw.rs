//! Events read one by one and column by column, so that one that is damaged keeps nobody from reading the others.

use super::cell::Cell;
use crate::entities::journal::event;
use crate::prelude::stores::*;
use crate::web::db::sql;
use domain::journal::{Digest, Link};
use sea_orm::{ColumnType, DbErr, FromQueryResult, IdenStatic, Iterable, QueryResult, Value};

/// An event as it stands in its row.
#[derive(Debug)]
pub struct Raw {
    /// The word of the chain's kind and its id.
    pub chain: (String, String),
    pub seq: i64,
    /// What it says, with the hashes stored with it; or why it can't be read.
    pub read: Result<(Link, Digest, Digest), String>,
}

impl Raw {
    /// The event, when it can be read.
    pub fn event(&self) -> Result<Event, String> {
        let (link, ..) = self.read.as_ref().map_err(Clone::clone)?;
        Event::read(link.version, &link.body).map_err(|why| why.to_string())
    }
}

/// Places for so many values in a statement: "$1, $2".
pub fn places(values: usize) -> String {
    (1..=values).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// The ids that a statement finds. Its table is chosen when the program runs, which an entity can’t be.
pub async fn ids(
    connection: &impl ConnectionTrait,
    text: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<String>, AppError> {
    let rows = connection.query_all_raw(sql(connection, text, values)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
}

/// The events of which a condition holds, in the order of their chains and places.
pub async fn events(
    connection: &impl ConnectionTrait,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Raw>, AppError> {
    let columns: Vec<String> = event::Column::iter().map(|column| column.as_str().to_owned()).collect();
    // Read as text: an entity would refuse what is damaged, and the whole answer with it.
    let text = format!("SELECT {} FROM event WHERE {condition} ORDER BY chain_kind, chain_id, seq", columns.join(", "));
    let rows = connection.query_all_raw(sql(connection, &text, values)).await?;
    rows.iter().map(raw).collect::<Result<_, _>>().map_err(AppError::from)
}

fn raw(row: &QueryResult) -> Result<Raw, DbErr> {
    let chain: (String, String) = (row.try_get("", "chain_kind")?, row.try_get("", "chain_id")?);
    let read = read(row, &chain);
    Ok(Raw { chain, seq: row.try_get("", "seq")?, read })
}

fn read(row: &QueryResult, (kind, id): &(String, String)) -> Result<(Link, Digest, Digest), String> {
    let chain = Chain::read(kind, id).ok_or_else(|| format!("there is no chain {kind} {id}"))?;
    for (name, kind) in [("at", ColumnType::TimestampWithTimeZone), ("valid_on", ColumnType::Date)] {
        if let Cell::Text(text) = Cell::read(row, name, &kind)? {
            return Err(format!("its {name} is {text}, which we write otherwise"));
        }
    }
    let model = event::Model::from_query_result(row, "");
    let event::Model { seq, enrolment_id, id, at, valid_on, actor_id, version, body, prev, hash, .. } =
        model.map_err(|error| error.to_string())?;
    let link =
        Link { place: Place { chain, chapter: enrolment_id }, seq, id, at, valid_on, actor: actor_id, version, body };
    Ok((link, prev, hash))
}
