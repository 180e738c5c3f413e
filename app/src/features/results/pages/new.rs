//! A new sitting.

use super::words::elements;
use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, FieldWidth, Select, TextField};
use crate::design::heading::Heading;
use crate::error::AppError;
use crate::features::people::store as people;
use crate::features::results::actions::AddSitting;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::request::RequestCx;
use domain::access::Role;
use domain::ids::OrganisationId;
use domain::people::OrganisationKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form for a new sitting of a provider that one acts for.
#[component]
pub fn NewSittingPage() -> impl IntoView {
    page(|cx, _| async move {
        let providers = cx.actor()?.organisations(Role::Officer);
        let form = cx.returned("add-sitting").await?;
        let fields = fields(
            &form,
            elements(&cx.app.catalogue),
            providers_to_choose(&cx, &providers).await?,
        );
        Ok(Page::new(
            "Add a sitting",
            view! {
                <BackLink href=paths::SITTINGS label="Sittings"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="Add a sitting" lede="Its results are recorded afterwards, on the sitting’s own page."/>
                {fields}
            },
        )
        .with_form(&form)
        .reading())
    })
}

/// The providers as choices, when there is a choice.
async fn providers_to_choose(cx: &RequestCx, own: &[OrganisationId]) -> Result<Vec<Choice>, AppError> {
    if own.len() < 2 {
        return Ok(Vec::new());
    }
    let providers = people::organisations_of_kind(cx.app.db.read(), OrganisationKind::Provider).await?;
    let mine = providers.into_iter().filter(|provider| own.contains(&provider.id));
    Ok(mine.map(|provider| Choice::new(provider.id, provider.name)).collect())
}

fn fields(form: &Returned, elements: Vec<Choice>, providers: Vec<Choice>) -> AnyView {
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
