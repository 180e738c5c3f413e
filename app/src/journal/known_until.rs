//! By what name and number a body knew people until a day: who has left an organisation is known to it as they were until then, and
//! by nothing that was noted later.

use crate::entities::{record_name, record_number};
use crate::prelude::stores::*;
use std::collections::HashMap;

/// Until when somebody belongs to an organisation, by all times that they did: none while it goes on, else the last day on which
/// one of them ended.
pub fn last(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    Some(one?.max(other?))
}

/// The names and numbers of some records, each with the day on which it was noted, in their order.
#[derive(Debug, Default)]
pub struct KnownUntil {
    names: HashMap<RecordId, Vec<(NaiveDate, String)>>,
    numbers: HashMap<RecordId, Vec<(NaiveDate, Option<String>)>>,
}

impl KnownUntil {
    /// Those of some records.
    pub async fn of(connection: &impl ConnectionTrait, records: &[RecordId]) -> Result<Self, AppError> {
        let mut known = Self::default();
        if records.is_empty() {
            return Ok(known);
        }
        let names = record_name::Entity::find().of_any(records).order_by_asc(record_name::Column::Round);
        for one in names.all(connection).await? {
            known.names.entry(one.record_id).or_default().push((one.recorded_on, one.name));
        }
        let numbers = record_number::Entity::find().of_any(records).order_by_asc(record_number::Column::Round);
        for one in numbers.all(connection).await? {
            known.numbers.entry(one.record_id).or_default().push((one.recorded_on, one.number));
        }
        Ok(known)
    }

    /// The name that was noted last before a day; the first, where none was. None for a record that was not asked about.
    pub fn name(&self, record: RecordId, until: NaiveDate) -> Option<&str> {
        let all = self.names.get(&record)?;
        let noted = all.iter().rfind(|(on, _)| *on < until).or(all.first())?;
        Some(&noted.1)
    }

    /// The names that a record had before its present one and that were known on a day or later; all of them without a day.
    pub fn former(&self, record: RecordId, since: Option<NaiveDate>) -> impl Iterator<Item = &str> {
        let all = self.names.get(&record).map(Vec::as_slice).unwrap_or_default();
        let is_known = move |until: NaiveDate| since.is_none_or(|since| since < until);
        all.windows(2).filter(move |two| is_known(two[1].0)).map(|two| two[0].1.as_str())
    }

    /// The membership number that was noted last before a day.
    pub fn number(&self, record: RecordId, until: NaiveDate) -> Option<&str> {
        let noted = self.numbers.get(&record)?.iter().rfind(|(on, _)| *on < until)?;
        noted.1.as_deref()
    }
}
