//! Enrolments: where a trainee stands, on the map and in words, and who works with them.

pub mod add_employment;
pub mod add_registration;
pub mod correct_first_day;
mod correct_name;
mod earlier;
pub mod employers_and_providers;
pub mod end_employment;
pub mod end_registration;
pub mod end_supervision;
mod ending;
pub mod enrol;
pub mod joining;
pub mod lists;
pub mod map;
pub mod name_supervisor;
pub mod new_enrolment;
pub mod new_supervision;
pub mod node;
mod past;
pub mod plan_page;
pub mod routes;
pub mod specialism;
mod spell;
pub mod store;
pub mod supervision;
pub mod trainee_home;
mod what_if;
