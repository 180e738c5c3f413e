//! Sending a claim to a supervisor, and taking it back.

use super::{Askable, touch};
use crate::error::AppError;
use crate::features::journal;
use crate::features::sign_off::entity::{claim, claim_request};
use crate::features::sign_off::shown::Shown;
use crate::web::query::insert;
use crate::web::random;
use crate::web::tx::May;
use domain::access::actions;
use domain::ids::ClaimRequestId;
use domain::journal::{Digest, Event};
use sea_orm::{ActiveModelTrait, Set};

/// Sends a claim to a supervisor; what is shown is fixed and hashed here.
///
/// # Errors
/// When the database can't be written.
pub async fn send(may: &May<'_, actions::WriteClaim>, to: &Askable, shown: &Shown) -> Result<ClaimRequestId, AppError> {
    let (claim, stamp) = (may.state(), may.stamp());
    let request = ClaimRequestId::new(random::uuid());
    let text = shown.text(&journal::salt())?;
    let shown = Digest::of(&text);
    let db = may.says(Event::SentClaim {
        claim: claim.id,
        request,
        outcome: claim.outcome.clone(),
        supervisor: to.supervisor,
        employer: to.employer,
        shown,
    });
    let sent = claim_request::Model {
        id: request,
        claim_id: claim.id,
        trainee_id: may.permit().by(),
        supervisor_id: to.supervisor,
        employer_id: Some(to.employer),
        sent_at: stamp.at,
        sent_on: stamp.on,
        shown: text,
        shown_sha256: shown.to_string(),
        taken_back_at: None,
        is_open: true,
    };
    insert(db, sent).await?;
    let declared = claim::ActiveModel {
        id: Set(claim.id),
        redacted: Set(true),
        changed_at: Set(stamp.at),
        ..Default::default()
    };
    declared.update(db).await?;
    Ok(request)
}

/// Takes the open request of a claim back.
///
/// # Errors
/// When the database can't be written.
pub async fn take_back(may: &May<'_, actions::WriteClaim>, request: ClaimRequestId) -> Result<(), AppError> {
    let (claim, stamp) = (may.on(), may.stamp());
    let db = may.says(Event::WithdrewClaim { claim, request });
    let taken_back = claim_request::ActiveModel {
        id: Set(request),
        is_open: Set(false),
        taken_back_at: Set(Some(stamp.at)),
        ..Default::default()
    };
    taken_back.update(db).await?;
    touch(db, stamp, claim).await
}
