//! Adding an organisation.

use super::store;
use crate::prelude::pages::*;
use domain::access::Role;
use domain::people::OrganisationKind;

const NAME: Field = Field::new("name");
const KIND: Field = Field::new("kind");

/// A body is not added here: it is content, and set up by whoever runs the service.
const KINDS: [OrganisationKind; 2] = [OrganisationKind::Employer, OrganisationKind::Provider];

/// Adds an organisation.
pub struct AddOrganisation;

impl Form for AddOrganisation {
    const FIELDS: &'static [Field] = &[NAME, KIND];
    type At = ();
    const ROUTE: Route<()> = paths::ORGANISATIONS;

    async fn act(cx: &RequestCx, tx: &Tx, (): (), values: &Values) -> Result<Done, Stop> {
        let bodies = cx.lists(OwnList::OfBody)?.organisations(Role::Registrar);
        let all = tx.may_all(actions::ManageOrganisations, bodies).await?;
        let (name, kind) = parse(values)?;
        let id = match store::add_organisation(&all, &name, kind).await {
            Err(AppError::Conflict(_)) => {
                let taken = format!(
                    "There is an organisation called {name} already, or one whose name looks the same. If you don’t see it in the list, another professional body added it: ask the people who run this service to add it for yours"
                );
                return Err(Invalid::one(NAME.name, taken).into());
            }
            other => other?,
        };
        Ok(Done::to(paths::ORGANISATION.to(id)).saying("The organisation is added. Invite its first person."))
    }
}

/// Its name and its kind.
fn parse(values: &Values) -> Result<(String, OrganisationKind), Invalid> {
    let mut invalid = Invalid::default();
    let name = invalid.take(NAME.name, fields::line(values.get(NAME), "the organisation’s name", 200));
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
pub(super) fn draw(form: &Sheet<AddOrganisation>) -> AnyView {
    let kinds = KINDS.map(|kind| Choice::new(kind.code(), kind.title()));
    form.around(view! {
        <TextField of=form.field(NAME) label="Name"/>
        <Radios of=form.field(KIND) legend="What it is" options=kinds.to_vec()/>
        <Buttons><Button label="Add organisation"/></Buttons>
    })
}
