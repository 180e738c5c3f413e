//! Deciding an application: conferring the status, or declining to. The standing of the moment is kept with the decision.

use super::{Asked, listing};
use crate::error::AppError;
use crate::features::awards::entity::{application, application_decision, award};
use crate::features::enrolments::store::body_in;
use crate::features::journal::Salted;
use crate::web::query::insert;
use crate::web::random;
use crate::web::tx::May;
use domain::access::actions;
use domain::awards::ApplicationOutcome;
use domain::ids::AwardId;
use domain::journal::{Digest, Event};
use domain::standing::report;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};

/// Confers the status from today on, with a remark that may be empty.
///
/// # Errors
/// [`AppError::NotFound`] when the framework has no such step-off point; when the database can't be written.
pub async fn confer(may: &May<'_, actions::DecideApplication>, remark: String) -> Result<AwardId, AppError> {
    let Asked { application, case } = may.state();
    let stamp = may.stamp();
    let (_, status) = case.framework.step_off(&application.step_off).ok_or(AppError::NotFound)?;
    let called = case.framework.status_title(status, stamp.on);
    let lasts = case.framework.node(status).as_status().and_then(|status| status.expires);
    let expires_on = lasts.map(|lasts| lasts.after(stamp.on));
    let (decision, digest) = decision(may, ApplicationOutcome::Conferred, remark)?;
    let code = random::verification_code();
    let Salted { salt, words } =
        Salted::new(&[Some(&case.name), Some(&called.title), called.letters.as_deref(), Some(&code)]);
    let id = AwardId::new(random::uuid());
    let tx = may.says(Event::ConferredStatus {
        award: id,
        application: application.id,
        step_off: application.step_off.clone(),
        status: application.status.clone(),
        expires_on,
        words,
        decision: digest,
    });
    let body = decision.body_id;
    write(tx, decision).await?;
    let row = award::Model {
        id,
        application_id: application.id,
        enrolment_id: case.id,
        trainee_id: case.trainee,
        status: application.status.clone(),
        holder: case.name.clone(),
        title: called.title,
        letters: called.letters,
        code,
        salt,
        conferred_by: may.permit().by(),
        conferred_on: stamp.on,
        conferred_at: stamp.at,
        expires_on,
    };
    insert(tx, row.clone()).await?;
    listing::add(tx, &row, body).await?;
    Ok(id)
}

/// Declines to confer it, for a reason.
pub async fn decline(may: &May<'_, actions::DecideApplication>, reason: String) -> Result<(), AppError> {
    let application = &may.state().application;
    let (decision, digest) = decision(may, ApplicationOutcome::Declined, reason)?;
    let tx = may.says(Event::DeclinedApplication {
        application: application.id,
        step_off: application.step_off.clone(),
        status: application.status.clone(),
        decision: digest,
    });
    write(tx, decision).await
}

/// The row of the decision, and the digest of its words.
fn decision(
    may: &May<'_, actions::DecideApplication>,
    outcome: ApplicationOutcome,
    reason: String,
) -> Result<(application_decision::Model, Digest), AppError> {
    let Asked { application, case } = may.state();
    let standing = serde_json::to_string(&report(&case.framework, &case.standing))?;
    let Salted { salt, words } = Salted::new(&[Some(&reason), Some(&standing)]);
    let row = application_decision::Model {
        application_id: application.id,
        enrolment_id: case.id,
        body_id: body_in(may.permit().subject())?,
        trainee_id: case.trainee,
        outcome,
        reason,
        standing,
        salt,
        decided_by: may.permit().by(),
        decided_on: may.stamp().on,
        decided_at: may.stamp().at,
    };
    Ok((row, words))
}

/// Writes the decision, and that the application no longer waits.
async fn write(tx: &impl ConnectionTrait, decision: application_decision::Model) -> Result<(), AppError> {
    let closed =
        application::ActiveModel { id: Set(decision.application_id), is_open: Set(false), ..Default::default() };
    insert(tx, decision).await?;
    closed.update(tx).await?;
    Ok(())
}
