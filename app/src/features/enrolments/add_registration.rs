//! Registering with a further training provider.

use super::employers_and_providers::first_day_there;
use crate::features::people::store as people;
use crate::features::record::store::{self, NewRegistration, Registration};
use crate::prelude::pages::*;
use domain::enrolments::Taken;
use domain::interval::free;
use domain::people::OrganisationKind;

const PROVIDER: Field = Field::new("provider");
const FROM: Field = Field::new("registered_from");

/// Registers an enrolment with a further provider.
pub struct AddRegistration;

impl Form for AddRegistration {
    const FIELDS: &'static [Field] = &[PROVIDER, FROM];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::ADD_REGISTRATION;
    const SHOWN_ON: Route<EnrolmentId> = paths::EMPLOYERS_AND_PROVIDERS;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::AddEmployerOrProvider, id).await?;
        let db = tx.read().await?;
        let of = (OrganisationKind::Provider, may.permit().subject().bodies.as_slice());
        let provider = people::chosen(&db, of, OrganisationId::parse(values.get(PROVIDER))).await?;
        let there = store::registrations(&db, id).await?;
        let name = &may.state().name;
        let new = NewRegistration::parse((values, may.today()), name, provider, &there)?;
        store::register(&may, &new).await?;
        Ok(Done::to(paths::EMPLOYERS_AND_PROVIDERS.to(id)).saying(format!(
            "{name} is registered with {} from {} on.",
            new.provider_name,
            words::date(new.from_on)
        )))
    }
}

impl NewRegistration {
    /// `provider` is the one that was chosen, `there` are the registrations of the enrolment.
    fn parse(
        (values, today): (&Values, NaiveDate),
        trainee: &str,
        provider: Option<(OrganisationId, String)>,
        there: &[Registration],
    ) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let choose = || String::from("Choose the training provider");
        let provider = invalid.take(PROVIDER.name, provider.ok_or_else(choose));
        let from = (FROM, fields::date(values.get(FROM), "the first day of the registration"), today);
        let from_on = first_day_there(&mut invalid, from, |new| {
            let (id, provider) = provider.clone()?;
            let there = free(new, there.iter().filter(|one| one.provider == id).map(Registration::spell)).err()?;
            Some(Taken::Registered { trainee: trainee.to_owned(), provider, there })
        });
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
