//! Saving a draft while it is written, for the island. It never replaces the Save button.

use super::draft::{FROM, LONGEST, NARRATIVE, REVISION, UNTIL};
use super::own;
use super::store::{self, Written};
use crate::prelude::pages::*;
use domain::sign_off::day_faults;
use serde_json::json;

/// Saves what can be saved: what isn't a date yet, and a narrative that is too long, are left as they were stored. Days
/// that can't be claimed are kept, because one may be in the middle of changing both; it is said that they are wrong.
pub struct Autosave;

impl Form for Autosave {
    const FIELDS: &'static [Field] = &[REVISION, NARRATIVE, FROM, UNTIL];
    const ONCE: bool = false;
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::AUTOSAVE;
    const SHOWN_ON: Route<ClaimId> = paths::DRAFT;

    /// The island reads `revision`, `at` and `but` by these names.
    async fn act(cx: &RequestCx, tx: &Tx, id: ClaimId, values: &Values) -> Result<Done, Stop> {
        let may = own::edit(tx, id).await?;
        let stored = may.state();
        let narrative = fields::optional_text(values.get(NARRATIVE), "", LONGEST);
        let day = |field, stored| fields::date(values.get(field), "").ok().or(stored);
        let written = Written {
            narrative: narrative.map_or_else(|_| stored.narrative.clone(), Option::unwrap_or_default),
            happened_from: day(FROM, stored.happened_from),
            happened_until: day(UNTIL, stored.happened_until),
        };
        let faults = day_faults(written.happened_from, written.happened_until, may.today()).0;
        let faults: Vec<String> = faults.into_iter().map(|fault| format!("{}.", fault.message)).collect();
        let revision = values.get(REVISION).parse().unwrap_or_default();
        let revision = store::save(&may, revision, &written).await?;
        let now = words::instant(tx.now(), cx.zone);
        let at = now.rsplit(", ").next().unwrap_or(&now);
        let data = json!({ "revision": revision, "at": at, "but": faults.join(" ") });
        Ok(Done::to(paths::DRAFT.to(id)).with(data))
    }
}
