//! The first thing that was done in an enrolment: it begins on that day at the latest.

use super::store::Notes;
use super::story::Story;
use super::title::title;
use crate::features::record::store::Case;
use crate::journal::store::{Entry, of_enrolment};
use crate::prelude::pages::*;
use domain::journal::{Event, RecordPart};
use domain::standing::Outcome;

/// The earliest day on which something was done in an enrolment, and what: a result, a claim, an application, what was decided on
/// them. What is a draft yet is nobody else's business, and a result that another one took the place of is none.
///
/// # Errors
/// When the database can't be read.
pub async fn earliest(cx: &RequestCx, tx: &Tx, case: &Case) -> Result<Option<(NaiveDate, String)>, AppError> {
    let entries = of_enrolment(&tx.read().await?, case.id).await?;
    let used = entries.iter().filter_map(|entry| Some((used_on(case, entry)?, entry)));
    let Some((on, first)) = used.min_by_key(|(on, entry)| (*on, entry.seq)) else { return Ok(None) };
    let story = Story::of(cx, case, &entries, (Notes::default(), false)).await?;
    Ok(title(&story, &first.event).map(|(_, what, _)| (on, what)))
}

/// The day of something that was done in the enrolment. A result is of the day of its sitting.
fn used_on(case: &Case, entry: &Entry) -> Option<NaiveDate> {
    let nature = entry.event.nature();
    let is_use = matches!(nature.part, Some(RecordPart::Results | RecordPart::Claims | RecordPart::Statuses));
    let sat_on = match &entry.event {
        Event::RecordedResult { result, of, .. } | Event::CorrectedResult { result, of, .. } => {
            stands(case, *result).then_some(of.held_on)
        }
        _ => None,
    };
    (is_use && !nature.private).then(|| sat_on.map_or(entry.valid_on, |on| on.min(entry.valid_on)))
}

fn stands(case: &Case, result: ResultId) -> bool {
    let id = result.to_string();
    let mut all = case.facts.file().results.iter();
    all.any(|one| one.id == id && one.superseded_on.is_none() && one.outcome != Outcome::NotSat)
}
