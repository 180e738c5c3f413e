//! The words of a row and the salt under which an event holds their digest.

use super::change::{Column, columns};
use super::tables::Table;
use crate::entities::reason_given;
use crate::prelude::stores::*;
use domain::journal::{Digest, Reason};
use sea_orm::{ActiveModelTrait, EntityName, Value};

/// What a row says in words, which are erased when their time is over, with the digest that the event holds of them. What is
/// made of the words alone, as a folded name, goes with them.
#[derive(Clone, Debug)]
pub struct Words {
    digest: Digest,
    columns: Vec<Column>,
}

impl Words {
    /// The columns that are set, under a new salt where the table has one.
    pub fn new<A: ActiveModelTrait>(row: A) -> Result<Self, AppError> {
        let mut columns: Vec<Column> = columns(&row).collect();
        let table = Table::of(A::Entity::default().table_name())?;
        if !table.salted {
            let only = columns.iter().find(|(name, _)| table.words.contains(name));
            let digest = Digest::of(&only.and_then(|(_, value)| text(value)).unwrap_or_default());
            return Ok(Self { digest, columns });
        }
        let salt = salt();
        let word = |name: &&str| columns.iter().find(|(one, _)| one == name).and_then(|(_, value)| text(value));
        let words: Vec<Option<String>> = table.words.iter().map(word).collect();
        let digest = Digest::of_words(&salt, &words.iter().map(Option::as_deref).collect::<Vec<_>>());
        columns.push(("salt", salt.into()));
        Ok(Self { digest, columns })
    }

    /// Words that were hashed as a whole.
    pub fn hashed<A: ActiveModelTrait>(digest: Digest, row: &A) -> Self {
        Self { digest, columns: columns(row).collect() }
    }

    /// What the event holds of them.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }
}

/// Why something is noted for an earlier day; nothing where it is noted for the day itself.
#[derive(Clone, Debug, Default)]
pub struct Because(Option<Words>);

impl Because {
    /// A reason, if one was given.
    pub fn new(reason: Option<&str>) -> Result<Self, AppError> {
        let row = |reason: &str| reason_given::ActiveModel { reason: Set(reason.to_owned()), ..Default::default() };
        Ok(Self(reason.map(|reason| Words::new(row(reason))).transpose()?))
    }

    /// What one event says of it, with the words.
    pub fn said(&self) -> (Option<Reason>, Vec<Words>) {
        let reason = |words: &Words| Reason { id: ReasonId::new(random::uuid()), words: words.digest() };
        (self.0.as_ref().map(reason), self.0.iter().cloned().collect())
    }
}

/// A word as it is hashed.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.clone(),
        Value::BigInt(number) => number.map(|number| number.to_string()),
        _ => None,
    }
}

/// A new salt: 16 random bytes in hexadecimal digits.
pub fn salt() -> String {
    hex::encode(random::salt())
}
