//! The main navigation, and the way to each record of somebody who has several.

use super::request::SignedIn;
use super::roles::Enrolled;
use crate::content::catalogue::Catalogue;
use crate::design::layout::NavItem;
use crate::paths;
use crate::web::route::Route;
use crate::web::words::date;
use domain::access::OwnList;
use domain::bodies::Body;
use domain::ids::EnrolmentId;
use std::sync::Arc;

/// The pages of the lists of one's own.
const LISTS: [(OwnList, Route<()>, &str); 10] = [
    (OwnList::Queue, paths::QUEUE, "Queue"),
    (OwnList::Trainees, paths::TRAINEES, "Trainees"),
    (OwnList::Sittings, paths::SITTINGS, "Sittings"),
    (OwnList::Candidates, paths::CANDIDATES, "Candidates"),
    (OwnList::OfBody, paths::APPLICATIONS, "Applications"),
    (OwnList::OfBody, paths::PRIOR_LEARNINGS, "Exemptions"),
    (OwnList::OfBody, paths::AWARDS, "Statuses"),
    (OwnList::OfBody, paths::ENROLMENTS, "Enrolments"),
    (OwnList::OfBody, paths::PROPOSALS, "To confirm"),
    (OwnList::Organisations, paths::ORGANISATIONS, "People"),
];

/// The parts of the application that a person has, with their addresses: those of an enrolment of theirs, and their own lists.
fn parts(person: &SignedIn, enrolment: Option<&Enrolled>) -> Vec<(String, &'static str)> {
    let of_trainee = enrolment.map(|enrolment| {
        let id = enrolment.id;
        let leads = person.enrolments.first().is_some_and(|first| first.id == id);
        [
            (if leads { paths::HOME.to(()) } else { paths::ENROLMENT.to(id) }, "Where you are"),
            (paths::MAP.to(id), "Map"),
            (if leads { paths::CLAIMS.to(()) } else { paths::claims(id) }, "Claims"),
            (paths::EXPERIENCE.to(id), "Experience"),
            (paths::RECORD.to(id), "Record"),
        ]
    });
    let own = LISTS.into_iter().filter(|(list, ..)| list.is_for(&person.actor));
    of_trainee.into_iter().flatten().chain(own.map(|(_, page, label)| (page.to(()), label))).collect()
}

/// Where a person begins; none who is nothing here.
pub fn first_page(person: &SignedIn) -> Option<String> {
    parts(person, person.enrolments.first()).into_iter().next().map(|(href, _)| href)
}

/// Which of their own enrolments a page is about: the one that it names, else its address, else the one that leads.
fn chosen<'p>(person: &'p SignedIn, uri: &str, of: Option<EnrolmentId>) -> Option<&'p Enrolled> {
    named(person, uri, of).or(person.enrolments.first())
}

/// Which of their own enrolments a page is about, where it or its address names one.
fn named<'p>(person: &'p SignedIn, uri: &str, of: Option<EnrolmentId>) -> Option<&'p Enrolled> {
    let id = enrolment_of(uri, of)?;
    person.enrolments.iter().find(|one| one.id == id)
}

/// The enrolment that a page is about: the one that it says, else the one that its address names, in its path or its query.
pub(super) fn enrolment_of(uri: &str, of: Option<EnrolmentId>) -> Option<EnrolmentId> {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    let in_path = path.strip_prefix("/enrolments/").and_then(|rest| rest.split('/').next());
    let in_query = || query.split('&').find_map(|part| part.strip_prefix("enrolment="));
    of.or_else(|| in_path.or_else(in_query).and_then(EnrolmentId::parse))
}

/// The body of the enrolment of theirs that a page is about.
pub(super) fn body_of(
    person: &SignedIn,
    catalogue: &Catalogue,
    (uri, of): (&str, Option<EnrolmentId>),
) -> Option<Arc<Body>> {
    let one = chosen(person, uri, of)?;
    let framework = catalogue.get(&one.framework_slug, &one.framework_version)?;
    Some(catalogue.body_of(&framework))
}

/// The main navigation of a person: of an enrolment of theirs that of the page.
pub(super) fn navigation(person: &SignedIn, uri: &str, of: Option<EnrolmentId>) -> Vec<NavItem> {
    let (items, path) = (parts(person, chosen(person, uri, of)), path_of(uri));
    // The page that an address names most of: where somebody is comes before their map in it.
    let depth = |href: &str| {
        let href = path_of(href);
        (path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))).then_some(href.len())
    };
    let deepest = items.iter().filter_map(|(href, _)| depth(href)).max();
    let is_current = |href: &str| deepest.is_some() && depth(href) == deepest;
    let item = |(href, label): (String, &str)| NavItem { current: is_current(&href), href, label: label.to_owned() };
    items.into_iter().map(item).collect()
}

fn path_of(uri: &str) -> &str {
    uri.split('?').next().unwrap_or(uri)
}

/// The way to each of several enrolments, from the page of one to the same page of another. No choice is kept: it stands in the address.
pub(super) fn records(
    person: &SignedIn,
    catalogue: &Catalogue,
    (uri, of): (&str, Option<EnrolmentId>),
) -> Vec<NavItem> {
    if person.enrolments.len() < 2 {
        return Vec::new();
    }
    let path = path_of(uri);
    // Home and the list of claims are those of the one that leads; a page about no record is of none.
    let leading = person.enrolments.first().filter(|_| path == paths::HOME.path || path == paths::CLAIMS.path);
    let here = named(person, uri, of).or(leading).map(|one| one.id);
    let same = |id: EnrolmentId| match here {
        Some(own) if path == paths::MAP.to(own) => paths::MAP.to(id),
        Some(own) if path == paths::RECORD.to(own) => paths::RECORD.to(id),
        _ if path.starts_with(paths::CLAIMS.path) => paths::claims(id),
        _ => paths::ENROLMENT.to(id),
    };
    let item = |one: &Enrolled| {
        let framework = catalogue.get(&one.framework_slug, &one.framework_version);
        let title = framework.map_or_else(|| one.framework_slug.clone(), |found| found.short_title().to_owned());
        let ended = one.ended_on.map(|_| format!(", ended, from {}", date(one.from_on))).unwrap_or_default();
        NavItem {
            href: same(one.id),
            label: format!("{title}, version {}{ended}", one.framework_version),
            current: here == Some(one.id),
        }
    };
    person.enrolments.iter().map(item).collect()
}
