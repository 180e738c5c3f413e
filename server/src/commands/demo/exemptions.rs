//! Something held from before as it would have come about: sent, and perhaps its proof confirmed.

use super::Setting;
use super::people::DemoPrior;
use crate::start::Refusal;
use app::features::exemptions::confirm;
use app::features::exemptions::store::{self as exemptions, NewPriorLearning};
use app::journal::store::Stamp;
use app::web::tx::SetUp;
use domain::access::actions;
use domain::ids::EnrolmentId;

/// Sends it, and confirms its proof.
///
/// # Errors
/// When the database can't be written.
pub async fn put_in(
    (setting, tx): (&Setting, &SetUp),
    prior: &DemoPrior,
    enrolment: EnrolmentId,
    (sent, confirmed): (Stamp, Option<Stamp>),
) -> Result<(), Refusal> {
    let new = NewPriorLearning {
        prior: prior.prior.clone(),
        title: prior.title.clone(),
        awarded_by: prior.awarded_by.clone(),
        awarded_on: setting.day(prior.awarded),
        elements: prior.elements.clone(),
        proof: Some(prior.proof.clone()),
        file: None,
    };
    let sent =
        tx.part(sent, async |tx| exemptions::send(&tx.may(actions::SendPriorLearning, enrolment).await?, new).await);
    let id = sent.await?;
    let Some(stamp) = confirmed else { return Ok(()) };
    let confirmed =
        tx.part(stamp, async |tx| confirm(&tx.may(actions::DecidePriorLearning, id).await?, String::new()).await);
    Ok(confirmed.await?)
}
