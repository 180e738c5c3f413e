//! The choice of the practice area.

use crate::design::back::BackLink;
use crate::design::error_summary::ErrorSummary;
use crate::design::field::{Button, Buttons, Choice, Hidden, Radios};
use crate::design::heading::Heading;
use crate::error::AppError;
use crate::features::enrolments::actions::ChooseSpecialism;
use crate::features::enrolments::store;
use crate::paths;
use crate::web::page::{Page, page};
use domain::access::actions;
use domain::framework::Framework;
use domain::ids::EnrolmentId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The specialism of one's own enrolment, where its framework has any.
#[component]
pub fn SpecialismPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, id, actions::WriteClaim).await?;
        let options = options(&case.framework);
        if options.is_empty() {
            return Err(AppError::NotFound);
        }
        let form = cx.returned(&format!("specialism {id}")).await?;
        let chosen = case.facts.file().specialism.clone();
        Ok(Page::new(
            "Your specialism",
            view! {
                <BackLink href=paths::enrolment(id) label="Where you are"/>
                <ErrorSummary errors=form.summary()/>
                <Heading
                    title="Your specialism"
                    eyebrow=case.framework.short_title().to_owned()
                    lede="The practice area in which you qualify. It decides which options count. You may change it: what you have passed stays on your record."
                />
                <form method="post" action=ChooseSpecialism::PATH>
                    <Hidden name="enrolment" value=id.to_string()/>
                    <Radios name="specialism" legend="Practice area" options=options value=chosen error=form.error("specialism")/>
                    <Buttons><Button label="Save specialism"/>" "<a href=paths::enrolment(id)>"Leave it as it is"</a></Buttons>
                </form>
            },
        )
        .with_form(&form)
        .reading())
    })
}

fn options(framework: &Framework) -> Vec<Choice> {
    let specialisms = framework.specialisms().iter();
    specialisms
        .map(|one| {
            let choice = Choice::new(&one.id, &one.title);
            match &one.unpublished {
                Some(note) => choice.hinted(format!("Unpublished: {note}")),
                None => choice,
            }
        })
        .collect()
}
