//! Writing sittings, results, their confirmations and corrections. A result is a row that nothing changes afterwards.

use super::{OneResult, Sitting, provisional};
use crate::error::AppError;
use crate::features::journal::Salted;
use crate::features::results::add_sitting::NewSitting;
use crate::features::results::correct::Correction;
use crate::features::results::entity::{result, result_confirmation, sitting};
use crate::features::results::record::Entry;
use crate::web::query::insert;
use crate::web::random;
use crate::web::tx::May;
use domain::access::actions;
use domain::ids::{ResultId, SittingId};
use domain::journal::{Event, ResultOf};
use domain::standing::Outcome;
use sea_orm::DatabaseTransaction;

/// Adds a sitting of the provider.
pub async fn add_sitting(may: &May<'_, actions::AddSitting>, new: &NewSitting) -> Result<SittingId, AppError> {
    let id = SittingId::new(random::uuid());
    let tx = may.says(Event::AddedSitting {
        sitting: id,
        provider: may.on(),
        framework: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        element: new.element.clone(),
        held_on: new.held_on,
    });
    let sitting = sitting::Model {
        id,
        provider_id: may.on(),
        framework_slug: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        element: new.element.clone(),
        held_on: new.held_on,
        created_by: may.permit().by(),
        created_at: may.stamp().at,
    };
    insert(tx, sitting).await?;
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
        let Salted { salt, words } = Salted::new(&[entry.mark.as_deref(), None]);
        let of = ResultOf {
            sitting: sitting.id,
            element: sitting.element.clone(),
            held_on: sitting.held_on,
            outcome: entry.outcome,
        };
        let tx = may.says(Event::RecordedResult { result: id, of, words });
        let row = result::Model {
            id,
            sitting_id: sitting.id,
            enrolment_id: entry.enrolment,
            trainee_id: may.permit().subject().trainee.ok_or(AppError::NotFound)?,
            round: 1,
            outcome: entry.outcome,
            mark: entry.mark.clone(),
            supersedes: None,
            reason: None,
            salt,
            recorded_by: may.permit().by(),
            recorded_at: may.stamp().at,
        };
        add(tx, row).await?;
    }
    Ok(())
}

/// Puts a new result in the place of the one that stands; it is provisional again.
pub async fn correct(may: &May<'_, actions::CorrectResult>, new: &Correction) -> Result<(), AppError> {
    let before = may.state();
    let id = ResultId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[new.mark.as_deref(), Some(new.reason.as_str())]);
    let round = before.round + 1;
    let tx = may.says(Event::CorrectedResult {
        result: id,
        round,
        supersedes: before.id,
        of: of(before, new.outcome),
        words,
    });
    provisional::remove(tx, before.id).await?;
    let row = result::Model {
        id,
        sitting_id: before.sitting,
        enrolment_id: before.enrolment,
        trainee_id: before.trainee,
        round,
        outcome: new.outcome,
        mark: new.mark.clone(),
        supersedes: Some(before.id),
        reason: Some(new.reason.clone()),
        salt,
        recorded_by: may.permit().by(),
        recorded_at: may.stamp().at,
    };
    add(tx, row).await
}

/// Confirms a result that stands and that nobody has confirmed.
pub async fn confirm(may: &May<'_, actions::ConfirmResult>) -> Result<(), AppError> {
    let result = may.state();
    let tx = may.says(Event::ConfirmedResult { result: result.id, of: of(result, result.outcome) });
    let confirmation = result_confirmation::Model {
        result_id: result.id,
        recorded_by: result.recorded_by,
        trainee_id: result.trainee,
        confirmed_by: may.permit().by(),
        confirmed_on: may.stamp().on,
        confirmed_at: may.stamp().at,
    };
    insert(tx, confirmation).await?;
    provisional::remove(tx, result.id).await
}

fn of(result: &OneResult, outcome: Outcome) -> ResultOf {
    ResultOf { sitting: result.sitting, element: result.element.clone(), held_on: result.held_on, outcome }
}

/// Writes a result, which is provisional.
async fn add(tx: &DatabaseTransaction, row: result::Model) -> Result<(), AppError> {
    let (id, sitting) = (row.id, row.sitting_id);
    insert(tx, row).await?;
    provisional::add(tx, id, sitting).await
}
