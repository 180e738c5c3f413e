//! Awards of a status: from when until when each is good.

use chrono::NaiveDate;

use super::reading::Reading;
use super::validities::{Validities, Validity};
use crate::framework::NodeIx;

/// What is known of each award of a status, in order of their days. One made while one of an earlier day is in force lasts
/// from the end of that one, where the status says so.
pub(super) fn terms(status: NodeIx, reading: &Reading<'_>) -> Vec<Validities> {
    let known = reading.known;
    let details = reading.framework.node(status).as_status();
    let length = details.filter(|status| status.extends).and_then(|status| status.expires);
    // The end of those of earlier days, and of those of the same day.
    let (mut day, mut end, mut end_of_day) = (NaiveDate::MIN, NaiveDate::MIN, NaiveDate::MIN);
    let each = reading.facts.of(status).iter().map(|item| {
        let mut validity = item.validity(known);
        if validity.known.is_empty() {
            return Validities::NONE;
        }
        if item.happened_on > day {
            (day, end) = (item.happened_on, end.max(end_of_day));
        }
        if let Some(length) = length.filter(|_| item.ends_by_rule && end > day) {
            validity.until = length.after(end).min(item.ended(known));
        }
        end_of_day = end_of_day.max(validity.until);
        Validities::One(Validity { known: validity.known, until: validity.until })
    });
    each.collect()
}
