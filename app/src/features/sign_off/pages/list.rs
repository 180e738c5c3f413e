//! A trainee's claims.

use crate::design::empty::Empty;
use crate::design::filter::{Filter, nothing_found};
use crate::design::heading::Heading;
use crate::design::table::DataTable;
use crate::design::tag::Tag;
use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments, Case};
use crate::features::frameworks::map::called;
use crate::features::sign_off::store::{self, Claim};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::actions;
use leptos::prelude::*;

/// All claims of the trainee.
#[component]
pub fn Claims() -> impl IntoView {
    page(|cx, params| async move {
        let person = cx.person.as_deref().ok_or(AppError::SignedOut)?;
        let search = params.query("q");
        let mut rows = Vec::new();
        let mut first = None;
        for id in &person.enrolments {
            let (case, _) = enrolments::case_for(&cx, *id, actions::WriteClaim).await?;
            for claim in store::claims(cx.app.db.read(), *id).await? {
                let title = title_in(&case, &claim);
                if words::is_found(&format!("{title} {}", claim.narrative), &search) {
                    rows.push(claim_row(&claim, title));
                }
            }
            first.get_or_insert(case.id);
        }
        let new = first.map(|id| format!("{}?enrolment={id}", paths::NEW_CLAIM));
        let body = if rows.is_empty() && search.trim().is_empty() {
            let action = new.clone().map(|href| (href, String::from("Claim an outcome")));
            view! { <Empty title="No claim yet" text="A claim says what you did at work and which outcome it shows. Your supervisor decides it." action=action/> }.into_any()
        } else {
            let empty = nothing_found(&search, paths::CLAIMS, "");
            view! {
                {new.map(|href| view! { <p><a class="button" href=href>"Claim an outcome"</a></p> })}
                <Filter label="Filter claims" value=search list="claim-list"/>
                <DataTable
                    id="claim-list"
                    caption="Claims"
                    caption_hidden=true
                    head=["Outcome", "State", "Supervisor", "What was done", "Last change"].map(String::from).to_vec()
                    rows=rows
                    empty=empty
                />
            }
            .into_any()
        };
        Ok(Page::new(
            "Claims",
            view! { <Heading title="Claims" lede="Workplace competence, one piece of work at a time."/>{body} },
        ))
    })
}

fn title_in(case: &Case, claim: &Claim) -> String {
    case.framework
        .find(&claim.outcome)
        .map_or_else(|| claim.outcome.clone(), |ix| called(&case.framework, ix))
}

fn claim_row(claim: &Claim, title: String) -> Vec<AnyView> {
    let line = claim.line();
    let (tone, label) = claim.state.tag();
    vec![
        view! { <a href=paths::claim(claim.id)>{title}</a> }.into_any(),
        view! { <Tag tone=tone label=label/> }.into_any(),
        claim.supervisor.clone().unwrap_or_default().into_any(),
        line.title.into_any(),
        words::day(line.changed_on),
    ]
}
