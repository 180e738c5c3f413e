//! Beginning, writing and deleting the draft of a claim.

use super::{editable, evidence, locked};
use crate::error::AppError;
use crate::features::journal::{self, store::Stamp};
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::ids::{ClaimId, EnrolmentId};
use domain::journal::{Chain, Event};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Begins a claim.
///
/// # Errors
/// When the database can't be written.
pub async fn begin(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    enrolment: EnrolmentId,
    outcome: &str,
) -> Result<ClaimId, AppError> {
    let id = ClaimId::new(random::uuid());
    tx.execute_raw(sql(
        tx,
        "INSERT INTO claim (id, enrolment_id, trainee_id, outcome, narrative, redacted, revision, created_at, changed_at)
         VALUES ($1, $2, $3, $4, '', $5, 1, $6, $6)",
        [
            id.into(),
            enrolment.into(),
            permit.by().into(),
            outcome.into(),
            false.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    let event = Event::BeganClaim {
        claim: id,
        outcome: outcome.to_owned(),
    };
    journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
    Ok(id)
}

/// What a trainee writes in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What was done.
    pub narrative: String,
    /// First day of the work.
    pub happened_from: Option<NaiveDate>,
    /// Last day of the work, included.
    pub happened_until: Option<NaiveDate>,
}

/// Saves a draft that was read at `revision`; returns the new one.
///
/// # Errors
/// [`AppError::Conflict`] when it was changed meanwhile, or can no longer be changed.
pub async fn save(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: ClaimId,
    revision: i64,
    written: &Written,
) -> Result<i64, AppError> {
    let found = editable(tx, permit, id).await?;
    let unchanged = found.narrative == written.narrative
        && found.happened_from == written.happened_from
        && found.happened_until == written.happened_until;
    if unchanged {
        return Ok(found.revision);
    }
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE claim SET narrative = $1, happened_from = $2, happened_until = $3, revision = revision + 1, changed_at = $4
             WHERE id = $5 AND revision = $6",
            [
                written.narrative.clone().into(),
                written.happened_from.into(),
                written.happened_until.into(),
                stamp.at.into(),
                id.into(),
                revision.into(),
            ],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "This draft was changed in another window.",
        )));
    }
    Ok(revision + 1)
}

/// Deletes a draft that was never sent, with its text and its evidence; answers the keys of its files, to be deleted once
/// this is committed. What was sent stays in the record.
///
/// # Errors
/// [`AppError::Conflict`] when it was sent.
pub async fn delete(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: ClaimId,
) -> Result<Vec<String>, AppError> {
    let found = locked(tx, permit, id).await?;
    if found.request.is_some() {
        return Err(AppError::Conflict(String::from(
            "This claim was sent once, so it stays in the record. You can leave it as it is.",
        )));
    }
    let pieces = evidence::delete_all(tx, id).await?;
    tx.execute_raw(sql(
        tx,
        "UPDATE claim SET narrative = '', happened_from = NULL, happened_until = NULL, deleted_at = $1 WHERE id = $2",
        [stamp.at.into(), found.id.into()],
    ))
    .await?;
    let event = Event::DeletedDraft {
        claim: id,
        evidence: pieces.iter().map(|piece| piece.id).collect(),
    };
    journal::write(tx, stamp, Chain::Record(found.enrolment), event).await?;
    Ok(pieces.into_iter().filter_map(|piece| piece.file_key).collect())
}
