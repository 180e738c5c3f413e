//! Registering with a further training provider.

use super::employers_and_providers::chosen;
use crate::features::people::store as people;
use crate::features::record::store::{self, NewRegistration, Registration};
use crate::prelude::pages::*;
use domain::enrolments::Taken;
use domain::interval::{Interval, free};
use domain::people::OrganisationKind;

const PROVIDER: Field = Field::new("provider");
const FROM: Field = Field::new("registered_from");

/// Registers an enrolment with a further provider.
pub struct AddRegistration;

impl Form for AddRegistration {
    const FIELDS: &'static [Field] = &[PROVIDER, FROM];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::ADD_REGISTRATION;

    fn shown_on(id: &EnrolmentId, _values: &Values) -> String {
        paths::EMPLOYERS_AND_PROVIDERS.to(*id)
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManageEmployersAndProviders, id).await?;
        let db = tx.read().await?;
        let providers = people::recognised(&db, OrganisationKind::Provider, &may.permit().subject().bodies).await?;
        let there = store::registrations(&db, id).await?;
        let name = &may.state().name;
        let new = NewRegistration::parse(values, name, &providers, &there)?;
        store::register(&may, &new).await?;
        Ok(Done::to(paths::EMPLOYERS_AND_PROVIDERS.to(id)).saying(format!(
            "{name} is registered with {} from {} on.",
            new.provider_name,
            words::date(new.from_on)
        )))
    }
}

impl NewRegistration {
    /// `providers` are those to choose from, `there` the registrations of the enrolment.
    fn parse(
        values: &Values,
        trainee: &str,
        providers: &[(OrganisationId, String)],
        there: &[Registration],
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let provider = chosen(providers, values.get(PROVIDER));
        if provider.is_none() {
            invalid.add(PROVIDER.name, "Choose the training provider");
        }
        let from_on = fields::date(values.get(FROM), "the first day of the registration");
        let from_on = invalid.take(FROM.name, from_on);
        if let (Some((id, name)), Some(from)) = (&provider, from_on) {
            let there = there.iter().filter(|one| one.provider == *id).map(|one| one.spell);
            if let Err(there) = free(Interval::from(from), there) {
                let (trainee, provider) = (trainee.to_owned(), name.clone());
                let taken = Taken::Registered { trainee, provider, there };
                invalid.add(FROM.name, taken.to_string());
            }
        }
        match (provider, from_on) {
            (Some((provider, provider_name)), Some(from_on)) if invalid.is_empty() => {
                Ok(Self { provider, provider_name, from_on })
            }
            _ => Err(invalid),
        }
    }
}

/// The form, with the providers to choose from.
pub(super) fn draw(form: &Sheet<AddRegistration>, providers: Vec<Choice>, today: NaiveDate) -> AnyView {
    form.around(view! {
        <Select of=form.field(PROVIDER) label="Training provider" prompt="Choose a training provider" options=providers/>
        <TextField of=form.field_or(FROM, today) label="First day of the registration" kind="date"/>
        <Buttons><Button label="Add training provider"/></Buttons>
    })
}
