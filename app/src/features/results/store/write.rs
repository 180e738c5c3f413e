//! Writing sittings, results, their confirmations and corrections. A result is a row that nothing changes afterwards.

use super::{NewSitting, OneResult, Sitting};
use crate::entities::result;
use crate::prelude::stores::*;
use crate::web::tx::Batch;
use domain::access::actions;
use domain::journal::ResultOf;
use domain::standing::Outcome;
use std::collections::HashMap;

/// Adds a sitting of the provider.
pub async fn add_sitting(may: &May<'_, actions::AddSitting>, new: &NewSitting) -> Result<SittingId, AppError> {
    let (id, event) = new_sitting(new);
    let framework = (new.framework.0.as_str(), new.framework.1.as_str());
    may.writer().says(LocalPlace::sitting(may.tx().catalogue(), framework, may.on()), event, &[]).await?;
    Ok(id)
}

/// A new sitting of a provider, as it is said.
pub fn new_sitting(new: &NewSitting) -> (SittingId, Event) {
    let sitting = SittingId::new(random::uuid());
    let (framework, framework_version) = new.framework.clone();
    let (provider, element, held_on) = (new.provider, new.element.clone(), new.held_on);
    (sitting, Event::AddedSitting { sitting, provider, framework, framework_version, element, held_on })
}

/// One result to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub enrolment: EnrolmentId,
    /// What came of the sitting.
    pub outcome: Outcome,
    pub mark: Option<String>,
}

/// Records results, perhaps from a file, each under the permit for its candidate. They are provisional until someone else confirms them.
pub async fn record(
    all: &[May<'_, actions::RecordResult>],
    sitting: &Sitting,
    entries: &[Entry],
    file: Option<ImportId>,
) -> Result<(), AppError> {
    let mays: HashMap<EnrolmentId, &May<'_, _>> = all.iter().map(|may| (may.on().1, may)).collect();
    let Some(first) = all.first() else { return Ok(()) };
    let mut together = Batch::default();
    for entry in entries {
        let may = mays.get(&entry.enrolment).filter(|may| may.on().0 == sitting.id).ok_or(AppError::NotFound)?;
        let of = of_sitting((sitting.id, &sitting.element, sitting.held_on), entry.outcome);
        let (_, event, words) = new_result(entry.mark.clone(), of, file)?;
        may.writer().adds(&mut together, may.place(), event, &[words])?;
    }
    first.writer().says_batch(together).await
}

/// What a result of a sitting is of.
pub fn of_sitting((sitting, element, held_on): (SittingId, &str, NaiveDate), outcome: Outcome) -> ResultOf {
    ResultOf { sitting, element: element.to_owned(), held_on, outcome }
}

/// The first result of a candidate at a sitting, perhaps from a file, as it is said with its words.
pub fn new_result(
    mark: Option<String>,
    of: ResultOf,
    import: Option<ImportId>,
) -> Result<(ResultId, Event, Words), AppError> {
    let (result, words) = (ResultId::new(random::uuid()), words_of(mark, None)?);
    Ok((result, Event::RecordedResult { result, of, import, words: words.digest() }, words))
}

/// Puts a new result in the place of the one that stands; it is provisional again.
pub async fn correct(
    may: &May<'_, actions::CorrectResult>,
    (outcome, mark): (Outcome, Option<String>),
    reason: &str,
) -> Result<(), AppError> {
    let before = may.state();
    let (event, words) = correction(before, of(before, outcome), (mark, None), reason)?;
    may.says(event, &[words]).await
}

/// Puts results on the day that was right in the place of those of a sitting whose day was wrong; they are provisional again. The
/// sitting of that day is added where there is none yet; its id.
pub async fn move_results(
    adding: &May<'_, actions::AddSitting>,
    all: &[May<'_, actions::CorrectResult>],
    (there, new): (Option<SittingId>, &NewSitting),
    reason: &str,
) -> Result<SittingId, AppError> {
    let to = match there {
        Some(there) => there,
        None => add_sitting(adding, new).await?,
    };
    let mut together = Batch::default();
    for may in all {
        let before = may.state();
        let of = of_sitting((to, &new.element, new.held_on), before.outcome);
        let (event, words) = correction(before, of, (before.mark.clone(), None), reason)?;
        may.writer().adds(&mut together, may.place(), event, &[words])?;
    }
    adding.writer().says_batch(together).await?;
    Ok(to)
}

/// Puts the results of a file in the place of those of one that was declined, each under the permit for the earlier one.
pub async fn replace(
    all: &[May<'_, actions::CorrectResult>],
    entries: &HashMap<ResultId, Entry>,
    file: ImportId,
) -> Result<(), AppError> {
    let Some(first) = all.first() else { return Ok(()) };
    let mut together = Batch::default();
    for may in all {
        let (before, entry) = (may.state(), entries.get(&may.on()).ok_or(AppError::NotFound)?);
        let of = of(before, entry.outcome);
        let (event, words) = correction(before, of, (entry.mark.clone(), Some(file)), MENDED)?;
        may.writer().adds(&mut together, may.place(), event, &[words])?;
    }
    first.writer().says_batch(together).await
}

/// Why a result is put in the place of one of a file that was declined.
const MENDED: &str = "A second person declined to confirm the file that it came from. A mended file took its place.";

/// A result in the place of another, perhaps from a file, as it is said with its words.
fn correction(
    before: &OneResult,
    of: ResultOf,
    (mark, import): (Option<String>, Option<ImportId>),
    reason: &str,
) -> Result<(Event, Words), AppError> {
    let (result, words) = (ResultId::new(random::uuid()), words_of(mark, Some(reason.to_owned()))?);
    let (round, supersedes) = (before.round + 1, before.id);
    Ok((Event::CorrectedResult { result, round, supersedes, of, import, words: words.digest() }, words))
}

/// The words of a result: its mark, and why it was corrected.
fn words_of(mark: Option<String>, reason: Option<String>) -> Result<Words, AppError> {
    Words::new(result::ActiveModel { mark: Set(mark), reason: Set(reason), ..Default::default() })
}

/// Confirms results that stand and that nobody has confirmed.
pub async fn confirm(all: &[&May<'_, actions::ConfirmResult>]) -> Result<(), AppError> {
    let Some(first) = all.first() else { return Ok(()) };
    let mut together = Batch::default();
    for may in all {
        let result = may.state();
        let (recorded_by, of) = (result.recorded_by, of(result, result.outcome));
        let event = Event::ConfirmedResult { result: result.id, recorded_by, of };
        may.writer().adds(&mut together, may.place(), event, &[])?;
    }
    first.writer().says_batch(together).await
}

fn of(result: &OneResult, outcome: Outcome) -> ResultOf {
    of_sitting((result.sitting, &result.element, result.held_on), outcome)
}
