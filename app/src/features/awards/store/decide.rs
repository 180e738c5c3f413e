//! Deciding an application: conferring the status, or declining to. The standing of the moment is kept with the decision.

use super::{ApplicationOnRecord, listing};
use crate::entities::{application_decision, award};
use crate::prelude::stores::*;
use domain::access::actions;
use domain::awards::ends_on;
use domain::standing::report;

/// Confers the status from today on, with a remark that may be empty.
///
/// # Errors
/// [`AppError::NotFound`] when the framework has no such step-off point; when the database can't be written.
pub async fn confer(may: &May<'_, actions::DecideApplication>, remark: String) -> Result<AwardId, AppError> {
    let ApplicationOnRecord { application, case } = may.state();
    let today = may.today();
    let (_, status) = case.framework.step_off(&application.step_off).ok_or(AppError::NotFound)?;
    let called = case.framework.status_title(status, today);
    let expires_on = ends_on(&case.framework, &case.standing, status);
    let decision = decision(may, remark)?;
    let words = Words::new(award::ActiveModel {
        holder: Set(case.name.clone()),
        title: Set(called.title),
        letters: Set(called.letters),
        code: Set(random::verification_code()),
        ..Default::default()
    })?;
    let id = AwardId::new(random::uuid());
    let event = Event::ConferredStatus {
        award: id,
        application: application.id,
        step_off: application.step_off.clone(),
        status: application.status.clone(),
        expires_on,
        words: words.digest(),
        decision: decision.digest(),
    };
    may.says(event, &[decision, words]).await?;
    listing::list(may.writer(), id).await?;
    Ok(id)
}

/// Declines to confer it, for a reason.
pub async fn decline(may: &May<'_, actions::DecideApplication>, reason: String) -> Result<(), AppError> {
    let application = &may.state().application;
    let decision = decision(may, reason)?;
    let event = Event::DeclinedApplication {
        application: application.id,
        step_off: application.step_off.clone(),
        status: application.status.clone(),
        decision: decision.digest(),
    };
    may.says(event, &[decision]).await
}

/// The words of the decision: the reason, and the standing of the moment.
fn decision(may: &May<'_, actions::DecideApplication>, reason: String) -> Result<Words, AppError> {
    let case = &may.state().case;
    let standing = serde_json::to_string(&report(&case.framework, &case.standing))?;
    Words::new(application_decision::ActiveModel { reason: Set(reason), standing: Set(standing), ..Default::default() })
}
