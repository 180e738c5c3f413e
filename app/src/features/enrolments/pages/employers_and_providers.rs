//! For whom a trainee works and with whom they are registered: over the years, and what is to be noted next.

use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, Hidden, Select, TextField};
use crate::design::heading::{Heading, Section};
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::error::AppError;
use crate::features::enrolments::actions::{AddEmployment, AddRegistration};
use crate::features::enrolments::store::{self, Employment, Registration};
use crate::features::people::store as people;
use crate::paths;
use crate::web::form::Returned;
use crate::web::page::{Page, page};
use crate::web::words;
use chrono::NaiveDate;
use domain::access::actions;
use domain::enrolments::{Phase, Spell};
use domain::ids::{EnrolmentId, OrganisationId};
use domain::people::OrganisationKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// How a spell stands today.
pub(super) fn spell_tag(spell: Spell, today: NaiveDate) -> AnyView {
    let (tone, label) = match (spell.phase(today), spell.until) {
        (Phase::CalledOff, _) => (Tone::Later, String::from("Ended before it began")),
        (Phase::Over(until), _) => (Tone::Later, format!("Over since {}", words::date(until))),
        (Phase::ToCome, _) => (Tone::Wait, format!("From {}", words::date(spell.from))),
        (Phase::InForce, Some(until)) => (Tone::Met, format!("Last day {}", words::last_day(until))),
        (Phase::InForce, None) => (Tone::Met, String::from("In force")),
    };
    view! { <Tag tone=tone label=label/> }.into_any()
}

/// Employers and providers of an enrolment, and the forms for further ones.
#[component]
pub fn EmployersAndProviders() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, id, actions::ManageEmployersAndProviders).await?;
        let db = cx.app.db.read();
        let employments = store::employments(db, id).await?;
        let registrations = store::registrations(db, id).await?;
        let employers = people::names_of_kind(db, OrganisationKind::Employer).await?;
        let providers = people::names_of_kind(db, OrganisationKind::Provider).await?;
        let employ = cx.returned(&format!("employ {id}")).await?;
        let register = cx.returned(&format!("register {id}")).await?;
        let errors = [employ.summary(), register.summary()].concat();
        let came_back = if employ.errors.is_empty() {
            register.clone()
        } else {
            employ.clone()
        };
        let works = employments
            .into_iter()
            .map(|one| employment_row(id, one, cx.today))
            .collect::<Vec<_>>();
        let studies = registrations
            .into_iter()
            .map(|one| registration_row(id, one, cx.today))
            .collect::<Vec<_>>();
        let title = format!("Employers and providers of {}", case.name);
        let employment = employment_form(id, employers, &employ, cx.today);
        let registration = registration_form(id, providers, &register, cx.today);
        Ok(Page::new(
            title.clone(),
            view! {
                <BackLink href=paths::enrolment(id) label=case.name.clone()/>
                <ErrorSummary errors=errors/>
                <Heading title=title lede="An employer or a provider sees the record from the first day to the last. A stage that is begun goes on when the employer changes, and everything signed or recorded stays."/>
                <Section id="employers" title="Employers">
                    <DataTable caption="Employers" caption_hidden=true head=["Employer", "Job title", "From", "State", "Change"].map(String::from).to_vec() rows=works empty="No employer is noted yet."/>
                </Section>
                <Section id="new-employer" title="Add an employer">{employment}</Section>
                <Section id="providers" title="Training providers">
                    <DataTable caption="Training providers" caption_hidden=true head=["Provider", "From", "State", "Change"].map(String::from).to_vec() rows=studies empty="No training provider is noted yet."/>
                </Section>
                <Section id="new-provider" title="Add a training provider">{registration}</Section>
            },
        )
        .with_form(&came_back))
    })
}

fn employment_row(id: EnrolmentId, one: Employment, today: NaiveDate) -> Vec<AnyView> {
    let end = one.spell.can_end(today).then(|| {
        let href = paths::end_employment(id, one.employer);
        view! { <a href=href>"End"<span class="unseen">{format!(" the employment by {}", one.name)}</span></a> }
    });
    vec![
        one.name.into_any(),
        one.job_title.into_any(),
        words::day(one.spell.from),
        spell_tag(one.spell, today),
        end.into_any(),
    ]
}

fn registration_row(id: EnrolmentId, one: Registration, today: NaiveDate) -> Vec<AnyView> {
    let end = one.spell.can_end(today).then(|| {
        let href = paths::end_registration(id, one.provider);
        view! { <a href=href>"End"<span class="unseen">{format!(" the registration with {}", one.name)}</span></a> }
    });
    vec![
        one.name.into_any(),
        words::day(one.spell.from),
        spell_tag(one.spell, today),
        end.into_any(),
    ]
}

fn options(organisations: Vec<(OrganisationId, String)>) -> Vec<Choice> {
    let organisations = organisations.into_iter();
    organisations
        .map(|(id, name)| Choice::new(id.to_string(), name))
        .collect()
}

fn employment_form(
    id: EnrolmentId,
    employers: Vec<(OrganisationId, String)>,
    form: &Returned,
    today: NaiveDate,
) -> AnyView {
    let value = |field: &str| form.value(field, "");
    let from = form.value("employed_from", &today.to_string());
    view! {
        <form method="post" action=AddEmployment::PATH novalidate>
            <Hidden name="form[enrolment]" value=id.to_string()/>
            <Select id="employer" name="form[employer]" label="Employer" hint="One that is not in the list is added under People first." prompt="Choose an employer" options=options(employers) value=value("employer") error=form.error("employer")/>
            <TextField id="job_title" name="form[job_title]" label="Job title" value=value("job_title") error=form.error("job_title")/>
            <TextField id="employed_from" name="form[employed_from]" label="First day of the employment" kind="date" value=from error=form.error("employed_from")/>
            <Buttons><Button label="Add employer"/></Buttons>
        </form>
    }
    .into_any()
}

fn registration_form(
    id: EnrolmentId,
    providers: Vec<(OrganisationId, String)>,
    form: &Returned,
    today: NaiveDate,
) -> AnyView {
    let from = form.value("registered_from", &today.to_string());
    view! {
        <form method="post" action=AddRegistration::PATH novalidate>
            <Hidden name="form[enrolment]" value=id.to_string()/>
            <Select id="provider" name="form[provider]" label="Training provider" prompt="Choose a training provider" options=options(providers) value=form.value("provider", "") error=form.error("provider")/>
            <TextField id="registered_from" name="form[registered_from]" label="First day of the registration" kind="date" value=from error=form.error("registered_from")/>
            <Buttons><Button label="Add training provider"/></Buttons>
        </form>
    }
    .into_any()
}
