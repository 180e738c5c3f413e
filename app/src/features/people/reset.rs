//! What ended with the reset of an account: for the administrators of the employer, and for the registrars who reset it.

use super::organisation::AGAIN;
use super::store::{EndedByReset, ResetsOf, Supervised, ended_by_reset};
use crate::design::card::Card;
use crate::prelude::pages::*;
use chrono::Days;
use domain::access::Role;
use domain::text::list;

/// How long administrators see it, days, unless nothing is left to do before.
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
    let now = match &one.roles[..] {
        [] => format!(
            "{name} is {} at {organisation_name} again. The supervisions that ended do not come back by themselves.",
            roles(&one.again)
        ),
        ended => format!("{name} is no longer {} at {organisation_name}.", roles(ended)),
    };
    let text = format!("The professional body reset the account of {name} on {}. {now}", words::date(one.on));
    let trainees = one.trainees.iter().map(|one| {
        let of = format!(" of {}", one.name);
        view! { <li>{of_trainee(one)}" "<a href=paths::SUPERVISION.to(one.enrolment)>"Change the supervision"<span class="unseen">{of}</span></a></li> }
    });
    let trainees = (!one.trainees.is_empty()).then(|| view! { <ul>{trainees.collect_view()}</ul> });
    let unanswered = unanswered(one).map(|text| view! { <p>{text}</p> });
    let invite = (!one.roles.is_empty()).then(|| {
        let href = format!("{}?{AGAIN}={}#invite", paths::ORGANISATION.to(one.organisation), one.person);
        let first = one
            .needs_other_link
            .then(|| format!("{name} needs a link from the people who run this service before yours works. Then: "));
        view! { <p>"If they should act for you again: "{first}<a href=href>{format!("Invite {name} again")}</a></p> }
    });
    view! {
        <Card title=format!("The account of {name} was reset")>
            <p>{text}</p>
            {unanswered}
            {trainees}
            {invite}
        </Card>
    }
    .into_any()
}

/// What the registrars read on the page of the account: what ended, and who has been told.
pub fn section(all: &[EndedByReset]) -> Option<AnyView> {
    (!all.is_empty()).then(|| {
        let items = all.iter().map(|one| {
            let all = [&one.roles[..], &one.again].concat();
            let again = if one.roles.is_empty() { ", and again now" } else { "" };
            let ended = format!("{}: {} until {}{again}.", one.organisation_name, roles(&all), words::date(one.on));
            let trainees = one.trainees.iter().map(|one| view! { <li>{of_trainee(one)}</li> });
            let trainees = (!one.trainees.is_empty()).then(|| view! { <ul>{trainees.collect_view()}</ul> });
            let readers = match &one.administrators[..] {
                // The registrars of the body are those who reset it.
                [] if all == [Role::Registrar] => None,
                [] => {
                    let name = &one.organisation_name;
                    Some(format!("{name} has no administrator here, so nobody there has been told: tell them."))
                }
                names => Some(format!("{} can read this in the queue.", list(names))),
            };
            let text: Vec<String> = [Some(ended), unanswered(one), readers].into_iter().flatten().collect();
            view! { <li>{text.join(" ")}{trainees}</li> }
        });
        let items = items.collect_view();
        view! { <Section id="ended" title="What the reset ended"><ul>{items}</ul></Section> }.into_any()
    })
}

/// "a supervisor and an administrator".
fn roles(all: &[Role]) -> String {
    list(&all.iter().map(|role| role.with_article().to_owned()).collect::<Vec<_>>())
}

fn of_trainee(one: &Supervised) -> String {
    let (first, answers) =
        if one.unanswered > 0 { (" Name another supervisor first.", ", who can answer") } else { ("", "") };
    match &one.by[..] {
        [] => format!("{} has no supervisor now.{first}", one.name),
        by => format!("{} is supervised by {}{answers}.", one.name, list(by)),
    }
}

fn unanswered(one: &EndedByReset) -> Option<String> {
    let all: usize = one.trainees.iter().map(|trainee| trainee.unanswered).sum();
    let sent = words::count(all, "request that was", "requests that were");
    let have = if all == 1 { "has" } else { "have" };
    (all > 0).then(|| format!("{sent} sent to {} {have} no answer.", one.name))
}
