//! A trainee's claims.

use super::request::claim_tag;
use super::store::{self, Claim, ClaimLine};
use crate::design::empty::Empty;
use crate::design::filter::{Filter, nothing_found};
use crate::features::frameworks::map::called_by_id;
use crate::prelude::pages::*;
use chrono_tz::Tz;
use domain::interval::Interval;

/// All claims of the trainee.
///
/// # Errors
/// [`AppError::NotFound`] for those who are not enrolled.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let person = cx.person.as_deref().ok_or(AppError::SignedOut)?;
    let leading = person.enrolments.first().ok_or(AppError::NotFound)?;
    let search = cx.query("q");
    let mut found = Vec::new();
    for one in &person.enrolments {
        let framework = cx.own_framework(one.id)?;
        let claims = store::claims(cx.app.db.read(), one.id).await?;
        let titled = claims.into_iter().map(|claim| (called_by_id(&framework, &claim.outcome), claim));
        found.extend(titled.filter(|(title, claim)| words::is_found(&format!("{title} {}", claim.narrative), &search)));
    }
    let today = cx.day_of(&*cx.own_framework(leading.id)?);
    let has_begun = Interval::from(leading.from_on).has_begun(today);
    let new = has_begun.then(|| format!("{}?enrolment={}", paths::NEW_CLAIM.to(()), leading.id));
    Ok(Page::new("Claims", move || {
        let body = if found.is_empty() && search.trim().is_empty() {
            let action = new.map(|new| (new, String::from("Claim an outcome")));
            view! { <Empty title="No claim yet" text="A claim says what you did at work and which outcome it shows. Your supervisor decides it." action=action/> }.into_any()
        } else {
            list_view(found, search, (new, cx.zone))
        };
        view! { <Heading title="Claims" intro="Workplace competence, one piece of work at a time."/>{body} }
    }))
}

fn list_view(found: Vec<(String, Claim)>, search: String, (new, zone): (Option<String>, Tz)) -> AnyView {
    let empty = nothing_found(&search, &paths::CLAIMS.to(()), "");
    let rows = found.into_iter().map(|(title, claim)| row(title, claim, zone)).collect::<Vec<_>>();
    view! {
        {new.map(|new| view! { <p><a class="button" href=new>"Claim an outcome"</a></p> })}
        <Filter label="Filter claims" value=search list="claim-list"/>
        <DataTable
            id="claim-list"
            named_by="page-title"
            head=["Outcome", "State", "Supervisor", "What was done", "Last change"].map(String::from).to_vec()
            rows=rows
            empty=empty
        />
    }
    .into_any()
}

fn row(outcome: String, claim: Claim, zone: Tz) -> Vec<AnyView> {
    let ClaimLine { title, changed_on, .. } = claim.line(zone);
    let (tone, label) = claim_tag(claim.state());
    vec![
        view! { <a href=paths::CLAIM.to(claim.id)>{outcome}</a> }.into_any(),
        view! { <Tag tone=tone label=label/> }.into_any(),
        claim.supervisor.unwrap_or_default().into_any(),
        title.into_any(),
        words::day(changed_on),
    ]
}
