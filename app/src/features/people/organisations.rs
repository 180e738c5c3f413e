//! The organisations whose people one manages.

use super::add_organisation::{self, AddOrganisation};
use super::store::{self, OrganisationRow};
use crate::prelude::pages::*;
use std::collections::HashMap;

/// The organisations whose people one manages, with the form for a further one.
///
/// # Errors
/// [`AppError::NotFound`] for who manages nobody.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let actor = cx.lists(OwnList::Organisations)?;
    let rows = store::organisations(&cx, actor).await?;
    let ids: Vec<OrganisationId> = rows.iter().map(|row| row.id).collect();
    let formerly = store::all_formerly(cx.app.db.read(), Some(&ids)).await?;
    let may_add = OwnList::OfBody.is_for(actor);
    let form = Sheet::<AddOrganisation>::on(&cx, &()).await?;
    Ok(Page::new("Organisations and people", move || draw((rows, &formerly), may_add.then_some(&form))))
}

/// What organisations were called.
type Formerly = HashMap<OrganisationId, Vec<String>>;

fn draw((rows, formerly): (Vec<OrganisationRow>, &Formerly), form: Option<&Sheet<AddOrganisation>>) -> AnyView {
    let rows: Vec<_> = rows.into_iter().map(|one| row(one, formerly)).collect();
    let add = form.map(|form| {
        let fields = add_organisation::draw(form);
        view! { <Section id="add" title="Add an organisation">{fields}</Section> }
    });
    view! {
        <Heading title="Organisations and people" intro="Choose an organisation to see its people, invite someone or end a membership."/>
        <DataTable
            named_by="page-title"
            head=["Name", "Kind", "Today"].map(String::from).to_vec()
            rows=rows
            empty="No organisation yet."
        />
        {add}
    }
    .into_any()
}

fn row(row: OrganisationRow, formerly: &Formerly) -> Vec<AnyView> {
    let formerly = formerly.get(&row.id).map(|names| format!("formerly {}", names.join(", ")));
    let formerly = formerly.map(|names| view! { <br/><span class="count">{names}</span> });
    let people = words::count(usize::try_from(row.people).unwrap_or_default(), "person", "people");
    vec![
        view! { <a href=paths::ORGANISATION.to(row.id)>{row.name}</a>{formerly} }.into_any(),
        row.kind.title().into_any(),
        people.into_any(),
    ]
}
