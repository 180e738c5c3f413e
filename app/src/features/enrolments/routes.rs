//! The addresses of enrolments.

use super::{
    add_employment, add_registration, correct_name, employers_and_providers, end_employment, end_registration,
    end_supervision, enrol, joining, lists, map, name_supervisor, node, plan_page, specialism, supervision,
    trainee_home,
};
use crate::prelude::pages::*;

crate::routes! {
    /// Where the trainee who is signed in stands.
    HOME: () = "/home", SignedIn => page(trainee_home::home);
    /// Every enrolment of the body.
    ENROLMENTS: () = "/enrolments", SignedIn => page(lists::enrolments);
    /// A new enrolment.
    ENROL: () = "/enrolments/new", SignedIn => page(enrol::page).form::<enrol::Enrol>();
    /// An employer's trainees.
    TRAINEES: () = "/trainees", SignedIn => page(lists::trainees);
    /// A provider's candidates.
    CANDIDATES: () = "/candidates", SignedIn => page(lists::candidates);
    /// Where a trainee stands.
    ENROLMENT: EnrolmentId = "/enrolments/{enrolment}", SignedIn => page(trainee_home::enrolment);
    /// The map of a trainee.
    MAP: EnrolmentId = "/enrolments/{enrolment}/map", SignedIn => page(map::map);
    /// One node of the map of a trainee.
    NODE: (EnrolmentId, String) = "/enrolments/{enrolment}/nodes/{node}", SignedIn => page(node::node);
    /// The way to a status, which the query names.
    PLAN: EnrolmentId = "/enrolments/{enrolment}/plan", SignedIn => page(plan_page::page);
    /// The choice of the practice area.
    SPECIALISM: EnrolmentId = "/enrolments/{enrolment}/specialism", SignedIn => page(specialism::page).form::<specialism::ChooseSpecialism>();
    /// The day of joining the professional body.
    JOINING: EnrolmentId = "/enrolments/{enrolment}/joining", SignedIn => page(joining::page).form::<joining::NoteJoining>();
    /// The name by which the body knows a trainee.
    NAME: EnrolmentId = "/enrolments/{enrolment}/name", SignedIn => page(correct_name::page).form::<correct_name::CorrectName>();
    /// Who supervises a trainee, and since when.
    SUPERVISION: EnrolmentId = "/enrolments/{enrolment}/supervision", SignedIn => page(supervision::page).form::<name_supervisor::NameSupervisor>();
    /// Ending a supervision.
    END_SUPERVISION: (EnrolmentId, SupervisionId) = "/enrolments/{enrolment}/supervision/{supervision}/end", SignedIn => page(end_supervision::page).form::<end_supervision::EndSupervision>();
    /// For whom a trainee works and with whom they are registered.
    EMPLOYERS_AND_PROVIDERS: EnrolmentId = "/enrolments/{enrolment}/employers-and-providers", SignedIn => page(employers_and_providers::page);
    /// A further employment.
    ADD_EMPLOYMENT: EnrolmentId = "/enrolments/{enrolment}/employments", SignedIn => form::<add_employment::AddEmployment>();
    /// Ending an employment.
    END_EMPLOYMENT: (EnrolmentId, OrganisationId) = "/enrolments/{enrolment}/employments/{employer}/end", SignedIn => page(end_employment::page).form::<end_employment::EndEmployment>();
    /// A further registration.
    ADD_REGISTRATION: EnrolmentId = "/enrolments/{enrolment}/providers", SignedIn => form::<add_registration::AddRegistration>();
    /// Ending a registration.
    END_REGISTRATION: (EnrolmentId, OrganisationId) = "/enrolments/{enrolment}/providers/{provider}/end", SignedIn => page(end_registration::page).form::<end_registration::EndRegistration>();
}
