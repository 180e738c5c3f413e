//! When the trainee joined the professional body.

use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, FieldWidth, Hidden, TextField};
use crate::design::heading::Heading;
use crate::error::AppError;
use crate::features::enrolments::actions::NoteJoining;
use crate::features::enrolments::store;
use crate::paths;
use crate::web::page::{Page, page};
use domain::access::actions;
use domain::ids::EnrolmentId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The day of joining of one enrolment, for the registrar to note or to correct.
#[component]
pub fn JoiningPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, id, actions::Enrol).await?;
        let form = cx.returned(&format!("joining {id}")).await?;
        let noted = case.facts.file().joined_on.map(|day| day.to_string());
        let value = form.value("joined_on", &noted.unwrap_or_default());
        Ok(Page::new(
            "Day of joining",
            view! {
                <BackLink href=paths::enrolment(id) label=case.name.clone()/>
                <ErrorSummary errors=form.summary()/>
                <Heading
                    title="Day of joining"
                    eyebrow=case.name.clone()
                    lede="The day on which they joined the professional body. Some routes are open only to those who joined before a day, or from it on."
                />
                <form method="post" action=NoteJoining::PATH novalidate>
                    <Hidden name="enrolment" value=id.to_string()/>
                    <TextField name="joined_on" label="Joined on" kind="date" width=FieldWidth::Short value=value error=form.error("joined_on")/>
                    <Buttons><Button label="Save the day"/>" "<a href=paths::enrolment(id)>"Leave it as it is"</a></Buttons>
                </form>
            },
        )
        .with_form(&form)
        .reading())
    })
}
