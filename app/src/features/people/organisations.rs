//! The organisations whose people one manages.

use super::add_organisation::{self, AddOrganisation};
use super::store::{self, OrganisationRow, Resembling};
use crate::prelude::pages::*;
use std::collections::{BTreeSet, HashMap};

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
    let alike = add_organisation::asked_about(&cx, &form, None).await?;
    Ok(Page::new("Organisations and people", move || draw((rows, &formerly), may_add.then_some((&form, &alike)))))
}

/// What organisations were called.
type Formerly = HashMap<OrganisationId, Vec<String>>;

fn draw(
    (rows, formerly): (Vec<OrganisationRow>, &Formerly),
    form: Option<(&Sheet<AddOrganisation>, &Resembling)>,
) -> AnyView {
    let rows: Vec<_> = rows.into_iter().map(|one| row(one, formerly)).collect();
    // A question stands before the list, which may be long: one has just been asked it.
    let is_asked = form.is_some_and(|(form, _)| add_organisation::is_asked(form));
    let add = form.map(|(form, alike)| {
        let fields = add_organisation::draw(form, alike);
        view! { <Section id="add" title="Add an organisation">{fields}</Section> }.into_any()
    });
    let (asked, add) = if is_asked { (add, None) } else { (None, add) };
    view! {
        <Heading title="Organisations and people" intro="Choose an organisation to see its people, invite someone or end a membership."/>
        {asked}
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

/// The names that an organisation had, without the one that it has, each once and between quotation marks: a name may have a comma.
fn other_names(had: &[String], now: &str) -> Vec<String> {
    let mut seen = BTreeSet::from([now]);
    had.iter().filter(|name| seen.insert(name.as_str())).map(|name| format!("“{name}”")).collect()
}

fn row(row: OrganisationRow, formerly: &Formerly) -> Vec<AnyView> {
    let names = formerly.get(&row.id).map(|names| other_names(names, &row.name)).filter(|names| !names.is_empty());
    let formerly = names.map(|names| format!("formerly {}", names.join(", ")));
    let formerly = formerly.map(|names| view! { <br/><span class="count">{names}</span> });
    let people = words::count(usize::try_from(row.people).unwrap_or_default(), "person", "people");
    vec![
        view! { <a href=paths::ORGANISATION.to(row.id)>{row.name}</a>{formerly} }.into_any(),
        row.kind.title().into_any(),
        people.into_any(),
    ]
}
