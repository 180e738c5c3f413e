//! The questions before an employment, a registration or a supervision ends.

use crate::design::question::Question;
use crate::error::AppError;
use crate::features::enrolments::actions::{EndEmployment, EndRegistration, EndSupervision};
use crate::features::enrolments::store::{self, Employment, Registration, SupervisionRow};
use crate::paths;
use crate::web::page::{Page, page};
use chrono::NaiveDate;
use domain::access::{Role, actions, managed_employers};
use domain::enrolments::{Phase, Spell};
use domain::ids::{EnrolmentId, OrganisationId, SupervisionId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The question before an employment ends.
#[component]
pub fn EndEmploymentPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, permit) = store::case_for(&cx, id, actions::ManageSupervision).await?;
        let registrar = cx.actor()?.is(Role::Registrar);
        let managed = managed_employers(cx.actor()?, permit.subject());
        let employer = OrganisationId::parse(&params.path("employer")).ok_or(AppError::NotFound)?;
        let Employment {
            employer, name, spell, ..
        } = store::employments(cx.app.db.read(), id)
            .await?
            .into_iter()
            .filter(|one| one.spell.can_end(cx.today) && (registrar || managed.contains(&one.employer)))
            .find(|one| one.employer == employer)
            .ok_or(AppError::NotFound)?;
        let trainee = &case.name;
        let (question, lede, yes, no) = if has_begun(spell, cx.today) {
            (
                format!("Has {trainee} left {name}?"),
                format!(
                    "From today {name} no longer sees the record, and its people no longer supervise. What they signed stays valid. Claims and stages that are with them undecided go back to {trainee}, who may ask another employer."
                ),
                "End the employment today",
                "No, go back",
            )
        } else {
            (
                format!("Cancel the employment at {name}?"),
                format!("It has not begun. {name} will not see {trainee}’s record, unless it is named again."),
                "Cancel the employment",
                "Keep it",
            )
        };
        let back = if registrar {
            paths::employers_and_providers(id)
        } else {
            paths::supervision(id)
        };
        Ok(Page::new(
            question.clone(),
            view! {
                <Question
                    title=question
                    lede=lede
                    back=back
                    back_label="Back"
                    action=EndEmployment::PATH
                    fields=vec![("enrolment", id.to_string()), ("employer", employer.to_string())]
                    yes=yes
                    no=no
                />
            },
        )
        .reading())
    })
}

/// The question before a registration ends.
#[component]
pub fn EndRegistrationPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(&cx, id, actions::ManageEmployersAndProviders).await?;
        let provider = OrganisationId::parse(&params.path("provider")).ok_or(AppError::NotFound)?;
        let Registration {
            provider, name, spell, ..
        } = store::registrations(cx.app.db.read(), id)
            .await?
            .into_iter()
            .find(|one| one.spell.can_end(cx.today) && one.provider == provider)
            .ok_or(AppError::NotFound)?;
        let candidate = &case.name;
        let (question, lede, yes, no) = if has_begun(spell, cx.today) {
            (
                format!("Has {candidate} left {name}?"),
                format!(
                    "From today {name} no longer sees the candidate. Results that it recorded stay, and results of sittings held before today stay its to confirm and to correct."
                ),
                "End the registration today",
                "No, go back",
            )
        } else {
            (
                format!("Cancel the registration with {name}?"),
                format!("It has not begun. {name} will not see {candidate}, unless it is named again."),
                "Cancel the registration",
                "Keep it",
            )
        };
        Ok(Page::new(
            question.clone(),
            view! {
                <Question
                    title=question
                    lede=lede
                    back=paths::employers_and_providers(id)
                    back_label="Back"
                    action=EndRegistration::PATH
                    fields=vec![("enrolment", id.to_string()), ("provider", provider.to_string())]
                    yes=yes
                    no=no
                />
            },
        )
        .reading())
    })
}

/// The question before a supervision ends.
#[component]
pub fn EndSupervisionPage() -> impl IntoView {
    page(|cx, params| async move {
        let id = EnrolmentId::parse(&params.path("enrolment")).ok_or(AppError::NotFound)?;
        let row = SupervisionId::parse(&params.path("supervision")).ok_or(AppError::NotFound)?;
        let (case, permit) = store::case_for(&cx, id, actions::ManageSupervision).await?;
        let registrar = cx.actor()?.is(Role::Registrar);
        let managed = managed_employers(cx.actor()?, permit.subject());
        let theirs = store::supervisions_at(cx.app.db.read(), id, &managed, cx.today).await?;
        let there = store::supervisions(cx.app.db.read(), id).await?;
        let found = there
            .iter()
            .filter(|one| one.spell().can_end(cx.today) && (registrar || theirs.contains(&one.id)))
            .find(|one| one.id == row)
            .ok_or(AppError::NotFound)?;
        let question = format!("End the supervision by {}?", found.name);
        let lede = what_then(found, &there, &case.name, cx.today);
        Ok(Page::new(
            question.clone(),
            view! {
                <Question
                    title=question
                    lede=lede
                    back=paths::supervision(id)
                    back_label="Back"
                    action=EndSupervision::PATH
                    fields=vec![("enrolment", id.to_string()), ("supervision", row.to_string())]
                    yes="End the supervision today"
                />
            },
        )
        .reading())
    })
}

/// Whether it is ended, or only taken back before its first day.
fn has_begun(spell: Spell, today: NaiveDate) -> bool {
    spell.phase(today) != Phase::ToCome
}

/// What ending a supervision means: who signs no more, and with whom undecided claims then lie.
fn what_then(ending: &SupervisionRow, there: &[SupervisionRow], trainee: &str, today: NaiveDate) -> String {
    let name = &ending.name;
    let in_force = |one: &&SupervisionRow| matches!(one.spell().phase(today), Phase::InForce);
    if !in_force(&ending) {
        return format!("It has not begun. {name} will not supervise {trainee}, unless they are named again.");
    }
    let others = there.iter().filter(in_force);
    let others = others.filter(|one| one.supervisor_id != ending.supervisor_id);
    let claims = if others.count() == 0 {
        format!("Nobody else supervises {trainee} today: undecided claims wait until you name someone.")
    } else {
        format!("Undecided claims can be decided by the others who supervise {trainee}.")
    };
    format!("From today {name} no longer decides {trainee}’s claims. What they signed stays valid. {claims}")
}
