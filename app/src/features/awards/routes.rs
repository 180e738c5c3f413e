//! The addresses of applications and awards.

use super::{application, applications, apply, award, certificate, check, decide, list, withdraw};
use crate::prelude::pages::*;

crate::routes! {
    /// Applying for the status of a step-off point.
    APPLY: (EnrolmentId, String) = "/enrolments/{enrolment}/application/{step_off}", SignedIn => page(apply::page).form::<apply::Apply>();
    /// The applications of the body.
    APPLICATIONS: () = "/applications", SignedIn => page(applications::page);
    /// One application, and the registrar's decision.
    APPLICATION: ApplicationId = "/applications/{application}", SignedIn => page(application::page).form::<decide::Decide>();
    /// The statuses conferred.
    AWARDS: () = "/awards", SignedIn => page(list::page);
    /// One of them.
    AWARD: AwardId = "/awards/{award}", SignedIn => page(award::page);
    /// Withdrawing it.
    WITHDRAW: AwardId = "/awards/{award}/withdrawal", SignedIn => page(withdraw::page).form::<withdraw::Withdraw>();
    /// Checking a status by its code.
    CHECK: () = "/check", Public => page(check::page);
    /// The status of a code.
    CERTIFICATE: String = "/check/{code}", Public => page(certificate::page);
}
