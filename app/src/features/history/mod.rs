//! The record: the whole story in order, and its export.

pub mod export;
mod filter;
pub mod pages;
mod prior_learning;
pub mod routes;
mod signed;
mod store;
mod story;
mod title;

use domain::access::{Actor, Subject};

/// Whether this person reads the marks of results and the reasons of corrections and withdrawals: they are for the
/// trainee whose record it is, and for the body. What an employer needs is the outcome.
pub fn reads_marks_and_reasons(actor: &Actor, subject: &Subject) -> bool {
    subject.trainee == Some(actor.person) || actor.is_registrar_of(subject)
}
