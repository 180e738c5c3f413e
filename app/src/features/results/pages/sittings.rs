//! A provider's sittings.

use super::words::{elements, of_sitting};
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, FieldWidth, Select, TextField};
use crate::design::heading::{Heading, Section};
use crate::design::pagination::Pagination;
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::people::store as people;
use crate::features::results::actions::AddSitting;
use crate::features::results::store::{self, PAGE, SittingRow};
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{Role, Subject, actions, permit};
use domain::ids::OrganisationId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The sittings of the providers that one acts for, and a form for a new one.
#[component]
pub fn Sittings() -> impl IntoView {
    page(|cx, params| async move {
        let providers = cx.actor()?.organisations(Role::Officer);
        for provider in &providers {
            permit(
                cx.actor()?,
                actions::ManageSitting,
                &Subject::of_organisation(provider.clone()),
            )?;
        }
        let list = store::sittings(cx.app.db.read(), &providers, params.page()).await?;
        let form = cx.returned("add-sitting").await?;
        let choices = providers_to_choose(&cx, &providers).await?;
        let several = providers.len() > 1;
        let mut head = ["Sitting", "Framework", "Date", "Results"].map(String::from).to_vec();
        if several {
            head.push(String::from("Provider"));
        }
        let rows = list
            .rows
            .into_iter()
            .map(|row| table_row(row, several, &cx.app.catalogue))
            .collect::<Vec<_>>();
        let pages = u32::try_from(list.total.div_ceil(PAGE)).unwrap_or(u32::MAX);
        let page = u32::try_from(params.page()).unwrap_or(u32::MAX);
        let add = add_form(&form, elements(&cx.app.catalogue), choices);
        Ok(Page::new(
            "Sittings",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Sittings" lede="One person records the results of a sitting, a second person confirms them. Until then they are provisional and don’t count."/>
                <DataTable
                    caption="Sittings, newest first"
                    caption_hidden=true
                    head=head
                    rows=rows
                    empty="No sitting yet. Add the first one below."
                />
                <Pagination page=page pages=pages base=format!("{}?page=", paths::SITTINGS)/>
                <Section id="add" title="Add a sitting">{add}</Section>
            },
        )
        .with_form(&form))
    })
}

/// The providers as choices, when there is a choice.
async fn providers_to_choose(cx: &RequestCx, own: &[OrganisationId]) -> Result<Vec<Choice>, AppError> {
    if own.len() < 2 {
        return Ok(Vec::new());
    }
    let providers = people::organisations_of_kind(cx.app.db.read(), "provider").await?;
    let mine = providers
        .into_iter()
        .filter(|provider| own.iter().any(|id| id.as_str() == provider.id));
    Ok(mine.map(|provider| Choice::new(provider.id, provider.name)).collect())
}

fn table_row(row: SittingRow, several: bool, catalogue: &Catalogue) -> Vec<AnyView> {
    let (framework, element) = of_sitting(&row.sitting, catalogue);
    let href = paths::sitting(&row.sitting.id());
    let provisional = row.recorded - row.confirmed;
    let (tone, label) = match (row.recorded, provisional) {
        (0, _) => (Tone::Open, String::from("None yet")),
        (_, 0) => (Tone::Met, String::from("All confirmed")),
        _ => (Tone::Wait, format!("{provisional} provisional")),
    };
    let count = usize::try_from(row.recorded).unwrap_or_default();
    let recorded =
        (count > 0).then(|| view! { <br/><span class="count">{words::count(count, "result", "results")}</span> });
    let mut cells = vec![
        view! { <a href=href>{element}</a> }.into_any(),
        framework.into_any(),
        words::day(row.sitting.held_on),
        view! { <div><Tag tone=tone label=label/>{recorded}</div> }.into_any(),
    ];
    if several {
        cells.push(row.sitting.provider.into_any());
    }
    cells
}

fn add_form(form: &Returned, elements: Vec<Choice>, providers: Vec<Choice>) -> AnyView {
    let (provider, element, held_on) = (
        form.value("provider", ""),
        form.value("element", ""),
        form.value("held_on", ""),
    );
    let provider = (!providers.is_empty()).then(|| {
        view! { <Select name="provider" label="Provider" prompt="Choose a provider" options=providers value=provider error=form.error("provider")/> }
    });
    view! {
        <form method="post" action=AddSitting::PATH novalidate>
            {provider}
            <Select
                name="element"
                label="Assessment or course"
                prompt="Choose an assessment or a course"
                options=elements
                value=element
                error=form.error("element")
            />
            <TextField
                name="held_on"
                label="Date"
                kind="date"
                hint="The day of the sitting, or of the completion of a course."
                width=FieldWidth::Short
                value=held_on
                error=form.error("held_on")
            />
            <Buttons><Button label="Add sitting"/></Buttons>
        </form>
    }
    .into_any()
}
