//! The addresses of enrolments.

use super::{pages, plan_page, trainee_home};
use domain::ids::EnrolmentId;

crate::routes! {
    /// Where the trainee who is signed in stands.
    HOME: () = "/home", SignedIn => page(trainee_home::home);
    /// Where a trainee stands.
    ENROLMENT: EnrolmentId = "/enrolments/{enrolment}", SignedIn => page(trainee_home::enrolment);
    /// The map of a trainee.
    MAP: EnrolmentId = "/enrolments/{enrolment}/map", SignedIn => page(pages::map);
    /// One node of the map of a trainee.
    NODE: (EnrolmentId, String) = "/enrolments/{enrolment}/nodes/{node}", SignedIn => page(pages::node);
    /// The way to a status, which the query names.
    PLAN: EnrolmentId = "/enrolments/{enrolment}/plan", SignedIn => page(plan_page::page);
}
