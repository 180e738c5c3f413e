//! The registrar's applications: those that wait, and those that are decided.

use super::routes::{APPLICATION, APPLICATIONS};
use super::store::{self, Application, ApplicationList, PAGE};
use super::words::{decided_tag, of_application};
use crate::design::heading::{Heading, Section};
use crate::design::pagination::{Pagination, no_such_page};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::frameworks::catalogue::Catalogue;
use crate::web::draw::Page;
use crate::web::request::RequestCx;
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Subject, actions, permit, scope};
use leptos::prelude::*;

/// Open applications, the longest waiting first; decided ones below.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    permit(actor, actions::ListOfBody, &Subject::default())?;
    let bodies = scope(actor).bodies;
    let db = cx.app.db.read();
    let waiting = store::applications(db, &bodies, true, cx.page_of("waiting")).await?;
    let decided = store::applications(db, &bodies, false, cx.page_of("page")).await?;
    Ok(Page::new("Applications", move || draw(&cx, &waiting, &decided)))
}

fn draw(cx: &RequestCx, waiting: &ApplicationList, decided: &ApplicationList) -> AnyView {
    let intro = match usize::try_from(waiting.total).unwrap_or(usize::MAX) {
        0 => String::from("No application waits for a decision."),
        n => format!("{} for a decision.", words::count(n, "application waits", "applications wait")),
    };
    let catalogue = &cx.app.catalogue;
    let waiting_rows: Vec<_> = waiting.rows.iter().map(|one| waiting_row(one, catalogue, cx.today)).collect();
    let decided_rows: Vec<_> = decided.rows.iter().map(|one| decided_row(one, catalogue)).collect();
    let none_waiting = none(waiting, "Nothing waits. A trainee applies from the page of a step-off point.");
    let none_decided = none(decided, "Nothing decided yet.");
    let (waiting_pages, decided_pages) = (pagination(cx, waiting, "waiting"), pagination(cx, decided, "page"));
    view! {
        <Heading title="Applications" intro=intro/>
        <Section id="waiting" title="Waiting">
            <DataTable
                caption="Applications that wait for a decision"
                caption_hidden=true
                head=["Who", "Status", "Since", "Waiting"].map(String::from).to_vec()
                rows=waiting_rows
                empty=none_waiting
            />
            {waiting_pages}
        </Section>
        <Section id="decided" title="Decided">
            <DataTable
                caption="Applications that are decided"
                caption_hidden=true
                head=["Who", "Status", "Decision", "By"].map(String::from).to_vec()
                rows=decided_rows
                empty=none_decided
            />
            {decided_pages}
        </Section>
    }
    .into_any()
}

/// What stands in place of the rows of a page without any.
fn none(list: &ApplicationList, empty: &'static str) -> AnyView {
    if list.total == 0 { empty.into_any() } else { no_such_page(APPLICATIONS.to(())) }
}

fn pagination(cx: &RequestCx, list: &ApplicationList, name: &str) -> AnyView {
    let number = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let (page, pages) = (number(cx.page_of(name)), number(list.total.div_ceil(PAGE)));
    view! { <Pagination page pages base=format!("{}?{name}=", APPLICATIONS.path)/> }.into_any()
}

fn first_cells(application: &Application, catalogue: &Catalogue) -> (AnyView, AnyView) {
    let (framework, status) = of_application(application, catalogue);
    let who = view! { <a href=APPLICATION.to(application.id)>{application.name.clone()}</a> }.into_any();
    (who, view! { <div>{status}<br/><span class="count">{framework}</span></div> }.into_any())
}

fn waiting_row(application: &Application, catalogue: &Catalogue, today: NaiveDate) -> Vec<AnyView> {
    let (who, status) = first_cells(application, catalogue);
    let days = (today - application.applied_on).num_days();
    let tone = if words::is_late(application.applied_on, today) { Tone::Late } else { Tone::Wait };
    let label = match usize::try_from(days).unwrap_or_default() {
        0 => String::from("Since today"),
        n => words::count(n, "day", "days"),
    };
    vec![who, status, words::day(application.applied_on), view! { <Tag tone=tone label=label/> }.into_any()]
}

fn decided_row(application: &Application, catalogue: &Catalogue) -> Vec<AnyView> {
    let (who, status) = first_cells(application, catalogue);
    let Some(decided) = &application.decided else {
        return vec![who, status];
    };
    let on = words::date(decided.on);
    vec![who, status, view! { <div>{decided_tag(decided)}" "{on}</div> }.into_any(), decided.by.clone().into_any()]
}
