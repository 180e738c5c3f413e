//! One sitting: what is to be recorded, and what is recorded.

use super::part::{Part, may_sit};
use super::words::{is_course, of_sitting};
use super::{entry, recorded};
use crate::design::back::BackLink;
use crate::design::empty::Empty;
use crate::design::error_summary::ErrorSummary;
use crate::design::filter::Filter;
use crate::design::heading::{Heading, Section};
use crate::error::AppError;
use crate::features::results::store::{self, Candidate, Sitting};
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use domain::access::{Actor, actions, permit};
use domain::ids::SittingId;
use leptos::prelude::*;

/// Candidates among whom nobody has to search.
const MANY: usize = 10;

/// What the forms of the page need.
pub(super) struct View<'a> {
    pub id: SittingId,
    pub sitting: &'a Sitting,
    pub actor: &'a Actor,
    pub is_course: bool,
    pub form: &'a Returned,
    /// The name that is looked for.
    pub search: &'a str,
}

/// The candidates of a sitting and their results.
#[component]
pub fn SittingPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = SittingId::parse(&params.path("sitting")).ok_or(AppError::NotFound)?;
        let sitting = store::sitting(cx.app.db.read(), id).await?;
        permit(cx.actor()?, actions::ManageSitting, &sitting.subject())?;
        let candidates = store::candidates_with_facts(cx.app.db.read(), id, cx.today).await?;
        let mut form = cx.returned(&format!("record {id}")).await?;
        if form.errors.is_empty() {
            form = cx.returned(&format!("confirm {id}")).await?;
        }
        let (framework, element) = of_sitting(&sitting, &cx.app.catalogue);
        let is_course = is_course(&sitting, &cx.app.catalogue);
        let lede = format!("Held on {} by {}.", words::date(sitting.held_on), sitting.provider);
        let search = params.query("q");
        let view = View {
            id,
            sitting: &sitting,
            actor: cx.actor()?,
            is_course,
            form: &form,
            search: &search,
        };
        let (mut with, without): (Vec<Candidate>, Vec<Candidate>) =
            candidates.into_iter().partition(|candidate| candidate.result.is_some());
        // What waits for this person, then what waits for others: one result of thousands is not turned pages for.
        with.sort_by_key(|candidate| (!recorded::may_confirm(&view, candidate), candidate.is_confirmed()));
        let confirms = with
            .first()
            .is_some_and(|candidate| recorded::may_confirm(&view, candidate));
        let many = with.len() + without.len() > MANY;
        let empty = (with.is_empty() && without.is_empty()).then(|| {
            let text = format!(
                "Nobody on this version of {framework} is registered with {} today or was on the day of the sitting.",
                sitting.provider
            );
            view! { <Empty title="No candidate yet" text=text/> }
        });
        // Whoever is looked for by name is wanted, even for one more go at what they have.
        let (without, others) = if search.trim().is_empty() {
            may_sit(without, &sitting, &cx.app.catalogue)?
        } else {
            (without, 0)
        };
        let to_record = (!without.is_empty() || others > 0)
            .then(|| entry::form(&view, Part::of(without, &search, params.page()), others));
        let list = if to_record.is_some() { "to-record" } else { "recorded" };
        let find = (many || !search.is_empty())
            .then(|| view! { <Filter label="Find by name" value=search.clone() list=list/> });
        let number = params.page_of("recorded");
        let recorded = (!with.is_empty()).then(|| recorded::table(&view, Part::of(with, &search, number)));
        let to_record =
            to_record.map(|to_record| view! { <Section id="record" title="Record results">{to_record}</Section> });
        let recorded =
            recorded.map(|recorded| view! { <Section id="results" title="Recorded results">{recorded}</Section> });
        // Who came to confirm has that before them, and who came to record the other.
        let sections = if confirms {
            view! { {recorded}{to_record} }.into_any()
        } else {
            view! { {to_record}{recorded} }.into_any()
        };
        Ok(Page::new(
            format!("{element}, {}", words::date(sitting.held_on)),
            view! {
                <BackLink href=paths::SITTINGS label="Sittings"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title=element eyebrow=format!("{framework} · Sitting") lede=lede/>
                {empty}
                {find}
                {sections}
            },
        )
        .with_form(&form))
    })
}
