//! Writing sittings, results, their confirmations and corrections. A result is a row that nothing changes afterwards.

use super::{OneResult, Sitting, provisional};
use crate::error::AppError;
use crate::features::journal::{Salted, store::Stamp};
use crate::features::results::add_sitting::NewSitting;
use crate::features::results::correct::Correction;
use crate::features::results::entity::{result, result_confirmation, sitting};
use crate::features::results::record::Entry;
use crate::web::query::insert;
use crate::web::random;
use crate::web::rows::Rows;
use crate::web::tx::May;
use chrono::NaiveDate;
use domain::access::actions;
use domain::ids::{EnrolmentId, PersonId, ResultId, SittingId};
use domain::journal::{Event, ResultOf};
use domain::standing::Outcome;
use sea_orm::DatabaseTransaction;
use std::collections::HashMap;

/// Adds a sitting of the provider.
pub async fn add_sitting(may: &May<'_, actions::AddSitting>, new: &NewSitting) -> Result<SittingId, AppError> {
    let (row, event) = new_sitting((may.permit().by(), may.stamp()), new);
    let id = row.id;
    insert(may.says(event), row).await?;
    Ok(id)
}

/// A new sitting of a provider, and what is said of it.
#[must_use]
pub fn new_sitting((by, stamp): (PersonId, &Stamp), new: &NewSitting) -> (sitting::Model, Event) {
    let row = sitting::Model {
        id: SittingId::new(random::uuid()),
        provider_id: new.provider,
        framework_slug: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        element: new.element.clone(),
        held_on: new.held_on,
        created_by: by,
        created_at: stamp.at,
    };
    let event = Event::AddedSitting {
        sitting: row.id,
        provider: row.provider_id,
        framework: row.framework_slug.clone(),
        framework_version: row.framework_version.clone(),
        element: row.element.clone(),
        held_on: row.held_on,
    };
    (row, event)
}

/// Records results, each under the permit for its candidate. They are provisional until someone else confirms them.
pub async fn record(
    all: &[May<'_, actions::RecordResult>],
    sitting: &Sitting,
    entries: &[Entry],
) -> Result<(), AppError> {
    let mays: HashMap<EnrolmentId, &May<'_, _>> = all.iter().map(|may| (may.on().1, may)).collect();
    let Some(first) = all.first() else { return Ok(()) };
    let mut rows = Rows::default();
    for entry in entries {
        let may = mays.get(&entry.enrolment).filter(|may| may.on().0 == sitting.id).ok_or(AppError::NotFound)?;
        let trainee = may.permit().subject().trainee.ok_or(AppError::NotFound)?;
        let of = of_sitting((sitting.id, &sitting.element, sitting.held_on), entry.outcome);
        let (row, event) = new_result((may.permit().by(), may.stamp()), (trainee, entry), of);
        may.says(event);
        rows.add(row.clone());
        rows.add(provisional::row(&row));
    }
    Ok(rows.write(first.unjournaled("each result was said above")).await?)
}

/// What a result of a sitting is of.
#[must_use]
pub fn of_sitting((sitting, element, held_on): (SittingId, &str, NaiveDate), outcome: Outcome) -> ResultOf {
    ResultOf { sitting, element: element.to_owned(), held_on, outcome }
}

/// The first result of a candidate at a sitting, and what is said of it.
#[must_use]
pub fn new_result(
    (by, stamp): (PersonId, &Stamp),
    (trainee_id, entry): (PersonId, &Entry),
    of: ResultOf,
) -> (result::Model, Event) {
    let id = ResultId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[entry.mark.as_deref(), None]);
    let row = result::Model {
        id,
        sitting_id: of.sitting,
        enrolment_id: entry.enrolment,
        trainee_id,
        round: 1,
        outcome: of.outcome,
        mark: entry.mark.clone(),
        supersedes: None,
        reason: None,
        salt,
        recorded_by: by,
        recorded_at: stamp.at,
    };
    (row, Event::RecordedResult { result: id, of, words })
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
    let whose = (result.id, result.recorded_by, result.trainee);
    insert(tx, new_confirmation((may.permit().by(), may.stamp()), whose)).await?;
    provisional::remove(tx, result.id).await
}

/// The confirmation of a result, of who recorded it, and of whose it is.
#[must_use]
pub fn new_confirmation(
    (by, stamp): (PersonId, &Stamp),
    (result_id, recorded_by, trainee_id): (ResultId, PersonId, PersonId),
) -> result_confirmation::Model {
    let (confirmed_on, confirmed_at) = (stamp.on, stamp.at);
    result_confirmation::Model { result_id, recorded_by, trainee_id, confirmed_by: by, confirmed_on, confirmed_at }
}

fn of(result: &OneResult, outcome: Outcome) -> ResultOf {
    of_sitting((result.sitting, &result.element, result.held_on), outcome)
}

/// Writes a result, which is provisional.
async fn add(tx: &DatabaseTransaction, row: result::Model) -> Result<(), AppError> {
    let waits = provisional::row(&row);
    insert(tx, row).await?;
    Ok(insert(tx, waits).await?)
}
