//! Writing sittings, results, their confirmations and corrections. A result is a row that nothing changes afterwards.

use super::{Candidate, Sitting, provisional};
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::features::results::forms::{Correction, Entry, NewSitting};
use crate::web::db::sql;
use crate::web::random;
use domain::access::{Permit, actions};
use domain::ids::{EnrolmentId, ResultId, SittingId};
use domain::journal::{Chain, Event, ResultOf};
use domain::people::OrganisationKind;
use domain::standing::Outcome;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Adds a sitting of the permit's provider.
///
/// # Errors
/// [`AppError::Conflict`] when the provider has it already.
pub async fn add_sitting(
    tx: &DatabaseTransaction,
    permit: Permit<actions::ManageSitting>,
    stamp: &Stamp,
    new: &NewSitting,
) -> Result<SittingId, AppError> {
    let provider = permit.subject().organisation.ok_or(AppError::NotFound)?;
    let id = SittingId::new(random::uuid());
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO sitting (id, provider_id, framework_slug, framework_version, element, held_on, created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (provider_id, framework_slug, framework_version, element, held_on) DO NOTHING",
            [
                id.into(),
                provider.into(),
                new.framework.0.clone().into(),
                new.framework.1.clone().into(),
                new.element.clone().into(),
                new.held_on.into(),
                permit.by().into(),
                stamp.at.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "You have this sitting already: here it is.",
        )));
    }
    let event = Event::AddedSitting {
        sitting: id,
        provider,
        framework: new.framework.0.clone(),
        framework_version: new.framework.1.clone(),
        element: new.element.clone(),
        held_on: new.held_on,
    };
    let chain = Chain::of(provider, OrganisationKind::Provider);
    journal::write(tx, stamp, chain, event).await?;
    Ok(id)
}

/// Records results, each under the permit for its candidate. They are provisional until someone else confirms them.
///
/// # Errors
/// [`AppError::Conflict`] when a candidate has a result of this sitting already: nothing may be committed then.
pub async fn record(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    sitting: &Sitting,
    results: &[(Permit<actions::RecordResult>, Entry)],
) -> Result<(), AppError> {
    for (permit, entry) in results {
        let row = NewResult {
            enrolment: entry.enrolment,
            outcome: entry.outcome,
            mark: entry.mark.as_deref(),
            supersedes: None,
        };
        insert(tx, permit, stamp, sitting, row).await?;
    }
    let changed: Vec<EnrolmentId> = results.iter().map(|(_, entry)| entry.enrolment).collect();
    case::rewrite_all(tx, &changed).await
}

/// Puts a new result in the place of the one that stands; it is provisional again.
///
/// # Errors
/// [`AppError::Conflict`] when another one took its place meanwhile.
pub async fn correct(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::RecordResult>,
    stamp: &Stamp,
    sitting: &Sitting,
    (enrolment, stands): (EnrolmentId, ResultId),
    new: &Correction,
) -> Result<ResultId, AppError> {
    let supersedes = Some((stands, new.reason.as_str()));
    let row = NewResult {
        enrolment,
        outcome: new.outcome,
        mark: new.mark.as_deref(),
        supersedes,
    };
    let id = insert(tx, permit, stamp, sitting, row).await?;
    case::rewrite(tx, enrolment).await?;
    Ok(id)
}

struct NewResult<'a> {
    enrolment: EnrolmentId,
    outcome: Outcome,
    mark: Option<&'a str>,
    /// The result whose place it takes, and why.
    supersedes: Option<(ResultId, &'a str)>,
}

async fn insert(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::RecordResult>,
    stamp: &Stamp,
    sitting: &Sitting,
    new: NewResult<'_>,
) -> Result<ResultId, AppError> {
    let trainee = permit.subject().trainee.ok_or(AppError::NotFound)?;
    let id = ResultId::new(random::uuid());
    let (supersedes, reason) = new.supersedes.unzip();
    let Salted { salt, words } = Salted::new(&[new.mark, reason]);
    // Either of the two unique indexes may be met: one first result for each candidate, one successor for each result.
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO result (id, sitting_id, enrolment_id, trainee_id, outcome, mark, recorded_by, recorded_at, supersedes, reason, salt)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
            [
                id.into(),
                sitting.id.into(),
                new.enrolment.into(),
                trainee.into(),
                new.outcome.into(),
                new.mark.map(str::to_owned).into(),
                permit.by().into(),
                stamp.at.into(),
                supersedes.into(),
                reason.map(str::to_owned).into(),
                salt.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "Someone else recorded or corrected this result meanwhile. Nothing of yours was written.",
        )));
    }
    let of = result_of(sitting, new.outcome);
    let event = match supersedes {
        Some(supersedes) => {
            provisional::remove(tx, supersedes).await?;
            Event::CorrectedResult {
                result: id,
                supersedes,
                of,
                words,
            }
        }
        None => Event::RecordedResult { result: id, of, words },
    };
    provisional::add(tx, id, sitting.id).await?;
    journal::write(tx, stamp, Chain::Record(new.enrolment), event).await?;
    Ok(id)
}

fn result_of(sitting: &Sitting, outcome: Outcome) -> ResultOf {
    ResultOf {
        sitting: sitting.id,
        element: sitting.element.clone(),
        held_on: sitting.held_on,
        outcome,
    }
}

/// Confirms results, each under the permit for its candidate; answers the candidates for whom someone was faster:
/// theirs is confirmed already, or another result stands in its place.
///
/// # Errors
/// When the database can't be written.
pub async fn confirm<'a>(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    sitting: &Sitting,
    chosen: &[(Permit<actions::ConfirmResult>, &'a Candidate)],
) -> Result<Vec<&'a Candidate>, AppError> {
    let (mut changed, mut overtaken) = (Vec::new(), Vec::new());
    for (permit, candidate) in chosen {
        if confirm_one(tx, permit, stamp, sitting, candidate).await? {
            changed.push(candidate.enrolment_id);
        } else {
            overtaken.push(*candidate);
        }
    }
    case::rewrite_all(tx, &changed).await?;
    Ok(overtaken)
}

/// Whether it was this call that confirmed it.
async fn confirm_one(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ConfirmResult>,
    stamp: &Stamp,
    sitting: &Sitting,
    candidate: &Candidate,
) -> Result<bool, AppError> {
    let Some(result) = &candidate.result else {
        return Ok(false);
    };
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO result_confirmation (result_id, recorded_by, trainee_id, confirmed_by, confirmed_on, confirmed_at)
             SELECT r.id, r.recorded_by, r.trainee_id, $2, $3, $4 FROM result r
             WHERE r.id = $1 AND NOT EXISTS (SELECT 1 FROM result n WHERE n.supersedes = r.id) ON CONFLICT (result_id) DO NOTHING",
            [result.id.into(), permit.by().into(), stamp.on.into(), stamp.at.into()],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    provisional::remove(tx, result.id).await?;
    let event = Event::ConfirmedResult {
        result: result.id,
        of: result_of(sitting, result.outcome),
    };
    journal::write(tx, stamp, Chain::Record(candidate.enrolment_id), event).await?;
    Ok(true)
}
