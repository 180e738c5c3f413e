//! A trainee's claims.

use super::request::claim_tag_in;
use super::store::{self, Claim, ClaimLine};
use crate::design::empty::Empty;
use crate::design::filter::{Filter, nothing_found};
use crate::features::frameworks::map::called_by_id;
use crate::prelude::pages::*;
use chrono_tz::Tz;
use domain::interval::Interval;

/// All claims of the trainee in an enrolment, which the query names.
///
/// # Errors
/// [`AppError::NotFound`] for those who are not enrolled, or not on this.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let own = cx.own_enrolment()?;
    let (id, search) = (own.id, cx.query("q"));
    let framework = cx.own_framework(id)?;
    let claims = store::claims(cx.app.db.read(), id).await?;
    let titled = claims.into_iter().map(|claim| (called_by_id(&framework, &claim.outcome), claim));
    let found: Vec<_> =
        titled.filter(|(title, claim)| words::is_found(&format!("{title} {}", claim.narrative), &search)).collect();
    let has_begun = Interval::from(own.from_on).has_begun(cx.day_of(&framework));
    let new = (has_begun && own.ended_on.is_none()).then(|| format!("{}?enrolment={id}", paths::NEW_CLAIM.to(())));
    let (zone, has_ended) = (cx.zone, own.ended_on.is_some());
    Ok(Page::new("Claims", move || {
        let body = if found.is_empty() && search.trim().is_empty() {
            let action = new.map(|new| (new, String::from("Claim an outcome")));
            view! { <Empty title="No claim yet" text="A claim says what you did at work and which outcome it shows. Your supervisor decides it." action=action/> }.into_any()
        } else {
            list_view((id, found), search, (new, zone, has_ended))
        };
        view! { <Heading title="Claims" intro="Each claim shows one outcome with one piece of your work."/>{body} }
    }))
}

fn list_view(
    (id, found): (EnrolmentId, Vec<(String, Claim)>),
    search: String,
    (new, zone, has_ended): (Option<String>, Tz, bool),
) -> AnyView {
    let empty = nothing_found(&search, &paths::claims(id), "");
    let rows = found.into_iter().map(|(title, claim)| row(title, claim, (zone, has_ended))).collect::<Vec<_>>();
    view! {
        {new.map(|new| view! { <p><a class="button" href=new>"Claim an outcome"</a></p> })}
        <Filter label="Filter claims" value=search list="claim-list" keep=vec![("enrolment", id.to_string())]/>
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

fn row(outcome: String, claim: Claim, (zone, has_ended): (Tz, bool)) -> Vec<AnyView> {
    let ClaimLine { title, changed_on, .. } = claim.line(zone);
    let (tone, label) = claim_tag_in(has_ended, claim.state());
    vec![
        view! { <a href=paths::CLAIM.to(claim.id)>{outcome}</a> }.into_any(),
        view! { <Tag tone=tone label=label/> }.into_any(),
        claim.supervisor.unwrap_or_default().into_any(),
        title.into_any(),
        words::day(changed_on),
    ]
}
