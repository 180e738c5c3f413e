//! What an event makes of one row: written by whoever says the event, and compared by `gradus doctor` with what stands.

use super::Words;
use super::tables::Table;
use crate::entities::query::VALUES_AT_ONCE;
use crate::prelude::stores::*;
use domain::journal::Digest;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};
use sea_orm::{ActiveModelTrait, ActiveValue, DbErr, EntityName, IdenStatic, Iterable, PrimaryKeyToColumn, Value};
use std::collections::HashMap;

/// A column with its value.
pub type Column = (&'static str, Value);

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is there from now on.
    Added,
    /// It says something else.
    Changed,
    /// It is there no longer.
    Removed,
}

/// What an event makes of one row.
#[derive(Clone, Debug)]
pub struct Change {
    pub table: &'static str,
    /// By what the row is found.
    pub key: Vec<Column>,
    /// What becomes of it.
    pub act: Act,
    /// What it says from now on, besides its key.
    pub says: Vec<Column>,
    /// The digest of what it says in words, which no event holds.
    pub words: Option<Digest>,
}

/// A row is there from now on.
pub fn added<A: ActiveModelTrait>(row: A) -> Change {
    of(Act::Added, &row)
}

/// A row, of which the key is set, says what else is set.
pub fn changed<A: ActiveModelTrait>(row: A) -> Change {
    of(Act::Changed, &row)
}

/// The row whose key is set is there no longer, if it was.
pub fn removed<A: ActiveModelTrait>(row: A) -> Change {
    of(Act::Removed, &row)
}

/// A column's value, where there is one: a column that must have one is refused without.
pub fn maybe<T: Into<Value>>(value: Option<T>) -> ActiveValue<T> {
    value.map_or(NotSet, Set)
}

/// The columns that are set.
pub fn columns<A: ActiveModelTrait>(row: &A) -> impl Iterator<Item = Column> {
    let all = <A::Entity as EntityTrait>::Column::iter();
    all.filter_map(|column| Some((column.as_str(), row.get(column).into_value()?)))
}

fn of<A: ActiveModelTrait>(act: Act, row: &A) -> Change {
    let keys: Vec<&str> =
        <A::Entity as EntityTrait>::PrimaryKey::iter().map(|key| key.into_column().as_str()).collect();
    let (key, says) = columns(row).partition(|(name, _)| keys.contains(name));
    Change { table: A::Entity::default().table_name(), key, act, says, words: None }
}

impl Change {
    /// The same, with words that have this digest.
    pub fn worded(self, words: Digest) -> Self {
        Self { words: Some(words), ..self }
    }

    fn with(mut self, all: &[Words]) -> Result<Self, AppError> {
        let Some(digest) = self.words else { return Ok(self) };
        let words = all.iter().find(|words| words.digest() == digest);
        let words =
            words.ok_or_else(|| AppError::internal(&format!("a {} has not the words of its event", self.table)))?;
        let table = Table::of(self.table)?;
        let own = words.columns().iter().filter(|(name, _)| table.has(name));
        self.says.extend(own.cloned());
        Ok(self)
    }

    fn all(self) -> Vec<Column> {
        self.key.into_iter().chain(self.says).collect()
    }
}

/// New rows of one table: its name, the columns, and the values of each row.
type New = (&'static str, Vec<&'static str>, Vec<Vec<Value>>);

/// Changes of rows, those of one row as one, each with its words.
#[derive(Debug, Default)]
pub struct Changes {
    all: Vec<Change>,
    at: HashMap<(&'static str, String), usize>,
}

impl Changes {
    /// Adds what an event makes, of which `words` are the words.
    ///
    /// # Errors
    /// When words are missing.
    pub fn add(&mut self, changes: Vec<Change>, words: &[Words]) -> Result<(), AppError> {
        for change in changes {
            let change = change.with(words)?;
            let row = (change.table, format!("{:?}", change.key));
            match self.at.get(&row).and_then(|at| self.all.get_mut(*at)) {
                Some(before) if change.act == Act::Changed => {
                    before.says.retain(|(name, _)| change.says.iter().all(|(one, _)| one != name));
                    before.says.extend(change.says);
                }
                // What becomes of it before is nothing: removed rows are written first.
                Some(before) if change.act == Act::Removed => *before = change,
                _ => {
                    self.at.insert(row, self.all.len());
                    self.all.push(change);
                }
            }
        }
        Ok(())
    }

