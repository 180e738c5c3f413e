//! The organisations whose people one manages.

use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, Hidden, Radios, TextField};
use crate::design::heading::{Heading, Section};
use crate::design::table::DataTable;
use crate::features::people::actions::AddOrganisation;
use crate::features::people::store::{self};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::random;
use crate::web::words;
use domain::access::{Subject, actions, permit};
use domain::people::OrganisationKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The organisations whose people one may manage.
#[component]
pub fn Organisations() -> impl IntoView {
    page(|cx, _| async move {
        let actor = cx.actor()?;
        let rows = store::organisations(cx.app.db.read(), actor, cx.today).await?;
        let may_add = permit(actor, actions::ManageOrganisations, &Subject::default()).is_ok();
        let form = cx.returned("add-organisation").await?;
        let cells = rows
            .into_iter()
            .map(|row| {
                let href = paths::organisation(row.id);
                let people = words::count(usize::try_from(row.members).unwrap_or_default(), "person", "people");
                vec![
                    view! { <a href=href>{row.name}</a> }.into_any(),
                    row.kind.title().into_any(),
                    people.into_any(),
                ]
            })
            .collect::<Vec<_>>();
        let kinds = OrganisationKind::ALL
            .map(|kind| Choice::new(kind.code(), kind.title()))
            .to_vec();
        let (name, kind) = (form.value("name", ""), form.value("kind", ""));
        let add = may_add.then(|| {
            let fields = view! {
                <form method="post" action=AddOrganisation::PATH novalidate>
                    <Hidden name="form_key" value=random::token()/>
                    <TextField name="name" label="Name" value=name error=form.error("name")/>
                    <Radios name="kind" legend="What it is" options=kinds value=kind error=form.error("kind")/>
                    <Buttons><Button label="Add organisation"/></Buttons>
                </form>
            };
            view! { <Section id="add" title="Add an organisation">{fields}</Section> }
        });
        Ok(Page::new(
            "Organisations and people",
            view! {
                <ErrorSummary errors=form.summary()/>
                <Heading title="Organisations and people" lede="Choose an organisation to see its people, invite someone or end a membership."/>
                <DataTable
                    caption="Organisations"
                    caption_hidden=true
                    head=vec![String::from("Name"), String::from("Kind"), String::from("Today")]
                    rows=cells
                    empty="No organisation yet."
                />
                {add}
            },
        )
        .with_form(&form))
    })
}
