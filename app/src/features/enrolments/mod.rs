//! Enrolments: where a trainee stands, on the map and in words, and who works with them.

pub mod actions;
pub mod case;
pub mod doctor;
pub mod forms;
pub mod pages;
pub mod plan_page;
pub mod routes;
pub mod store;
pub mod trainee_home;
