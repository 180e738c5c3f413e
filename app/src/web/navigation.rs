//! The main navigation.

use super::request::SignedIn;
use crate::design::layout::NavItem;
use crate::paths;
use crate::web::route::Route;
use domain::access::OwnList;

/// The pages of the lists of one's own.
const LISTS: [(OwnList, Route<()>, &str); 9] = [
    (OwnList::Queue, paths::QUEUE, "Queue"),
    (OwnList::Trainees, paths::TRAINEES, "Trainees"),
    (OwnList::Sittings, paths::SITTINGS, "Sittings"),
    (OwnList::Candidates, paths::CANDIDATES, "Candidates"),
    (OwnList::OfBody, paths::APPLICATIONS, "Applications"),
    (OwnList::OfBody, paths::AWARDS, "Statuses"),
    (OwnList::OfBody, paths::ENROLMENTS, "Enrolments"),
    (OwnList::OfBody, paths::PROPOSALS, "To confirm"),
    (OwnList::Organisations, paths::ORGANISATIONS, "People"),
];

/// The parts of the application that a person has, with their addresses: those of a trainee, and their own lists.
fn parts(person: &SignedIn) -> Vec<(String, &'static str)> {
    let of_trainee = person.enrolments.first().map(|enrolment| {
        [
            (paths::HOME.to(()), "Where you are"),
            (paths::MAP.to(enrolment.id), "Map"),
            (paths::CLAIMS.to(()), "Claims"),
            (paths::RECORD.to(enrolment.id), "Record"),
        ]
    });
    let own = LISTS.into_iter().filter(|(list, ..)| list.is_for(&person.actor));
    of_trainee.into_iter().flatten().chain(own.map(|(_, page, label)| (page.to(()), label))).collect()
}

/// Where a person begins; none who is nothing here.
pub fn first_page(person: &SignedIn) -> Option<String> {
    parts(person).into_iter().next().map(|(href, _)| href)
}

/// The main navigation of a person.
pub(super) fn navigation(person: &SignedIn, uri: &str) -> Vec<NavItem> {
    let path = uri.split('?').next().unwrap_or(uri);
    parts(person)
        .into_iter()
        .map(|(href, label)| {
            let current = path == href || path.strip_prefix(href.as_str()).is_some_and(|rest| rest.starts_with('/'));
            NavItem { href, label: label.to_owned(), current }
        })
        .collect()
}
