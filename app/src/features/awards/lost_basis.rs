//! Statuses of which it is known by now that what they were conferred on was not there: each stays in force until a registrar
//! withdraws it.

use super::store::{LostBasis, PutRight};
use crate::content::catalogue::Catalogue;
use crate::design::pagination::NextPage;
use crate::features::frameworks::map::{called_by_id, subject_title};
use crate::features::results::words::corrected;
use crate::features::sign_off::store::undone::Undone;
use crate::prelude::pages::*;
use crate::web::pages::ListPage;
use domain::framework::Framework;

/// In the query, after which award the list goes on.
pub(super) const AFTER: &str = "lost";

/// The list of the registrar's first page; nothing where there are none.
pub(super) fn section(
    list: &ListPage<LostBasis, AwardId>,
    put_right: &PutRight,
    is_further: bool,
    catalogue: &Catalogue,
) -> Option<AnyView> {
    if list.rows.is_empty() && !is_further {
        return None;
    }
    let rows: Vec<_> = list.rows.iter().map(|one| row(one, put_right, catalogue)).collect();
    let next = list.next.map(|last| format!("{}?{AFTER}={last}", paths::APPLICATIONS.path));
    let head = ["Who", "Status", "What is missing", "Since"].map(String::from).to_vec();
    Some(
        view! {
            <Section id="lost" title="Statuses that have lost their basis">
                <p>"What is known today would not have been enough to confer them. Each stays in force until you withdraw it."</p>
                <DataTable named_by="lost-title" head=head rows=rows empty="There are no more of them."/>
                <NextPage of="statuses that have lost their basis" first=is_further.then(|| paths::APPLICATIONS.to(())) next/>
            </Section>
        }
        .into_any(),
    )
}

fn row(one: &LostBasis, put_right: &PutRight, catalogue: &Catalogue) -> Vec<AnyView> {
    vec![
        view! { <a href=paths::AWARD.to(one.award_id)>{one.holder.clone()}</a> }.into_any(),
        one.title.clone().into_any(),
        missing(one, put_right, catalogue),
        words::day(one.since_on),
    ]
}

/// What is missing, each with the way to how it stands and with who corrected or withdrew it, when and why. What else was noted since is in the
/// record.
fn missing(one: &LostBasis, put_right: &PutRight, catalogue: &Catalogue) -> AnyView {
    let framework = catalogue.get(&one.framework_slug, &one.framework_version);
    let nodes = one.missing().into_iter().map(|id| {
        let called = framework.as_ref().map_or_else(|| id.clone(), |framework| called_by_id(framework, &id));
        let zone = catalogue.zone_of_version(&one.framework_slug, &one.framework_version);
        let why = framework.as_ref().map(|framework| {
            let results = put_right.corrected(one.enrolment_id, &id).map(|made| corrected(made, framework, zone));
            results
                .chain(put_right.undone(one.enrolment_id, framework, &id).map(|made| undone(made, framework)))
                .collect()
        });
        let why: Vec<String> = why.unwrap_or_default();
        let why = why.into_iter().map(|text| view! { <br/><span class="count">{text}</span> }).collect_view();
        view! { <li><a href=paths::node(one.enrolment_id, &id)>{called}</a>{why}</li> }
    });
    let record = paths::RECORD.to(one.enrolment_id);
    view! { <ul class="plain">{nodes.collect_view()}</ul><p><a href=record>"What was noted, by whom and why"</a></p> }
        .into_any()
}

/// That a signature was withdrawn, by whom, when and why.
fn undone(one: &Undone, framework: &Framework) -> String {
    let (noun, on) = (one.subject.noun(), words::date(one.on));
    let title = subject_title(framework, one.subject, &one.node);
    format!("{} withdrew the {noun} on {on}: {title}. Reason: {}", one.by, one.reason)
}

/// What the page of such a status says above all else.
pub(super) fn notice(one: &LostBasis, put_right: &PutRight, catalogue: &Catalogue) -> AnyView {
    notice_of(("This status", "you withdraw"), one, (put_right, catalogue))
}

/// What its holder reads first.
pub fn own_notice(one: &LostBasis, put_right: &PutRight, catalogue: &Catalogue, body: &str) -> AnyView {
    let (status, withdraws) = (format!("Your status {}", one.title), format!("{body} withdraws"));
    notice_of((&status, &withdraws), one, (put_right, catalogue))
}

fn notice_of(
    (status, withdraws): (&str, &str),
    one: &LostBasis,
    (put_right, catalogue): (&PutRight, &Catalogue),
) -> AnyView {
    let text = format!("{status} has lost its basis. Missing, as known since {}:", words::date(one.since_on));
    view! {
        <div class="notice t-late">
            <div class="notice-text">
                <p>{text}</p>
                {missing(one, put_right, catalogue)}
                <p>{format!("It stays in force until {withdraws} it.")}</p>
            </div>
        </div>
    }
    .into_any()
}
