//! Writing sittings, results, their confirmations and corrections. A result is a row that nothing changes afterwards.

use super::{OneResult, Sitting, provisional};
use crate::error::AppError;
use crate::features::journal::Salted;
use crate::features::results::add_sitting::NewSitting;
use crate::features::results::correct::Correction;
use crate::features::results::record::Entry;
use crate::web::db::sql;
use crate::web::random;
use crate::web::tx::May;
use domain::access::actions;
use domain::ids::{EnrolmentId, PersonId, ResultId, SittingId};
use domain::journal::{Event, ResultOf};
use domain::standing::Outcome;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Adds a sitting of the provider.
///
/// # Errors
/// When the database can't be written.
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
    tx.execute_raw(sql(
        tx,
        "INSERT INTO sitting (id, provider_id, framework_slug, framework_version, element, held_on, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            id.into(),
            may.on().into(),
            new.framework.0.clone().into(),
            new.framework.1.clone().into(),
            new.element.clone().into(),
            new.held_on.into(),
            may.permit().by().into(),
            may.stamp().at.into(),
        ],
    ))
    .await?;
    Ok(id)
}

/// Records results, each under the permit for its candidate. They are provisional until someone else confirms them.
///
/// # Errors
/// When the database can't be written.
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
        let row = NewResult {
            id,
            sitting: sitting.id,
            enrolment: entry.enrolment,
            trainee: may.permit().subject().trainee.ok_or(AppError::NotFound)?,
            outcome: entry.outcome,
            mark: entry.mark.clone(),
            supersedes: None,
            reason: None,
            salt,
            recorded_by: may.permit().by(),
            recorded_at: may.stamp().at,
        };
        row.insert(tx).await?;
    }
    Ok(())
}

/// Puts a new result in the place of the one that stands; it is provisional again.
///
/// # Errors
/// When the database can't be written.
pub async fn correct(may: &May<'_, actions::CorrectResult>, new: &Correction) -> Result<(), AppError> {
    let before = may.state();
    let id = ResultId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[new.mark.as_deref(), Some(new.reason.as_str())]);
    let tx = may.says(Event::CorrectedResult {
        result: id,
        supersedes: before.id,
        of: of(before, new.outcome),
        words,
    });
    provisional::remove(tx, before.id).await?;
    let row = NewResult {
        id,
        sitting: before.sitting,
        enrolment: before.enrolment,
        trainee: before.trainee,
        outcome: new.outcome,
        mark: new.mark.clone(),
        supersedes: Some(before.id),
        reason: Some(new.reason.clone()),
        salt,
        recorded_by: may.permit().by(),
        recorded_at: may.stamp().at,
    };
    row.insert(tx).await
}

/// Confirms a result that stands and that nobody has confirmed.
///
/// # Errors
/// When the database can't be written.
pub async fn confirm(may: &May<'_, actions::ConfirmResult>) -> Result<(), AppError> {
    let result = may.state();
    let tx = may.says(Event::ConfirmedResult {
        result: result.id,
        of: of(result, result.outcome),
    });
    tx.execute_raw(sql(
        tx,
        "INSERT INTO result_confirmation (result_id, recorded_by, trainee_id, confirmed_by, confirmed_on, confirmed_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        [
            result.id.into(),
            result.recorded_by.into(),
            result.trainee.into(),
            may.permit().by().into(),
            may.stamp().on.into(),
            may.stamp().at.into(),
        ],
    ))
    .await?;
    provisional::remove(tx, result.id).await
}

fn of(result: &OneResult, outcome: Outcome) -> ResultOf {
    ResultOf {
        sitting: result.sitting,
        element: result.element.clone(),
        held_on: result.held_on,
        outcome,
    }
}

struct NewResult {
    id: ResultId,
    sitting: SittingId,
    enrolment: EnrolmentId,
    trainee: PersonId,
    outcome: Outcome,
    mark: Option<String>,
    supersedes: Option<ResultId>,
    reason: Option<String>,
    salt: String,
    recorded_by: PersonId,
    recorded_at: chrono::DateTime<chrono::Utc>,
}

impl NewResult {
    async fn insert(self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let (id, sitting) = (self.id, self.sitting);
        tx.execute_raw(sql(
            tx,
            "INSERT INTO result (id, sitting_id, enrolment_id, trainee_id, outcome, mark, recorded_by, recorded_at, supersedes, reason, salt)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            [
                self.id.into(),
                self.sitting.into(),
                self.enrolment.into(),
                self.trainee.into(),
                self.outcome.into(),
                self.mark.into(),
                self.recorded_by.into(),
                self.recorded_at.into(),
                self.supersedes.into(),
                self.reason.into(),
                self.salt.into(),
            ],
        ))
        .await?;
        provisional::add(tx, id, sitting).await
    }
}
