//! Applying for a status.

use crate::entities::application;
use crate::entities::query::last_round;
use crate::prelude::stores::*;
use domain::access::actions;
use domain::framework::NodeIx;

/// Applies for the status to which a step-off point leads.
pub async fn apply(
    may: &May<'_, actions::ApplyForStatus>,
    step_off: &str,
    status: NodeIx,
) -> Result<ApplicationId, AppError> {
    let case = may.state();
    let id = ApplicationId::new(random::uuid());
    let status = &case.framework.node(status).id;
    let for_it = application::Entity::find().of(case.id).filter(application::Column::StepOff.eq(step_off));
    let round = 1 + last_round(for_it, application::Column::Round, &may.tx().read().await?).await?;
    let event = Event::Applied { application: id, round, step_off: step_off.to_owned(), status: status.clone() };
    may.says(event, &[]).await?;
    Ok(id)
}

/// The application for the status of a step-off point that waits for a decision.
pub async fn open_application(
    connection: &impl ConnectionTrait,
    enrolment: EnrolmentId,
    step_off: &str,
) -> Result<Option<ApplicationId>, AppError> {
    let found = application::Entity::find()
        .of(enrolment)
        .filter(application::Column::StepOff.eq(step_off))
        .filter(application::Column::IsOpen.eq(true))
        .one(connection)
        .await?;
    Ok(found.map(|row| row.id))
}
