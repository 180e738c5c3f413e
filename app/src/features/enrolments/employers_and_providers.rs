//! For whom a trainee works and with whom they are registered: over the years, and what is to be noted next.

use super::add_employment::{self, AddEmployment};
use super::add_registration::{self, AddRegistration};
use super::spell;
use crate::features::people::store as people;
use crate::features::record::store::{self, Employment, Registration};
use crate::prelude::pages::*;
use domain::access::Denied;
use domain::enrolments::{Taken, first_day};
use domain::interval::Interval;
use domain::people::OrganisationKind;

/// Employers and providers of an enrolment, and the forms for further ones.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, manages) = store::case_for(&cx, id, actions::ManageEmployersAndProviders).await?;
    let db = cx.app.db.read();
    let bodies = &manages.subject().bodies;
    let shown = Shown {
        adds: permit(cx.actor()?, actions::AddEmployerOrProvider, manages.subject()).map(drop),
        id,
        works: store::employments(db, id).await?,
        studies: store::registrations(db, id).await?,
        employers: people::recognised(db, OrganisationKind::Employer, bodies).await?,
        providers: people::recognised(db, OrganisationKind::Provider, bodies).await?,
        employ: Sheet::on(&cx, &id).await?,
        register: Sheet::on(&cx, &id).await?,
        today: case.today(),
        name: case.name,
    };
    let title = format!("Employers and providers of {}", shown.name);
    Ok(Page::new(title.clone(), move || draw(shown, title)))
}

struct Shown {
    /// Whether an employer or a provider can be added, or why not.
    adds: Result<(), Denied>,
    id: EnrolmentId,
    name: String,
    works: Vec<Employment>,
    studies: Vec<Registration>,
    employers: Vec<(OrganisationId, String)>,
    /// Providers to choose from.
    providers: Vec<(OrganisationId, String)>,
    employ: Sheet<AddEmployment>,
    register: Sheet<AddRegistration>,
    today: NaiveDate,
}

fn draw(shown: Shown, title: String) -> AnyView {
    let (id, today) = (shown.id, shown.today);
    let works: Vec<_> = shown.works.into_iter().map(|one| employment_row(id, one, today)).collect();
    let studies: Vec<_> = shown.studies.into_iter().map(|one| registration_row(id, one, today)).collect();
    let (employment, registration) = match shown.adds {
        Ok(()) => (
            add_employment::draw(&shown.employ, options(shown.employers), today),
            add_registration::draw(&shown.register, options(shown.providers), today),
        ),
        Err(why) => (view! { <p>{why.to_string()}</p> }.into_any(), view! { <p>{why.to_string()}</p> }.into_any()),
    };
    view! {
        <BackLink href=paths::ENROLMENT.to(id) label=shown.name/>
        <Heading title=title intro="An employer or a provider sees the record from the first day to the last. A stage that is begun goes on when the employer changes, and everything signed or recorded stays."/>
        <Section id="employers" title="Employers">
            <DataTable named_by="employers-title" head=["Employer", "Job title", "From", "State", "Change"].map(String::from).to_vec() rows=works empty="No employer is noted yet."/>
        </Section>
        <Section id="new-employer" title="Add an employer">{employment}</Section>
        <Section id="providers" title="Training providers">
            <DataTable named_by="providers-title" head=["Provider", "From", "State", "Change"].map(String::from).to_vec() rows=studies empty="No training provider is noted yet."/>
        </Section>
        <Section id="new-provider" title="Add a training provider">{registration}</Section>
    }
    .into_any()
}

fn employment_row(id: EnrolmentId, one: Employment, today: NaiveDate) -> Vec<AnyView> {
    let end = one.spell().can_end(today).then(|| {
        let href = paths::END_EMPLOYMENT.to((id, one.employer));
        view! { <a href=href>"End"<span class="unseen">{format!(" the employment by {}", one.name)}</span></a> }
    });
    let (from, state) = (words::day(one.from_on), spell::tag(one.spell(), today));
    vec![one.name.into_any(), one.job_title.into_any(), from, state, end.into_any()]
}

fn registration_row(id: EnrolmentId, one: Registration, today: NaiveDate) -> Vec<AnyView> {
    let end = one.spell().can_end(today).then(|| {
        let href = paths::END_REGISTRATION.to((id, one.provider));
        view! { <a href=href>"End"<span class="unseen">{format!(" the registration with {}", one.name)}</span></a> }
    });
    let (from, state) = (words::day(one.from_on), spell::tag(one.spell(), today));
    vec![one.name.into_any(), from, state, end.into_any()]
}

fn options(organisations: Vec<(OrganisationId, String)>) -> Vec<Choice> {
    let organisations = organisations.into_iter();
    organisations.map(|(id, name)| Choice::new(id, name)).collect()
}

/// The first day there, as it may be noted today, from which on no day is `taken`.
pub(super) fn first_day_there(
    invalid: &mut Invalid,
    (field, day, today): (Field, Result<NaiveDate, String>, NaiveDate),
    taken: impl FnOnce(Interval) -> Option<Taken>,
) -> Option<NaiveDate> {
    let day = invalid.take(field.name, day.and_then(|day| first_day(day, today).map_err(|why| why.to_string())))?;
    if let Some(taken) = taken(Interval::from(day)) {
        invalid.add(field.name, taken.to_string());
    }
    Some(day)
}
