//! Whether the rows are what the events made.

use super::cell::Cell;
use super::raw::{Raw, events, ids, places};
use super::rows::{Row, ownerless, rows_of};
use crate::journal::change::Act;
use crate::journal::tables::{Of, TABLES, Table};
use crate::journal::{EventContext, made};
use crate::prelude::stores::*;
use crate::web::db::{Db, sql};
use sea_orm::{DbBackend, Value};
use std::collections::{BTreeMap, HashMap};

/// People or organisations whose rows are read at once.
const AT_ONCE: usize = 200;

/// What the rows should say, by table and key.
type Made = BTreeMap<(&'static str, String), HashMap<&'static str, Cell>>;

/// Compares every row that events make with those events, and says where they differ, a line each. The rows of some people
/// and their events are of one moment.
pub async fn rows(db: &Db) -> Result<Vec<String>, AppError> {
    let mut findings = nobodys(db).await?;
    for (of, table, chains) in [
        (
            Of::People,
            "person",
            "(chain_kind = 'account' AND chain_id IN ({ids}))
             OR (chain_kind = 'record' AND chain_id IN (SELECT id FROM record WHERE person_id IN ({ids})))",
        ),
        (Of::Organisations, "organisation", "chain_kind IN ('organisation', 'body') AND chain_id IN ({ids})"),
    ] {
        let mut after = String::new();
        loop {
            let moment = db.snapshot().await?;
            let ids = ids_after(&moment, table, &after).await?;
            let Some(last) = ids.last() else { break };
            after.clone_from(last);
            let condition = chains.replace("{ids}", &places(ids.len()));
            let values = ids.iter().map(|id| Value::from(id.clone()));
            let mut made = made_of(&events(&moment, &condition, values).await?);
            for table in TABLES.iter() {
                let rows = rows_of(&moment, table, of, &ids).await?;
                findings.extend(rows.iter().flat_map(|row| differing(table, row, &mut made)));
            }
            let left = made.into_keys();
            findings.extend(
                left.map(|(table, key)| format!("{table} {key}: it is gone, and its event says that it is there")),
            );
        }
    }
    Ok(findings)
}

/// Rows that belong to nothing that is there. Those of a foreign key SQLite finds itself, in every table; PostgreSQL never lets them
/// in.
async fn nobodys(db: &Db) -> Result<Vec<String>, AppError> {
    let mut findings = Vec::new();
    let moment = db.snapshot().await?;
    for table in TABLES.iter() {
        let keys = ownerless(&moment, table).await?.into_iter();
        findings.extend(keys.map(|key| format!("{} {key}: what it belongs to is not there", table.name)));
    }
    if moment.get_database_backend() == DbBackend::Sqlite {
        for row in moment.query_all_raw(sql(&moment, "PRAGMA foreign_key_check", [])).await? {
            let (table, parent): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
            let place: Option<i64> = row.try_get_by_index(1)?;
            let place = place.map(|place| format!(" {place}")).unwrap_or_default();
            findings.push(format!("{table}, row{place}: by a foreign key it names a {parent} that is not there"));
        }
    }
    Ok(findings)
}

async fn ids_after(connection: &impl ConnectionTrait, table: &str, after: &str) -> Result<Vec<String>, AppError> {
    let text = format!("SELECT id FROM {table} WHERE id > $1 ORDER BY id LIMIT {AT_ONCE}");
    ids(connection, &text, [after.into()]).await
}

/// What the events make, one after the other. What can't be read is found by the walk along its chain.
fn made_of(events: &[Raw]) -> Made {
    let (mut rows, mut records) = (Made::new(), HashMap::<RecordId, (PersonId, OrganisationId)>::new());
    for raw in events {
        let (Ok((link, ..)), Ok(event)) = (&raw.read, raw.event()) else {
            continue;
        };
        let record = link.place.chain.record();
        if let (Some(record), Event::OpenedRecord { person, body, .. }) = (record, &event) {
            records.insert(record, (*person, *body));
        }
        let (trainee, body) = record.and_then(|record| records.get(&record)).copied().unzip();
        let beside = EventContext { place: link.place, at: link.at, on: link.valid_on, by: link.actor, trainee, body };
        for change in made(&beside, &event) {
            let key: Vec<String> = change.key.iter().map(|(_, value)| Cell::said(value).to_string()).collect();
            let row = (change.table, key.join("/"));
            if Table::find(change.table).is_none() {
                // A list that is kept beside the rows is compared with them.
                continue;
            }
            if change.act == Act::Removed {
                rows.remove(&row);
                continue;
            }
            let says = rows.entry(row).or_default();
            says.extend(change.says.iter().map(|(name, value)| (*name, Cell::said(value))));
            says.extend(change.words.map(|words| ("words", Cell::Text(words.to_string()))));
        }
    }
    rows
}

/// How a row differs from what its events made; takes it out of what they made.
fn differing(table: &Table, row: &Row, made: &mut Made) -> Vec<String> {
    let name = table.name;
    let key = &row.key;
    let Some(said) = made.remove(&(name, key.clone())) else {
        return vec![format!("{name} {key}: no event made it")];
    };
    row.cells
        .iter()
        .filter_map(|(column, there)| match (there, said.get(column)) {
            (Ok(there), Some(said)) if there == said => None,
            (Ok(_), Some(_)) if *column == "words" => {
                Some(format!("{name} {key}: its words ({}) are not those of its event", table.words.join(", ")))
            }
            (Ok(there), Some(said)) => {
                Some(format!("{name} {key}: its {column} is {there}, and its event says {said}"))
            }
            (Ok(there), None) => Some(format!("{name} {key}: its {column} is {there}, and no event says so")),
            (Err(why), _) => Some(format!("{name} {key}: its {column} can’t be read: {why}")),
        })
        .collect()
}
