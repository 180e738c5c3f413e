//! Enrolling, naming supervisors, for whom one works and with whom one studies, choosing a specialism.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

mod employers_and_providers;
mod supervision;

pub use employers_and_providers::{AddEmployment, AddRegistration, EndEmployment, EndRegistration};
pub use supervision::{EndSupervision, NameSupervisor};

use super::forms::{self, EnrolTrainee};
use super::store;
use crate::error::AppError;
use crate::features::journal::store::{self as journal, Stamp};
use crate::features::people::pages::keep_link;
use crate::features::people::store as people;
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{Denied, Subject, actions, permit};
use domain::ids::EnrolmentId;
use domain::invalid::Invalid;
use domain::people::OrganisationKind;
use leptos::prelude::*;
use std::collections::HashMap;

/// Enrols a trainee, known or new. A new one gets an invitation, whose link the next page shows once.
#[server(prefix = "/api", endpoint = "enrol")]
pub async fn enrol(#[server(default)] form: HashMap<String, String>) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        permit(cx.actor()?, actions::Enrol, &Subject::default())?;
        let values: Values = form.into_iter().collect();
        let back = |errors: Invalid| Fault::SendBack {
            form: String::from("enrol"),
            page: paths::NEW_ENROLMENT.to_owned(),
            values: values.clone(),
            errors,
        };
        let parsed = EnrolTrainee::parse(&values, &cx.app.catalogue, cx.today).map_err(back)?;
        let employer = parsed.enrol.employer.as_ref().map(|(id, _)| *id);
        for (field, id, kind) in [
            ("provider", parsed.enrol.provider, OrganisationKind::Provider),
            ("employer", employer, OrganisationKind::Employer),
        ] {
            if let Some(id) = id
                && people::organisation(cx.app.db.read(), id).await?.kind != kind
            {
                return Err(back(Invalid::one(
                    field,
                    format!("Choose one from the list: this is no {}", kind.code()),
                )));
            }
        }
        let stamp = Stamp::of(cx);
        let tx = cx.app.db.begin().await?;
        let account = people::account_for(&tx, &stamp, &parsed.name, &parsed.email).await?;
        // Only now is it known whose record it is.
        let trainee = Subject {
            trainee: Some(account.person),
            ..Subject::default()
        };
        let permit = match permit(cx.actor()?, actions::Enrol, &trainee) {
            Err(Denied::Forbidden(why)) => return Err(back(Invalid::one("email", why.trim_end_matches('.')))),
            other => other?,
        };
        if let Some((_, organisation)) = &account.only_for {
            if !parsed.anew {
                return Err(back(Invalid::one("anew", in_whose_hands(&account.name, organisation))));
            }
            people::end_access(&tx, &permit, &stamp, &account).await?;
        }
        let by = permit.by();
        let form_key = values.get("form_key").map_or("", String::as_str);
        let kept = match store::enrol(&tx, permit, &stamp, &parsed.enrol).await {
            Err(AppError::Conflict(why)) => {
                // Of a form posted twice the first post enrolled them, and its page shows the link.
                return match journal::submitted(&tx, &stamp, form_key).await? {
                    Some(first) => Ok(Done::to(first)),
                    None => Err(back(Invalid::one("email", why.trim_end_matches('.')))),
                };
            }
            other => other?,
        };
        journal::submit_once(&tx, &stamp, form_key, paths::ENROLMENTS).await?;
        let mut notice = format!("{} is enrolled.", account.name);
        if let Some(kept) = kept {
            notice.push_str(&works_there(&kept));
        }
        if account.name != parsed.name {
            notice.push_str(" Their address was known under this name, so it stands.");
        }
        if account.only_for.is_some() {
            notice.push_str(" The account’s password and sessions have ended.");
        }
        let mut link = None;
        if account.needs_link() {
            link = Some(
                people::insert_invitation(
                    &tx,
                    by,
                    &stamp,
                    people::Opens::Account(account.person),
                    &account.name,
                    &parsed.email,
                )
                .await?,
            );
            notice.push_str(" Send them the link below to set up their account: it is shown only now.");
        }
        tx.commit().await?;
        if let Some(token) = link {
            keep_link(cx, &account.name, &token).await?;
        }
        Ok(Done::to(paths::ENROLMENTS).saying(notice))
    })
    .await
}

/// What became of an employment that is noted already.
fn works_there(kept: &store::Employment) -> String {
    format!(
        " They work for {} already, {}, as {}: the job title that you entered was not noted.",
        kept.name, kept.spell, kept.job_title
    )
}

/// Why an account can't become a trainee's as it is.
fn in_whose_hands(name: &str, organisation: &str) -> String {
    format!(
        "{name} has an account that was set up by a link from {organisation}, and may not be the only one who can sign in to it. Tick the box to start it anew: its password and sessions end, and you get a new link to send to {name}"
    )
}

/// Makes a new link for a trainee who has not set up their account. The next page shows it once.
#[server(prefix = "/api", endpoint = "renew-account-link")]
pub async fn renew_account_link(#[server(default)] enrolment: String) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let permit = permit(cx.actor()?, actions::Enrol, &Subject::default())?;
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (case, _) = store::case_for(cx, id, actions::ViewStanding).await?;
        let tx = cx.app.db.begin().await?;
        let Some(person) = people::not_set_up(&tx, case.trainee).await? else {
            let set_up = format!("{} has set up their account already and can sign in.", case.name);
            return Ok(Done::to(paths::supervision(id)).saying(set_up));
        };
        let token = people::renew_account_link(&tx, &permit, &Stamp::of(cx), &person).await?;
        keep_link(cx, &person.name, &token).await?;
        tx.commit().await?;
        Ok(Done::to(paths::supervision(id))
            .saying("The new link is below: it is shown only now. Earlier ones no longer work."))
    })
    .await
}

/// Chooses the practice area.
#[server(prefix = "/api", endpoint = "choose-specialism")]
pub async fn choose_specialism(
    #[server(default)] enrolment: String,
    #[server(default)] specialism: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (found, permit) = store::case_for(cx, id, actions::WriteClaim).await?;
        let chosen = found
            .framework
            .specialisms()
            .iter()
            .find(|one| one.id == specialism)
            .ok_or_else(|| Fault::SendBack {
                form: format!("specialism {id}"),
                page: paths::specialism(id),
                values: Values::new(),
                errors: Invalid::one("specialism", "Choose a specialism"),
            })?;
        let tx = cx.app.db.begin().await?;
        store::choose_specialism(&tx, permit, &Stamp::of(cx), id, &chosen.id).await?;
        tx.commit().await?;
        Ok(Done::to(paths::enrolment(id)).saying(format!("Your specialism is {}.", chosen.title)))
    })
    .await
}

/// Notes the day on which a trainee joined the professional body.
#[server(prefix = "/api", endpoint = "note-joining")]
pub async fn note_joining(
    #[server(default)] enrolment: String,
    #[server(default)] joined_on: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (case, permit) = store::case_for(cx, id, actions::Enrol).await?;
        let day = forms::joined_on(&joined_on, cx.today).map_err(|error| Fault::SendBack {
            form: format!("joining {id}"),
            page: paths::joining(id),
            values: Values::from([(String::from("joined_on"), joined_on.clone())]),
            errors: Invalid::one("joined_on", error),
        })?;
        let tx = cx.app.db.begin().await?;
        store::note_joining(&tx, permit, &Stamp::of(cx), id, day).await?;
        tx.commit().await?;
        Ok(Done::to(paths::enrolment(id)).saying(format!("{} joined on {}.", case.name, words::date(day))))
    })
    .await
}
