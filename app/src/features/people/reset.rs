//! What ended with the reset of an account: for the administrators of the employer, and for the registrars who reset it.

use super::store::{EndedByReset, ResetsOf, Supervised, ended_by_reset};
use crate::design::card::Card;
use crate::prelude::pages::*;
use chrono::Days;
use domain::access::Role;
use domain::text::list;

/// How long administrators see it, days, unless they give the roles again before.
const SHOWN_DAYS: u64 = 30;

/// The resets of the people of an administrator’s organisations.
pub async fn of_own_people(cx: &RequestCx) -> Result<Vec<EndedByReset>, AppError> {
    let own = cx.actor()?.organisations(Role::EmployerAdmin);
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let since = cx.day_of_organisations() - Days::new(SHOWN_DAYS);
    ended_by_reset(cx, ResetsOf::People(&own, since)).await
}

/// What an administrator reads: what ended, what waits for nobody, and what to do.
pub fn notice(one: &EndedByReset) -> AnyView {
    let EndedByReset { name, organisation_name, .. } = one;
    let text = format!(
        "The professional body reset the account of {name} on {}. {name} is no longer {} at {organisation_name}.",
        words::date(one.on),
        roles(one)
    );
    let supervised = one.supervised.iter().map(|one| {
        let of = format!(" of {}", one.name);
        view! { <li>{of_trainee(one)}" "<a href=paths::SUPERVISION.to(one.enrolment)>"Change the supervision"<span class="unseen">{of}</span></a></li> }
    });
    let supervised = (!one.supervised.is_empty()).then(|| view! { <ul>{supervised.collect_view()}</ul> });
    let (title, again) = (format!("The account of {name} was reset"), format!("Invite {name} again"));
    let invite = format!("{}#invite", paths::ORGANISATION.to(one.organisation));
    let unanswered = unanswered(one).map(|text| view! { <p>{text}</p> });
    view! {
        <Card title=title>
            <p>{text}</p>
            {unanswered}
            {supervised}
            <p>"If they should act for you again: "<a href=invite>{again}</a></p>
        </Card>
    }
    .into_any()
}

/// What the registrars read on the page of the account: what ended, and who has been told.
pub fn section(all: &[EndedByReset]) -> Option<AnyView> {
    (!all.is_empty()).then(|| {
        let items = all.iter().map(|one| {
            let ended = format!("{}: {} until {}.", one.organisation_name, roles(one), words::date(one.on));
            let supervised = one.supervised.iter().map(|one| view! { <li>{of_trainee(one)}</li> });
            let supervised = (!one.supervised.is_empty()).then(|| view! { <ul>{supervised.collect_view()}</ul> });
            let readers = match &one.administrators[..] {
                // The registrars of the body are those who reset it.
                [] if one.roles == [Role::Registrar] => None,
                [] => {
                    let name = &one.organisation_name;
                    Some(format!("{name} has no administrator here, so nobody there has been told: tell them."))
                }
                names => Some(format!("{} can read this in the queue.", list(names))),
            };
            let text: Vec<String> = [Some(ended), unanswered(one), readers].into_iter().flatten().collect();
            view! { <li>{text.join(" ")}{supervised}</li> }
        });
        let items = items.collect_view();
        view! { <Section id="ended" title="What the reset ended"><ul>{items}</ul></Section> }.into_any()
    })
}

/// "a supervisor and an administrator".
fn roles(one: &EndedByReset) -> String {
    list(&one.roles.iter().map(|role| role.with_article().to_owned()).collect::<Vec<_>>())
}

fn of_trainee(one: &Supervised) -> String {
    match &one.by[..] {
        [] => format!("{} has no supervisor now.", one.name),
        by => format!("{} is still supervised by {}.", one.name, list(by)),
    }
}

fn unanswered(one: &EndedByReset) -> Option<String> {
    let waits = words::count(one.unanswered, "request is", "requests are");
    (one.unanswered > 0)
        .then(|| format!("{waits} not answered: {} was asked. Another supervisor of the trainee can answer.", one.name))
}
