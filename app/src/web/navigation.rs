//! The main navigation.

use super::request::SignedIn;
use crate::design::layout::NavItem;
use crate::paths;
use domain::access::Role;

/// The main navigation of a person: the parts that their roles have.
pub(super) fn navigation(person: &SignedIn, uri: &str) -> Vec<NavItem> {
    let actor = &person.actor;
    let employer = actor.is(Role::Supervisor) || actor.is(Role::EmployerAdmin);
    let mut items: Vec<(String, &str)> = Vec::new();
    let mut add = |href: &str, label| items.push((href.to_owned(), label));
    if let Some(enrolment) = person.enrolments.first() {
        add(paths::HOME.path, "Where you are");
        add(&paths::MAP.to(enrolment.id), "Map");
        add(paths::CLAIMS.path, "Claims");
        add(&paths::RECORD.to(enrolment.id), "Record");
    }
    if employer {
        add(paths::QUEUE.path, "Queue");
        add(paths::TRAINEES.path, "Trainees");
    }
    if actor.is(Role::Officer) {
        add(paths::SITTINGS.path, "Sittings");
        add(paths::CANDIDATES.path, "Candidates");
    }
    if actor.is(Role::Registrar) {
        add(paths::APPLICATIONS.path, "Applications");
        add(paths::AWARDS.path, "Statuses");
        add(paths::ENROLMENTS.path, "Enrolments");
        add(paths::PROPOSALS.path, "To confirm");
    }
    if actor.is(Role::Registrar) || actor.is(Role::EmployerAdmin) {
        add(paths::ORGANISATIONS.path, "People");
    }
    let path = uri.split('?').next().unwrap_or(uri);
    items
        .into_iter()
        .map(|(href, label)| {
            let current = path == href || path.strip_prefix(href.as_str()).is_some_and(|rest| rest.starts_with('/'));
            NavItem { href, label: label.to_owned(), current }
        })
        .collect()
}
