//! The registrar's applications: those that wait, and those that are decided.

use super::words::{decided_tag, of_application};
use crate::design::heading::{Heading, Section};
use crate::design::pagination::{Pagination, no_such_page};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::features::awards::store::{self, Application, PAGE};
use crate::features::frameworks::catalogue::Catalogue;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::words;
use chrono::NaiveDate;
use domain::access::{Subject, actions, permit};
use leptos::prelude::*;

/// Open applications, the longest waiting first; decided ones below.
#[component]
pub fn Applications() -> impl IntoView {
    page(|cx, params| async move {
        permit(cx.actor()?, actions::DecideApplication, &Subject::default())?;
        let waiting_page = params.page_of("waiting");
        let db = cx.app.db.read();
        let waiting = store::applications(db, true, waiting_page).await?;
        let decided = store::applications(db, false, params.page()).await?;
        let number = |page: u64| u32::try_from(page).unwrap_or(u32::MAX);
        let (waiting_pages, decided_pages) = (
            number(waiting.total.div_ceil(PAGE)),
            number(decided.total.div_ceil(PAGE)),
        );
        let (waiting_at, decided_at) = (number(waiting_page), number(params.page()));
        let lede = match usize::try_from(waiting.total).unwrap_or(usize::MAX) {
            0 => String::from("No application waits for a decision."),
            n => format!(
                "{} for a decision.",
                words::count(n, "application waits", "applications wait")
            ),
        };
        let none = |total: u64, empty: &'static str| match total {
            0 => empty.into_any(),
            _ => no_such_page(paths::APPLICATIONS),
        };
        let none_waiting = none(
            waiting.total,
            "Nothing waits. A trainee applies from the page of a step-off point.",
        );
        let none_decided = none(decided.total, "Nothing decided yet.");
        let waiting = waiting
            .rows
            .iter()
            .map(|one| waiting_row(one, &cx.app.catalogue, cx.today))
            .collect::<Vec<_>>();
        let decided = decided
            .rows
            .iter()
            .map(|one| decided_row(one, &cx.app.catalogue))
            .collect::<Vec<_>>();
        Ok(Page::new(
            "Applications",
            view! {
                <Heading title="Applications" lede=lede/>
                <Section id="waiting" title="Waiting">
                    <DataTable
                        caption="Applications that wait for a decision"
                        caption_hidden=true
                        head=["Who", "Status", "Since", "Waiting"].map(String::from).to_vec()
                        rows=waiting
                        empty=none_waiting
                    />
                    <Pagination page=waiting_at pages=waiting_pages base=format!("{}?waiting=", paths::APPLICATIONS)/>
                </Section>
                <Section id="decided" title="Decided">
                    <DataTable
                        caption="Applications that are decided"
                        caption_hidden=true
                        head=["Who", "Status", "Decision", "By"].map(String::from).to_vec()
                        rows=decided
                        empty=none_decided
                    />
                    <Pagination page=decided_at pages=decided_pages base=format!("{}?page=", paths::APPLICATIONS)/>
                </Section>
            },
        ))
    })
}

fn first_cells(application: &Application, catalogue: &Catalogue) -> (AnyView, AnyView) {
    let (framework, status) = of_application(application, catalogue);
    let who = view! { <a href=paths::application(application.id)>{application.name.clone()}</a> }.into_any();
    (
        who,
        view! { <div>{status}<br/><span class="count">{framework}</span></div> }.into_any(),
    )
}

fn waiting_row(application: &Application, catalogue: &Catalogue, today: NaiveDate) -> Vec<AnyView> {
    let (who, status) = first_cells(application, catalogue);
    let days = (today - application.applied_on).num_days();
    let tone = if words::is_late(application.applied_on, today) {
        Tone::Late
    } else {
        Tone::Wait
    };
    let label = match usize::try_from(days).unwrap_or_default() {
        0 => String::from("Since today"),
        n => words::count(n, "day", "days"),
    };
    vec![
        who,
        status,
        words::day(application.applied_on),
        view! { <Tag tone=tone label=label/> }.into_any(),
    ]
}

fn decided_row(application: &Application, catalogue: &Catalogue) -> Vec<AnyView> {
    let (who, status) = first_cells(application, catalogue);
    let Some(decided) = &application.decided else {
        return vec![who, status];
    };
    let on = words::date(decided.on);
    vec![
        who,
        status,
        view! { <div>{decided_tag(decided)}" "{on}</div> }.into_any(),
        decided.by.clone().into_any(),
    ]
}
