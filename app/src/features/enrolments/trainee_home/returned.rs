//! What was returned to the trainee because they work for an employer no longer.

use super::next::is_settled_of;
use super::own::Own;
use crate::features::frameworks::map::subject_title;
use crate::features::record::store::Case;
use crate::features::sign_off::store::unfinished::{Returned, Why};
use crate::prelude::pages::*;
use domain::interval::in_words_of;
use domain::sign_off::SigningSubject;
use std::cmp::Reverse;

/// The requests that were closed, not made again since and still asked for, each with what to do; nothing when there are none.
pub(super) fn section(case: &Case, own: &Own) -> Option<AnyView> {
    let closed = own.returned.iter().filter_map(|one| match one.why {
        Why::Closed(on) => Some((one, on)),
        Why::Answered(_) => None,
    });
    let mut found: Vec<_> = closed.filter(|(one, _)| !is_settled_of(case, &one.subject)).collect();
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(_, on)| Reverse(*on));
    let items = found.into_iter().map(|(one, on)| item(case, own, (one, on))).collect_view();
    Some(view! { <Section id="returned" title="Back with you"><ul>{items}</ul></Section> }.into_any())
}

fn item(case: &Case, own: &Own, (one, on): (&Returned, NaiveDate)) -> AnyView {
    let title = subject_title(&case.framework, one.subject.kind(), one.subject.named());
    // Work is not closed because somebody left, but because some of its days are after that.
    let outside = one.subject.experience().and_then(|id| own.outside.get(&id)).filter(|days| !days.is_empty());
    let because = match outside {
        Some(days) => format!("you did not work there {}, as it is on record", in_words_of(days)),
        None => String::from("you no longer work there"),
    };
    let why = format!(
        ": it was with {} and was closed on {}, because {because}. Nothing was decided. ",
        one.employer,
        words::date(on)
    );
    let (href, label) = match &one.subject {
        SigningSubject::Claim { claim, .. } => (paths::CLAIM.to(*claim), "Send it to another supervisor"),
        SigningSubject::Stage { element } => {
            (paths::ASKING.to((case.id, element.to_owned())), "Ask the employer you work for now")
        }
        SigningSubject::Experience { experience, .. } => (paths::SPELL.to(*experience), "See it"),
    };
    view! { <li>{title}{why}<a href=href>{label}</a></li> }.into_any()
}
