//! Requests to supervisors: a claim is sent and taken back.

pub use super::claim_requests::{Request, request, requests_of, requests_of_enrolment, subject};

use super::{Askable, Claim, ClaimState, askable, editable, evidence, locked, touch};
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::{self, store::Stamp};
use crate::features::sign_off::shown::Shown;
use crate::web::db::{sql, unless_taken};
use crate::web::random;
use domain::access::{Permit, actions};
use domain::ids::{ClaimId, ClaimRequestId, EvidenceId};
use domain::journal::{Chain, Digest, Event};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// Sends a claim to a supervisor; what is shown is fixed and hashed here.
///
/// # Errors
/// [`AppError::Conflict`] when it lies with a supervisor already or was met, was changed since, or whoever is asked can't be
/// asked any more.
pub async fn send(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    found: &Claim,
    to: &Askable,
    shown: &Shown,
) -> Result<ClaimRequestId, AppError> {
    let now = editable(tx, permit, found.id).await?;
    let ids: Vec<EvidenceId> = evidence(tx, found.id)
        .await?
        .into_iter()
        .map(|piece| piece.id)
        .collect();
    if now.revision != found.revision || !shown.evidence.iter().map(|piece| piece.id).eq(ids) {
        return Err(AppError::Conflict(String::from(
            "The draft or its evidence was changed in another window. Look at it again before you send it.",
        )));
    }
    if !askable(tx, found.enrolment, stamp.on).await?.contains(to) {
        return Err(AppError::Conflict(format!(
            "Nothing was sent: {} no longer supervises you at {}. Choose someone else.",
            to.name, to.employer_name
        )));
    }
    let id = ClaimRequestId::new(random::uuid());
    let text = shown.text(&journal::salt())?;
    let shown = Digest::of(&text);
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO claim_request (id, claim_id, trainee_id, supervisor_id, employer_id, sent_at, sent_on, shown, shown_sha256, is_open)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                id.into(),
                found.id.into(),
                permit.by().into(),
                to.supervisor.into(),
                to.employer.into(),
                stamp.at.into(),
                stamp.on.into(),
                text.into(),
                shown.into(),
                true.into(),
            ],
        ))
        .await;
    unless_taken(inserted, "This claim has been sent already.")?;
    let redacted = sql(
        tx,
        "UPDATE claim SET redacted = $1, changed_at = $2 WHERE id = $3",
        [true.into(), stamp.at.into(), found.id.into()],
    );
    tx.execute_raw(redacted).await?;
    let event = Event::SentClaim {
        claim: found.id,
        request: id,
        outcome: found.outcome.clone(),
        supervisor: to.supervisor,
        employer: to.employer,
        shown,
    };
    journal::write(tx, stamp, Chain::Record(found.enrolment), event).await?;
    case::rewrite(tx, found.enrolment).await?;
    Ok(id)
}

/// Takes a claim back from the supervisor, as long as it is undecided.
///
/// # Errors
/// [`AppError::Conflict`] when it has been decided or taken back meanwhile.
pub async fn take_back(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: ClaimId,
) -> Result<(), AppError> {
    let found = locked(tx, permit, id).await?;
    let request = match (found.state, found.request) {
        (ClaimState::Sent, Some(request)) => Ok(request),
        (ClaimState::Decided(_), _) => Err("There is nothing to take back: the claim has been decided meanwhile."),
        _ => Err("There is nothing to take back: the claim is with you already."),
    };
    let request = request.map_err(|why| AppError::Conflict(why.to_owned()))?;
    tx.execute_raw(sql(
        tx,
        "UPDATE claim_request SET is_open = $1, taken_back_at = $2 WHERE id = $3",
        [false.into(), stamp.at.into(), request.into()],
    ))
    .await?;
    touch(tx, stamp, id).await?;
    let event = Event::WithdrewClaim { claim: id, request };
    journal::write(tx, stamp, Chain::Record(found.enrolment), event).await?;
    case::rewrite(tx, found.enrolment).await
}
