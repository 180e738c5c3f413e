//! Writing sittings, results, their confirmations and corrections. A result is a row that nothing changes afterwards.

use super::{OneResult, Sitting};
use crate::error::AppError;
use crate::features::journal::Words;
use crate::features::results::add_sitting::NewSitting;
use crate::features::results::correct::Correction;
use crate::features::results::entity::result;
use crate::features::results::record::Entry;
use crate::web::random;
use crate::web::tx::May;
use domain::access::actions;
use domain::ids::{ResultId, SittingId};
use domain::journal::{Event, ResultOf};
use domain::standing::Outcome;
use sea_orm::Set;

/// Adds a sitting of the provider.
pub async fn add_sitting(may: &May<'_, actions::AddSitting>, new: &NewSitting) -> Result<SittingId, AppError> {
    let id = SittingId::new(random::uuid());
    let event = Event::AddedSitting {
        sitting: id,
        provider: may.on(),
        framework: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        element: new.element.clone(),
        held_on: new.held_on,
    };
    may.says(event, &[]).await?;
    Ok(id)
}

/// Records results, each under the permit for its candidate. They are provisional until someone else confirms them.
pub async fn record(
    all: &[May<'_, actions::RecordResult>],
    sitting: &Sitting,
    entries: &[Entry],
) -> Result<(), AppError> {
    for entry in entries {
        let may = all.iter().find(|may| may.on() == (sitting.id, entry.enrolment));
        let may = may.ok_or(AppError::NotFound)?;
        let id = ResultId::new(random::uuid());
        let words = words_of(entry.mark.clone(), None)?;
        let of = ResultOf {
            sitting: sitting.id,
            element: sitting.element.clone(),
            held_on: sitting.held_on,
            outcome: entry.outcome,
        };
        let event = Event::RecordedResult { result: id, of, words: words.digest() };
        may.says(event, &[words]).await?;
    }
    Ok(())
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

/// Confirms a result that stands and that nobody has confirmed.
pub async fn confirm(may: &May<'_, actions::ConfirmResult>) -> Result<(), AppError> {
    let result = may.state();
    let (recorded_by, of) = (result.recorded_by, of(result, result.outcome));
    may.says(Event::ConfirmedResult { result: result.id, recorded_by, of }, &[]).await
}

fn of(result: &OneResult, outcome: Outcome) -> ResultOf {
    ResultOf { sitting: result.sitting, element: result.element.clone(), held_on: result.held_on, outcome }
}
