//! Writing sittings, results, their confirmations and corrections. A result is a row that nothing changes afterwards.

use super::{OneResult, Sitting};
use crate::entities::result;
use crate::features::results::add_sitting::NewSitting;
use crate::features::results::correct::Correction;
use crate::features::results::record::Entry;
use crate::prelude::stores::*;
use crate::web::tx::Batch;
use domain::access::actions;
use domain::journal::ResultOf;
use domain::results::SittingOutcome;
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

/// Records results, each under the permit for its candidate. They are provisional until someone else confirms them.
pub async fn record(
    all: &[May<'_, actions::RecordResult>],
    sitting: &Sitting,
    entries: &[Entry],
) -> Result<(), AppError> {
    let mays: HashMap<EnrolmentId, &May<'_, _>> = all.iter().map(|may| (may.on().1, may)).collect();
    let Some(first) = all.first() else { return Ok(()) };
    let mut together = Batch::default();
    for entry in entries {
        let may = mays.get(&entry.enrolment).filter(|may| may.on().0 == sitting.id).ok_or(AppError::NotFound)?;
        let of = of_sitting((sitting.id, &sitting.element, sitting.held_on), entry.outcome.into());
        let (_, event, words) = new_result(entry.mark.clone(), of)?;
        may.writer().adds(&mut together, may.place(), event, &[words])?;
    }
    first.writer().says_batch(together).await
}

/// What a result of a sitting is of.
pub fn of_sitting((sitting, element, held_on): (SittingId, &str, NaiveDate), outcome: SittingOutcome) -> ResultOf {
    ResultOf { sitting, element: element.to_owned(), held_on, outcome }
}

/// The first result of a candidate at a sitting, as it is said with its words.
pub fn new_result(mark: Option<String>, of: ResultOf) -> Result<(ResultId, Event, Words), AppError> {
    let (result, words) = (ResultId::new(random::uuid()), words_of(mark, None)?);
    Ok((result, Event::RecordedResult { result, of, words: words.digest() }, words))
}

/// Puts a new result in the place of the one that stands; it is provisional again.
pub async fn correct(may: &May<'_, actions::CorrectResult>, new: &Correction) -> Result<(), AppError> {
    let before = may.state();
    let (id, words) = (ResultId::new(random::uuid()), words_of(new.mark.clone(), Some(new.reason.clone()))?);
    let event = Event::CorrectedResult {
        result: id,
        round: before.round + 1,
        supersedes: before.id,
        of: of(before, new.outcome),
        words: words.digest(),
    };
    may.says(event, &[words]).await
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

fn of(result: &OneResult, outcome: SittingOutcome) -> ResultOf {
    of_sitting((result.sitting, &result.element, result.held_on), outcome)
}
