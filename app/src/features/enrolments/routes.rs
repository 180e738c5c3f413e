//! What is served at the addresses of enrolments.

use super::{
    add_employment, add_registration, correct_first_day, correct_name, employers_and_providers, end_employment,
    end_enrolment, end_registration, end_supervision, enrol, joining, lists, map, membership_number, name_supervisor,
    node, plan_page, specialism, supervision, take_back_end, trainee_home,
};
use crate::paths;
use crate::web::table::Table;

/// All of it.
pub fn table() -> Table {
    Table::default()
        .page(paths::HOME, trainee_home::home)
        .page(paths::ENROLMENTS, lists::enrolments)
        .page(paths::ENROL, enrol::page)
        .form::<enrol::Enrol>()
        .page(paths::TRAINEES, lists::trainees)
        .page(paths::CANDIDATES, lists::candidates)
        .page(paths::ENROLMENT, trainee_home::enrolment)
        .page(paths::MAP, map::map)
        .page(paths::NODE, node::node)
        .page(paths::PLAN, plan_page::page)
        .page(paths::SPECIALISM, specialism::page)
        .form::<specialism::ChooseSpecialism>()
        .page(paths::JOINING, joining::page)
        .form::<joining::NoteJoining>()
        .page(paths::MEMBERSHIP_NUMBER, membership_number::page)
        .form::<membership_number::NoteNumber>()
        .page(paths::CORRECT_NAME, correct_name::page)
        .form::<correct_name::CorrectName>()
        .page(paths::FIRST_DAY, correct_first_day::page)
        .form::<correct_first_day::CorrectFirstDay>()
        .page(paths::END_ENROLMENT, end_enrolment::page)
        .form::<end_enrolment::EndEnrolment>()
        .page(paths::TAKE_BACK_END, take_back_end::page)
        .form::<take_back_end::TakeBackEnd>()
        .page(paths::SUPERVISION, supervision::page)
        .form::<name_supervisor::NameSupervisor>()
        .page(paths::END_SUPERVISION, end_supervision::page)
        .form::<end_supervision::EndSupervision>()
        .page(paths::EMPLOYERS_AND_PROVIDERS, employers_and_providers::page)
        .form::<add_employment::AddEmployment>()
        .page(paths::END_EMPLOYMENT, end_employment::page)
        .form::<end_employment::EndEmployment>()
        .form::<add_registration::AddRegistration>()
        .page(paths::END_REGISTRATION, end_registration::page)
        .form::<end_registration::EndRegistration>()
}
