//! Adding an organisation.

use super::store::{self, Resembling};
use crate::design::field::Checkboxes;
use crate::prelude::pages::*;
use crate::web::names;
use domain::access::Role;
use domain::people::OrganisationKind;
use domain::text::list;

pub(super) const NAME: Field = Field::new("name");
const KIND: Field = Field::new("kind");
/// The name, where it is another organisation than those whose names are easily taken for it.
pub(super) const ANOTHER: Field = Field::new("another");

/// A body is not added here: it is content, and set up by whoever runs the service.
const KINDS: [OrganisationKind; 2] = [OrganisationKind::Employer, OrganisationKind::Provider];

/// Adds an organisation.
pub struct AddOrganisation;

impl Form for AddOrganisation {
    const FIELDS: &'static [Field] = &[NAME, KIND, ANOTHER];
    type At = ();
    const ROUTE: Route<()> = paths::ORGANISATIONS;

    async fn act(cx: &RequestCx, tx: &Tx, (): (), values: &Values) -> Result<Done, Stop> {
        let bodies = cx.lists(OwnList::OfBody)?.organisations(Role::Registrar);
        let (name, kind) = parse(values)?;
        // The box says for which name it was ticked. All names are read, so before the work begins, for which others would wait.
        if values.get(ANOTHER) != name {
            is_another(store::resembling(cx, &name, &bodies, None).await?)?;
        }
        let all = tx.may_all(actions::ManageOrganisations, bodies).await?;
        let id = match store::add_organisation(&all, &name, kind).await {
            Err(AppError::Conflict(_)) => {
                return Err(taken(&name).into());
            }
            other => other?,
        };
        Ok(Done::to(paths::ORGANISATION.to(id)).saying("The organisation is added. Invite its first person."))
    }
}

/// No two organisations have names that look the same.
pub(super) fn taken(name: &str) -> Invalid {
    let text = format!(
        "There is an organisation called {name} already, or one whose name looks the same. If you don’t see it in the list, another professional body added it: ask the people who run this service to add it for yours"
    );
    Invalid::one(NAME.name, text)
}

/// Asked before an organisation gets a name that is easily taken for another's.
pub(super) fn is_another(Resembling { own, others }: Resembling) -> Result<(), Invalid> {
    let same = match (&own[..], others) {
        ([], false) => return Ok(()),
        ([], true) => String::from(
            "There is an organisation already whose name is easily taken for this one, which another professional body added. If it is the same one, ask the people who run this service to add it for yours",
        ),
        (own, _) => format!(
            "{} {} there already, and the names are easily taken for one another. If it is the same organisation, go to it by the link at the box",
            list(&own.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>()),
            if own.len() == 1 { "is" } else { "are" }
        ),
    };
    Err(Invalid::one(ANOTHER.name, format!("{same}. If this is another one, tick the box")))
}

/// One can't tell of which alphabet a letter of a word is that has several.
fn of_one_alphabet(name: String) -> Result<String, String> {
    match names::mixed(&name) {
        Some(word) => Err(format!("Type “{word}” anew with the letters of one alphabet: some look alike in several")),
        None => Ok(name),
    }
}

/// The name that was typed.
pub(super) fn name_typed(values: &Values) -> Result<String, String> {
    let name = fields::line(values.get(NAME), "the organisation’s name", 200)?;
    match name.chars().filter(|one| one.is_alphanumeric()).take(2).count() {
        2 => of_one_alphabet(name),
        _ => Err(String::from("Enter a name that has two letters or figures, or more")),
    }
}

/// Its name and its kind.
fn parse(values: &Values) -> Result<(String, OrganisationKind), Invalid> {
    let mut invalid = Invalid::default();
    let name = invalid.take(NAME.name, name_typed(values));
    let kind = OrganisationKind::from_code(values.get(KIND)).filter(|kind| KINDS.contains(kind));
    if kind.is_none() {
        invalid.add(KIND.name, "Choose what kind of organisation it is");
    }
    match (name, kind) {
        (Some(name), Some(kind)) if invalid.is_empty() => Ok((name, kind)),
        _ => Err(invalid),
    }
}

/// The form.
pub(super) fn draw(form: &Sheet<AddOrganisation>, alike: &Resembling) -> AnyView {
    let kinds = KINDS.map(|kind| Choice::new(kind.code(), kind.title()));
    form.around(view! {
        <TextField of=form.field(NAME) label="Name"/>
        <Radios of=form.field(KIND) legend="What it is" options=kinds.to_vec()/>
        {another(form, alike)}
        <Buttons><Button label="Add organisation"/></Buttons>
    })
}

/// Whether it was asked if it is another one than those of like names.
pub(super) fn is_asked<F: Form>(form: &Sheet<F>) -> bool {
    form.field(ANOTHER).error.is_some()
}

/// Those of like names, where it was asked.
pub(super) async fn asked_about<F: Form>(
    cx: &RequestCx,
    form: &Sheet<F>,
    but: Option<OrganisationId>,
) -> Result<Resembling, AppError> {
    match form.typed().filter(|_| is_asked(form)).map(name_typed) {
        Some(Ok(name)) => {
            let bodies = cx.actor()?.organisations(Role::Registrar);
            store::resembling(cx, &name, &bodies, but).await
        }
        Some(Err(_)) | None => Ok(Resembling::default()),
    }
}

/// The box by which a name that is easily taken for another's is given all the same, where that was asked, with the ways to the others.
pub(super) fn another<F: Form>(form: &Sheet<F>, alike: &Resembling) -> Option<AnyView> {
    let another = form.field(ANOTHER);
    another.error.is_some().then(|| {
        let name = form.typed().and_then(|typed| fields::line(typed.get(NAME), "", 200).ok());
        let other = Choice::new(name.unwrap_or_default(), "Yes, this is another organisation");
        let one = |(id, name): &(OrganisationId, String)| {
            view! { <li><a href=paths::ORGANISATION.to(*id)>{name.clone()}</a></li> }
        };
        let ways: Vec<_> = alike.own.iter().map(one).collect();
        let ways = (!ways.is_empty()).then(|| view! { <ul>{ways}</ul> });
        view! { <Checkboxes of=another legend="Similar name" options=vec![other]/>{ways} }.into_any()
    })
}
