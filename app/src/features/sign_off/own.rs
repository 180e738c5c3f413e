//! A claim as its author reads and changes it. For anyone else it is not there: a draft is nobody else's business.

use super::store::{self, Claim};
use crate::features::frameworks::map::called;
use crate::prelude::pages::*;
use crate::web::tx::May;

/// One's own claim, for a page that leads to a change of it.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn read(cx: &RequestCx, id: ClaimId) -> Result<Claim, AppError> {
    let claim = store::claim(cx.app.db.read(), id).await?;
    let subject = Subject { trainee: Some(claim.trainee_id), ..Subject::default() };
    permit(cx.actor()?, actions::WriteClaim, &subject).map_err(|_| AppError::NotFound)?;
    Ok(claim)
}

/// One's own claim under its lock.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn write(tx: &Tx, id: ClaimId) -> Result<May<'_, actions::WriteClaim>, AppError> {
    match tx.may(actions::WriteClaim, id).await {
        Err(AppError::Forbidden(_)) => Err(AppError::NotFound),
        other => other,
    }
}

/// One's own claim under its lock, for a change of what is written or shown.
pub async fn edit(tx: &Tx, id: ClaimId) -> Result<May<'_, actions::WriteClaim>, AppError> {
    let may = write(tx, id).await?;
    editable(may.state())?;
    Ok(may)
}

/// Whether what is written or shown can be changed.
///
/// # Errors
/// [`AppError::Conflict`] when it is with a supervisor or met.
pub fn editable(claim: &Claim) -> Result<(), AppError> {
    if claim.state().is_editable() {
        return Ok(());
    }
    let why = "This claim has been sent or met since you opened it, and can’t be changed now.";
    Err(AppError::Conflict(why.to_owned()))
}

/// What the claim's outcome is called, and what it means as the framework says it.
pub fn outcome_in_words(cx: &RequestCx, claim: &Claim) -> Result<(String, Option<String>), AppError> {
    let framework = cx.own_framework(claim.enrolment_id)?;
    Ok(match framework.find(&claim.outcome) {
        Some(ix) => (called(&framework, ix), framework.meaning(ix).map(str::to_owned)),
        None => (claim.outcome.clone(), None),
    })
}

/// What happened meanwhile is said on the claim's page.
pub fn conflict_on_claim(id: ClaimId) -> impl FnOnce(AppError) -> Stop {
    move |error| match error {
        AppError::Conflict(why) => Stop::Instead(Done::to(paths::CLAIM.to(id)).warning(why)),
        error => Stop::Error(error),
    }
}
