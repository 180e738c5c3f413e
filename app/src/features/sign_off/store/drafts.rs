//! Beginning, writing and deleting the draft of a claim.

use super::claims::with_last_request;
use super::evidence;
use crate::entities::{claim, signing_request};
use crate::prelude::stores::*;
use domain::access::actions;

/// Begins a claim.
pub async fn begin(may: &May<'_, actions::BeginClaim>, outcome: &str) -> Result<ClaimId, AppError> {
    let (id, event) = new_claim(outcome);
    may.says(event, &[]).await?;
    Ok(id)
}

/// A claim that is begun, as it is said.
pub fn new_claim(outcome: &str) -> (ClaimId, Event) {
    let claim = ClaimId::new(random::uuid());
    (claim, Event::BeganClaim { claim, outcome: outcome.to_owned() })
}

/// A draft of an outcome that nothing was written in, added to or sent of.
pub async fn untouched(
    db: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    outcome: &str,
) -> Result<Option<ClaimId>, AppError> {
    let drafts = with_last_request()
        .of(enrolment)
        .filter(claim::Column::Outcome.eq(outcome))
        .filter(claim::Column::Revision.eq(1))
        .filter(signing_request::Column::Id.is_null())
        .order_by_asc(claim::Column::CreatedAt)
        .order_by_asc(claim::Column::Id)
        .all(db)
        .await?;
    for draft in drafts {
        if evidence(db, draft.id).await?.is_empty() {
            return Ok(Some(draft.id));
        }
    }
    Ok(None)
}

/// What a trainee writes in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub narrative: String,
    /// First day of the work.
    pub happened_from: Option<NaiveDate>,
    /// Last day of the work, included.
    pub happened_until: Option<NaiveDate>,
}

/// Saves a draft that was read at `revision`; returns the new one.
///
/// # Errors
/// [`AppError::Conflict`] when it was changed meanwhile.
pub async fn save(may: &May<'_, actions::WriteClaim>, revision: i64, written: &Written) -> Result<i64, AppError> {
    let found = may.state();
    let unchanged = found.narrative == written.narrative
        && found.happened_from == written.happened_from
        && found.happened_until == written.happened_until;
    if unchanged {
        return Ok(found.revision);
    }
    if found.revision != revision {
        return Err(AppError::Conflict(String::from("This draft was changed in another window.")));
    }
    let saved = claim::ActiveModel {
        id: Set(may.on()),
        narrative: Set(written.narrative.clone()),
        happened_from: Set(written.happened_from),
        happened_until: Set(written.happened_until),
        revision: Set(revision + 1),
        changed_at: Set(may.stamp().at),
        ..Default::default()
    };
    may.writer().saves(saved).await?;
    Ok(revision + 1)
}

/// Deletes a draft that was never sent, with its text and its evidence; answers the keys of its files, to be deleted once
/// this is committed.
pub async fn delete(may: &May<'_, actions::WriteClaim>) -> Result<Vec<String>, AppError> {
    let id = may.on();
    let pieces = evidence(&may.tx().read().await?, id).await?;
    let evidence = pieces.iter().map(|piece| piece.id).collect();
    may.says(Event::DeletedDraft { claim: id, evidence }, &[]).await?;
    let empty = claim::ActiveModel {
        id: Set(id),
        narrative: Set(String::new()),
        happened_from: Set(None),
        happened_until: Set(None),
        ..Default::default()
    };
    may.writer().saves(empty).await?;
    Ok(pieces.into_iter().filter_map(|piece| piece.file_key).collect())
}
