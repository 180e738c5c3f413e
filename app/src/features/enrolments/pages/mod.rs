//! Lists of trainees, the map and its nodes, supervision.

mod employers_and_providers;
mod ending;
mod enrol;
mod joining;
mod lists;
mod map;
mod node;
mod specialism;
mod supervision;

pub use employers_and_providers::EmployersAndProviders;
pub use ending::{EndEmploymentPage, EndRegistrationPage, EndSupervisionPage};
pub use enrol::NewEnrolment;
pub use joining::JoiningPage;
pub use lists::{Candidates, Enrolments, Trainees};
pub use map::map;
pub use node::node;
pub use specialism::SpecialismPage;
pub use supervision::Supervision;

use crate::error::AppError;
use crate::features::enrolments::store::{self, Case};
use crate::web::request::RequestCx;
use domain::access::actions;
use domain::ids::EnrolmentId;

/// The case that an address is about, and whether it is one's own.
async fn case_of(cx: &RequestCx, id: EnrolmentId) -> Result<(Case, bool), AppError> {
    let (case, permit) = store::case_for(cx, id, actions::ViewStanding).await?;
    let own = permit.by() == case.trainee;
    Ok((case, own))
}