    /// Writes them: first the rows that go, so that others may have their keys, then those that are new, last those that change. What is new or goes of one table is
    /// written by few statements, in the order in which the tables were first named.
    ///
    /// # Errors
    /// When the database can't be written, does not take a row, or has not the one that changes.
    pub async fn write(self, db: &impl ConnectionTrait) -> Result<(), AppError> {
        let mut tables: Vec<New> = Vec::new();
        let (mut others, mut gone): (Vec<Change>, Vec<(&str, Vec<Condition>)>) = Default::default();
        for change in self.all {
            let table = change.table;
            match change.act {
                Act::Added => {
                    let (names, values): (Vec<_>, Vec<_>) = change.all().into_iter().unzip();
                    match tables.iter_mut().find(|(one, columns, _)| *one == table && *columns == names) {
                        Some((.., rows)) => rows.push(values),
                        None => tables.push((table, names, vec![values])),
                    }
                }
                Act::Changed => others.push(change),
                Act::Removed => match gone.iter_mut().find(|(one, _)| *one == table) {
                    Some((_, rows)) => rows.push(found_by(change.key)),
                    None => gone.push((table, vec![found_by(change.key)])),
                },
            }
        }
        for (table, rows) in gone {
            for some in rows.chunks(GONE_AT_ONCE) {
                let any = some.iter().cloned().fold(Condition::any(), Condition::add);
                db.execute(Query::delete().from_table(table).cond_where(any)).await?;
            }
        }
        for (table, columns, rows) in tables {
            for some in rows.chunks(VALUES_AT_ONCE / columns.len().max(1)) {
                db.execute(&insert(table, &columns, some)).await?;
            }
        }
        for change in others {
            update(db, change).await?;
        }
        Ok(())
    }

    /// Writes them unless the first, a new row, is there already by any unique index; whether it did.
    pub async fn write_unless_there(mut self, db: &impl ConnectionTrait) -> Result<bool, AppError> {
        let first = self.all.remove(0);
        let table = first.table;
        let (names, values): (Vec<_>, Vec<_>) = first.all().into_iter().unzip();
        let mut first = insert(table, &names, &[values]);
        first.on_conflict(OnConflict::new().do_nothing().to_owned());
        if db.execute(&first).await?.rows_affected() == 0 {
            return Ok(false);
        }
        self.write(db).await?;
        Ok(true)
    }
}

fn insert(table: &'static str, columns: &[&'static str], rows: &[Vec<Value>]) -> sea_orm::sea_query::InsertStatement {
    let mut insert = Query::insert();
    insert.into_table(table).columns(columns.iter().copied());
    for row in rows {
        insert.values_panic(row.iter().cloned().map(Expr::from));
    }
    insert
}

/// How many rows one statement deletes: SQLite nests a condition no deeper than 1,000.
const GONE_AT_ONCE: usize = 500;

fn found_by(key: Vec<Column>) -> Condition {
    let found = key.into_iter().map(|(name, value)| Expr::col(name).eq(value));
    found.fold(Condition::all(), Condition::add)
}

async fn update(db: &impl ConnectionTrait, change: Change) -> Result<(), AppError> {
    let found = found_by(change.key);
    let says = change.says.into_iter().map(|(name, value)| (name, Expr::from(value)));
    match db.execute(Query::update().table(change.table).values(says).cond_where(found)).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(DbErr::RecordNotUpdated.into()),
    }
}
