//! As what somebody supervises, signs or works: words that no event holds.

use super::story::Story;
use crate::journal::store::Entry;
use crate::prelude::pages::*;
use domain::interval::Interval;
use domain::journal::Event;
use domain::sign_off::Signer;
use std::collections::HashMap;

/// At which employer each request was made.
pub(super) fn asked_at(entries: &[Entry]) -> HashMap<SigningRequestId, OrganisationId> {
    let asked = |entry: &Entry| match entry.event {
        Event::RequestedSignature { request, employer, .. } => Some((request, employer)),
        _ => None,
    };
    entries.iter().filter_map(asked).collect()
}

/// As what whoever is named or signs is authorised, on the day of the event; the job of an employment. For the trainee and the body.
pub(super) fn as_what(story: &Story<'_>, entry: &Entry) -> Option<String> {
    let all = story.reads_all.then_some(&story.supervisions)?;
    match &entry.event {
        Event::NamedSupervisor { supervision, .. } => {
            let named = all.iter().find(|one| one.id == *supervision)?;
            Some(format!("Authorised as: {}", named.authorised_as.as_ref()?))
        }
        Event::AddedEmployment(one) => {
            let job = story.employments.iter().find(|employment| employment.id == one.employment)?;
            Some(format!("Job title: {}", job.job_title))
        }
        Event::Signed { request, signer: Signer::Person(person), .. } => {
            let employer = story.asked_at.get(request)?;
            let signs = all.iter().find(|one| {
                let days = Interval { from: one.from_on, until: one.until_on };
                one.supervisor_id == *person && one.employer_id == *employer && days.is_in_force(entry.valid_on)
            });
            Some(format!("Authorised as: {}", signs?.authorised_as.as_ref()?))
        }
        _ => None,
    }
}
