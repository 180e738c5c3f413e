//! One sitting: what is to be recorded, and what is recorded.

use super::confirm::{self, ConfirmResults, may_confirm};
use super::part::{Part, may_sit};
use super::record::{self, RecordResults};
use super::routes::SITTINGS;
use super::store::{self, Candidate, Sitting};
use super::words::{is_course, of_sitting};
use crate::design::back::BackLink;
use crate::design::empty::Empty;
use crate::design::filter::Filter;
use crate::design::heading::{Heading, Section};
use crate::error::AppError;
use crate::web::draw::Page;
use crate::web::forms::Sheet;
use crate::web::request::RequestCx;
use crate::web::words;
use chrono_tz::Tz;
use domain::access::{Actor, actions, permit};
use domain::ids::SittingId;
use leptos::prelude::*;

/// Candidates among whom nobody has to search.
const MANY: usize = 10;

/// What the lists of the page need.
pub(super) struct View<'a> {
    pub id: SittingId,
    pub sitting: &'a Sitting,
    pub actor: &'a Actor,
    pub is_course: bool,
    /// The name that is looked for.
    pub search: &'a str,
    /// Where its days are read.
    pub zone: Tz,
}

/// The candidates of a sitting and their results.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for its provider.
pub async fn page(cx: RequestCx, id: SittingId) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let sitting = store::sitting(db, id).await?;
    let actor = cx.actor()?.clone();
    permit(&actor, actions::ManageSitting, &sitting.subject())?;
    let today = cx.day_of_version(&sitting.framework_slug, &sitting.framework_version);
    let candidates = store::candidates_with_facts(db, &cx.app.catalogue, id, today).await?;
    let (with, without): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|one| one.result.is_some());
    let search = cx.query("q");
    let is_many = with.len() + without.len() > MANY || !search.is_empty();
    // A person who is looked for by name is wanted, even for one more go at what they have.
    let (without, others) =
        if search.trim().is_empty() { may_sit(without, &sitting, &cx.app.catalogue) } else { (without, 0) };
    let lists = Lists {
        with,
        without,
        others,
        is_many,
        record: Sheet::on(&cx, &id).await?,
        confirm: Sheet::on(&cx, &id).await?,
    };
    let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
    let title = format!("{element}, {}", words::date(sitting.held_on));
    let title = match (lists.record.has_errors(), lists.confirm.has_errors()) {
        (false, true) => lists.confirm.title(title),
        _ => lists.record.title(title),
    };
    Ok(Page::new(title, move || {
        let view = View {
            id,
            sitting: &sitting,
            actor: &actor,
            is_course: is_course(&sitting, &cx.app.catalogue),
            search: &search,
            zone: cx.app.catalogue.zone_of_version(&sitting.framework_slug, &sitting.framework_version),
        };
        draw(&cx, &view, lists)
    }))
}

/// What the page lists, and its two forms.
struct Lists {
    with: Vec<Candidate>,
    without: Vec<Candidate>,
    others: usize,
    is_many: bool,
    record: Sheet<RecordResults>,
    confirm: Sheet<ConfirmResults>,
}

fn draw(cx: &RequestCx, view: &View<'_>, lists: Lists) -> AnyView {
    let Lists { mut with, without, others, is_many, record, confirm } = lists;
    let (framework, element) = of_sitting(view.sitting, &cx.app.catalogue);
    let held = format!("Held on {} by {}.", words::date(view.sitting.held_on), view.sitting.provider);
    // What waits for this person, then what waits for others: one result of thousands is not turned pages for.
    with.sort_by_key(|candidate| (!may_confirm(view, candidate), candidate.is_confirmed()));
    let confirms = with.first().is_some_and(|candidate| may_confirm(view, candidate));
    let empty = (with.is_empty() && without.is_empty()).then(|| {
        let text = format!(
            "Nobody on this version of {framework} is registered with {} today or was on the day of the sitting.",
            view.sitting.provider
        );
        view! { <Empty title="No candidate yet" text=text/> }
    });
    let summary = view! { {record.summary()}{confirm.summary()} };
    let has_to_record = !without.is_empty() || others > 0;
    let to_record = has_to_record.then(|| {
        let part = Part::of(without, view.search, cx.page_of("page"));
        let list = record::draw(view, &record, part, others);
        view! { <Section id="record" title="Record results">{list}</Section> }
    });
    let list = if has_to_record { "to-record" } else { "recorded" };
    let find = is_many.then(|| view! { <Filter label="Find by name" value=view.search.to_owned() list=list/> });
    let recorded = (!with.is_empty()).then(|| {
        let part = Part::of(with, view.search, cx.page_of("recorded"));
        let list = confirm::draw(view, &confirm, part);
        view! { <Section id="results" title="Recorded results">{list}</Section> }
    });
    // A person who came to confirm has that before them, and one who came to record the other.
    let sections =
        if confirms { view! { {recorded}{to_record} }.into_any() } else { view! { {to_record}{recorded} }.into_any() };
    view! {
        <BackLink href=SITTINGS.to(()) label="Sittings"/>
        {summary}
        <Heading title=element eyebrow=format!("{framework} · Sitting") intro=held/>
        {empty}
        {find}
        {sections}
    }
    .into_any()
}
