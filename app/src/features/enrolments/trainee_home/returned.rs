//! What was returned to the trainee because they work for an employer no longer.

use super::next::is_settled;
use super::own::Own;
use crate::entities::signing_end;
use crate::features::frameworks::map::called;
use crate::features::record::store::Case;
use crate::features::sign_off::store::requests::Request;
use crate::prelude::pages::*;
use domain::sign_off::SigningSubject;
use std::cmp::Reverse;

/// The requests that were closed, not made again since and still asked for, each with what to do; nothing when there are none.
pub(super) fn section(case: &Case, own: &Own) -> Option<AnyView> {
    let closed = own.returned.iter().filter(|one| one.is_closed());
    let closed = closed.filter_map(|one| Some((one, one.end.as_ref()?)));
    let mut found: Vec<_> = closed.filter(|(one, _)| !is_settled(case, one.subject.node())).collect();
    if found.is_empty() {
        return None;
    }
    found.sort_by_key(|(_, end)| Reverse(end.ended_on));
    let items = found.into_iter().map(|(one, end)| item(case, one, end)).collect_view();
    Some(view! { <Section id="returned" title="Back with you"><ul>{items}</ul></Section> }.into_any())
}

fn item(case: &Case, one: &Request, end: &signing_end::Model) -> AnyView {
    let node = one.subject.node();
    let ix = case.framework.find(node);
    let title = ix.map_or_else(|| node.to_owned(), |ix| called(&case.framework, ix));
    let why = format!(
        ": it was with {} and was closed on {}, because you no longer work there. Nothing was decided. ",
        one.employer,
        words::date(end.ended_on)
    );
    let (href, label) = match &one.subject {
        SigningSubject::Claim { claim, .. } => (paths::CLAIM.to(*claim), "Send it to another supervisor"),
        SigningSubject::Stage { element } => {
            (paths::ASKING.to((case.id, element.to_owned())), "Ask the employer you work for now")
        }
    };
    view! { <li>{title}{why}<a href=href>{label}</a></li> }.into_any()
}
