//! Applying for a status.

use crate::entities::application;
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
    let round = 1 + last_round(&may.tx().read().await?, case.id, step_off).await?;
    let event = Event::Applied { application: id, round, step_off: step_off.to_owned(), status: status.clone() };
    may.says(event, &[]).await?;
    Ok(id)
}

/// The round of the last application for a step-off point; 0 before the first.
async fn last_round(connection: &impl ConnectionTrait, id: EnrolmentId, step_off: &str) -> Result<i64, AppError> {
    let last: Option<Option<i64>> = application::Entity::find()
        .select_only()
        .column_as(application::Column::Round.max(), "last")
        .of(id)
        .filter(application::Column::StepOff.eq(step_off))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(last.flatten().unwrap_or_default())
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
