//! For whom a trainee works and with whom they are registered: noted later, and ended.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use crate::error::AppError;
use crate::features::enrolments::forms::{Employ, Register};
use crate::features::enrolments::store;
use crate::features::journal::store::Stamp;
use crate::features::people::store as people;
use crate::features::sign_off::store::closing::Closed;
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::{Role, actions, managed_employers};
use domain::ids::{EnrolmentId, OrganisationId};
use domain::invalid::Invalid;
use domain::people::OrganisationKind;
use leptos::prelude::*;
use std::collections::HashMap;

/// Notes a further employment.
#[server(prefix = "/api", endpoint = "add-employment")]
pub async fn add_employment(#[server(default)] form: HashMap<String, String>) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, values) = posted(form)?;
        let (case, permit) = store::case_for(cx, id, actions::ManageEmployersAndProviders).await?;
        let db = cx.app.db.read();
        let employers = people::names_of_kind(db, OrganisationKind::Employer).await?;
        let there = store::employments(db, id).await?;
        let back = |errors: Invalid| send_back(id, "employ", &values, errors);
        let new = Employ::parse(&values, &case.name, &employers, &there).map_err(back)?;
        let tx = cx.app.db.begin().await?;
        match store::employ(&tx, &permit, &Stamp::of(cx), id, &new).await {
            Err(AppError::Conflict(why)) => return Err(back(Invalid::one("employed_from", why))),
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::employers_and_providers(id)).saying(format!(
            "{} works for {} from {} on. Its administrator can name supervisors from that day.",
            case.name,
            new.employer_name,
            words::date(new.from_on)
        )))
    })
    .await
}

/// Registers with a further provider.
#[server(prefix = "/api", endpoint = "add-registration")]
pub async fn add_registration(#[server(default)] form: HashMap<String, String>) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, values) = posted(form)?;
        let (case, permit) = store::case_for(cx, id, actions::ManageEmployersAndProviders).await?;
        let db = cx.app.db.read();
        let providers = people::names_of_kind(db, OrganisationKind::Provider).await?;
        let there = store::registrations(db, id).await?;
        let back = |errors: Invalid| send_back(id, "register", &values, errors);
        let new = Register::parse(&values, &case.name, &providers, &there).map_err(back)?;
        let tx = cx.app.db.begin().await?;
        match store::register(&tx, &permit, &Stamp::of(cx), id, &new).await {
            Err(AppError::Conflict(why)) => return Err(back(Invalid::one("registered_from", why))),
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::employers_and_providers(id)).saying(format!(
            "{} is registered with {} from {} on.",
            case.name,
            new.provider_name,
            words::date(new.from_on)
        )))
    })
    .await
}

/// Ends a registration today: the provider then no longer sees the candidate.
#[server(prefix = "/api", endpoint = "end-registration")]
pub async fn end_registration(
    #[server(default)] enrolment: String,
    #[server(default)] provider: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let provider = OrganisationId::parse(&provider).ok_or(AppError::NotFound)?;
        let (case, permit) = store::case_for(cx, id, actions::ManageEmployersAndProviders).await?;
        let tx = cx.app.db.begin().await?;
        match store::end_registration(&tx, &permit, &Stamp::of(cx), id, provider).await {
            Err(AppError::NotFound) => {
                return Ok(Done::to(paths::employers_and_providers(id)).warning("This registration has ended already."));
            }
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::employers_and_providers(id)).saying(format!(
            "The registration is ended: {} is not among this provider’s candidates. What it recorded stays.",
            case.name
        )))
    })
    .await
}

/// Ends a trainee's employment today: the employer then no longer sees the record.
#[server(prefix = "/api", endpoint = "end-employment")]
pub async fn end_employment(
    #[server(default)] enrolment: String,
    #[server(default)] employer: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let employer = OrganisationId::parse(&employer).ok_or(AppError::NotFound)?;
        let (case, permit) = store::case_for(cx, id, actions::ManageSupervision).await?;
        let registrar = cx.actor()?.is(Role::Registrar);
        if !registrar && !managed_employers(cx.actor()?, permit.subject()).contains(&employer) {
            return Err(AppError::NotFound.into());
        }
        let tx = cx.app.db.begin().await?;
        let to = if registrar {
            paths::employers_and_providers(id)
        } else {
            paths::TRAINEES.to_owned()
        };
        let closed = match store::end_employment(&tx, &permit, &Stamp::of(cx), employer).await {
            Err(AppError::NotFound) => return Ok(Done::to(to).warning("This employment has ended already.")),
            other => other?,
        };
        tx.commit().await?;
        Ok(Done::to(to).saying(format!(
            "The employment is ended: {}’s record is not open to this employer.{}",
            case.name,
            went_back(closed)
        )))
    })
    .await
}

fn went_back(closed: Closed) -> String {
    let parts: Vec<String> = [
        (closed.claims, "claim", "claims"),
        (closed.stages, "request to verify a stage", "requests to verify a stage"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| words::count(n, one, many))
    .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(" Back with the trainee, undecided: {}.", parts.join(", "))
    }
}

fn posted(form: HashMap<String, String>) -> Result<(EnrolmentId, Values), AppError> {
    let values: Values = form.into_iter().collect();
    let id = values.get("enrolment").and_then(|id| EnrolmentId::parse(id));
    Ok((id.ok_or(AppError::NotFound)?, values))
}

fn send_back(id: EnrolmentId, form: &str, values: &Values, errors: Invalid) -> Fault {
    Fault::SendBack {
        form: format!("{form} {id}"),
        page: paths::employers_and_providers(id),
        values: values.clone(),
        errors,
    }
}
