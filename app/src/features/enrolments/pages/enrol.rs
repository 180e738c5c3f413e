//! A new enrolment.

use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Checkboxes, Choice, Hidden, Radios, Select, TextField};
use crate::design::heading::Heading;
use crate::error::AppError;
use crate::features::enrolments::actions::Enrol;
use crate::features::people::store as people;
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::random;
use domain::access::{Subject, actions, permit};
use domain::people::OrganisationKind;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form for a new enrolment.
#[component]
pub fn NewEnrolment() -> impl IntoView {
    page(|cx, _| async move {
        permit(cx.actor()?, actions::Enrol, &Subject::default())?;
        let form = cx.returned("enrol").await?;
        let frameworks = cx
            .app
            .catalogue
            .all()
            .map(|framework| {
                Choice::new(
                    format!("{} {}", framework.slug(), framework.version()),
                    format!("{}, version {}", framework.title(), framework.version()),
                )
            })
            .collect::<Vec<_>>();
        let specialisms = cx
            .app
            .catalogue
            .all()
            .flat_map(|framework| {
                framework
                    .specialisms()
                    .iter()
                    .map(|one| Choice::new(&one.id, format!("{}: {}", framework.short_title(), one.title)))
                    .collect::<Vec<_>>()
            })
            .collect::<Vec<_>>();
        let organisations = async |kind: OrganisationKind| -> Result<Vec<Choice>, AppError> {
            let found = people::organisations_of_kind(cx.app.db.read(), kind).await?;
            Ok(found.into_iter().map(|one| Choice::new(one.id, one.name)).collect())
        };
        let (providers, employers) = (
            organisations(OrganisationKind::Provider).await?,
            organisations(OrganisationKind::Employer).await?,
        );
        let value = |field: &str| form.value(field, "");
        let (name, email, framework, specialism, from_on, joined_on, provider, employer, job_title) = (
            value("name"),
            value("email"),
            value("framework"),
            value("specialism"),
            value("from_on"),
            value("joined_on"),
            value("provider"),
            value("employer"),
            value("job_title"),
        );
        let anew = form.error("anew").map(|error| {
            let of_this = Choice::new(
                email.trim().to_lowercase(),
                "Start the account anew and enrol its owner",
            );
            view! { <Checkboxes id="anew" name="form[anew]" legend="Account" options=vec![of_this] error=error/> }
        });
        let enrol = view! {
            <form method="post" action=Enrol::PATH novalidate>
                <Hidden name="form[form_key]" value=random::token()/>
                <TextField id="name" name="form[name]" label="Name" value=name error=form.error("name")/>
                <TextField id="email" name="form[email]" label="Email address" kind="email" hint="If the address is known, that person is enrolled." value=email error=form.error("email")/>
                <Radios id="framework" name="form[framework]" legend="Framework" options=frameworks value=framework error=form.error("framework")/>
                <Select id="specialism" name="form[specialism]" label="Specialism" prompt="Not yet chosen" options=specialisms value=specialism error=form.error("specialism") optional=true/>
                <TextField id="from_on" name="form[from_on]" label="First day" kind="date" value=from_on error=form.error("from_on")/>
                <TextField id="joined_on" name="form[joined_on]" label="Joined the professional body on (optional)" kind="date" hint="Some routes depend on it. It can be added later." value=joined_on error=form.error("joined_on")/>
                <Select id="provider" name="form[provider]" label="Training provider" prompt="None yet" options=providers value=provider error=form.error("provider") optional=true/>
                <Select id="employer" name="form[employer]" label="Employer" prompt="None yet" options=employers value=employer error=form.error("employer") optional=true/>
                <TextField id="job_title" name="form[job_title]" label="Job title, if there is an employer" value=job_title error=form.error("job_title")/>
                {anew}
                <Buttons><Button label="Enrol"/></Buttons>
            </form>
        };
        Ok(Page::new(
            "Enrol a trainee",
            view! {
                <BackLink href=paths::ENROLMENTS label="Enrolments"/>
                <ErrorSummary errors=form.summary()/>
                <Heading title="Enrol a trainee"/>
                {enrol}
            },
        )
        .with_form(&form)
        .reading())
    })
}
