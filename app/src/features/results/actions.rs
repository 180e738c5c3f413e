//! Sittings, recording, confirming and correcting.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::confirmed::Report;
use super::forms::{Correction, Entry, NewSitting, entries};
use super::posted::posted;
use super::store::{self, Candidate, Sitting};
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::store::Stamp;
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use domain::access::{Permit, Role, Subject, actions, permit};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, ResultId, SittingId};
use domain::invalid::Invalid;
use leptos::prelude::*;
use sea_orm::DatabaseTransaction;
use std::collections::{BTreeSet, HashMap};

/// Adds a sitting. `element` is "slug version element"; `provider` may be left out by who acts for one only.
#[server(prefix = "/api", endpoint = "add-sitting")]
pub async fn add_sitting(
    #[server(default)] provider: String,
    #[server(default)] element: String,
    #[server(default)] held_on: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let own = cx.actor()?.organisations(Role::Officer);
        let only = if own.len() == 1 { own.first().cloned() } else { None };
        let chosen = if provider.is_empty() {
            only
        } else {
            OrganisationId::parse(&provider)
        };
        let back = |errors: Invalid| Fault::SendBack {
            form: String::from("add-sitting"),
            page: paths::NEW_SITTING.to_owned(),
            values: [("provider", &provider), ("element", &element), ("held_on", &held_on)]
                .map(|(field, value)| (field.to_owned(), value.clone()))
                .into(),
            errors,
        };
        let parsed = NewSitting::parse(&element, &held_on, &cx.app.catalogue, cx.today);
        let (Some(chosen), Ok(new)) = (chosen, &parsed) else {
            let mut errors = parsed.err().unwrap_or_default();
            if provider.is_empty() && own.len() > 1 {
                errors.add("provider", "Choose the provider that held the sitting");
            }
            return Err(if errors.is_empty() {
                AppError::NotFound.into()
            } else {
                back(errors)
            });
        };
        let permit = permit(cx.actor()?, actions::ManageSitting, &Subject::of_organisation(chosen))?;
        let tx = cx.app.db.begin().await?;
        match store::add_sitting(&tx, permit, &Stamp::of(cx), new).await {
            Err(AppError::Conflict(why)) => {
                let there = store::find_sitting(&tx, chosen, new).await?.ok_or(AppError::NotFound)?;
                Ok(Done::to(paths::sitting(there)).warning(why))
            }
            added => {
                let id = added?;
                tx.commit().await?;
                Ok(Done::to(paths::sitting(id)).saying("The sitting is added. Record its results."))
            }
        }
    })
    .await
}

async fn own_sitting(cx: &RequestCx, id: &str) -> Result<(SittingId, Sitting), AppError> {
    let id = SittingId::parse(id).ok_or(AppError::NotFound)?;
    let sitting = store::sitting(cx.app.db.read(), id).await?;
    permit(cx.actor()?, actions::ManageSitting, &sitting.subject())?;
    Ok((id, sitting))
}

/// Takes the locks of several records, always in the same order, so that two writers never wait for each other.
async fn lock_all(tx: &DatabaseTransaction, enrolments: impl IntoIterator<Item = EnrolmentId>) -> Result<(), AppError> {
    for enrolment in enrolments.into_iter().collect::<BTreeSet<_>>() {
        case::lock(tx, enrolment).await?;
    }
    Ok(())
}

/// Records the results of several candidates, or none of them.
#[server(prefix = "/api", endpoint = "record-results")]
pub async fn record_results(
    #[server(default)] sitting: String,
    #[server(default)] outcome: HashMap<String, String>,
    #[server(default)] mark: HashMap<String, String>,
    #[server(default)] q: String,
    #[server(default)] page: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, sitting) = own_sitting(cx, &sitting).await?;
        let back = paths::sitting_page(id, &q, page.parse().unwrap_or(1));
        let (values, named) = posted(outcome, mark).ok_or(AppError::NotFound)?;
        let tx = cx.app.db.begin().await?;
        lock_all(&tx, named.clone()).await?;
        let candidates = store::candidates(&tx, id, cx.today).await?;
        if !named
            .iter()
            .all(|named| candidates.iter().any(|candidate| candidate.enrolment_id == *named))
        {
            return Err(AppError::NotFound.into());
        }
        let entries = entries(&values, &candidates).map_err(|errors| Fault::SendBack {
            form: format!("record {id}"),
            page: back.clone(),
            values: values.clone(),
            errors,
        })?;
        let permitted = permitted(cx, &sitting, &candidates, entries)?;
        match store::record(&tx, &Stamp::of(cx), &sitting, &permitted).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::sitting(id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        let said = match permitted.len() {
            0 => String::from("These results are recorded already."),
            1 => String::from("1 result is recorded. It counts when someone else confirms it."),
            n => format!("{n} results are recorded. They count when someone else confirms them."),
        };
        Ok(Done::to(back).saying(said))
    })
    .await
}

fn permitted(
    cx: &RequestCx,
    sitting: &Sitting,
    candidates: &[Candidate],
    entries: Vec<Entry>,
) -> Result<Vec<(Permit<actions::RecordResult>, Entry)>, AppError> {
    let mut permitted = Vec::with_capacity(entries.len());
    for entry in entries {
        let candidate = of_enrolment(candidates, entry.enrolment)?;
        permitted.push((
            permit(cx.actor()?, actions::RecordResult, &sitting.subject_of(candidate))?,
            entry,
        ));
    }
    Ok(permitted)
}

fn of_enrolment(candidates: &[Candidate], enrolment: EnrolmentId) -> Result<&Candidate, AppError> {
    let found = candidates.iter().find(|one| one.enrolment_id == enrolment);
    found.ok_or(AppError::NotFound)
}

/// Confirms several results. One that may not be confirmed refuses them all; one that someone else was faster with is
/// named afterwards.
#[server(prefix = "/api", endpoint = "confirm-results")]
pub async fn confirm_results(
    #[server(default)] sitting: String,
    #[server(default)] result: Vec<String>,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, sitting) = own_sitting(cx, &sitting).await?;
        if result.is_empty() {
            return Err(Fault::SendBack {
                form: format!("confirm {id}"),
                page: paths::sitting(id),
                values: Values::new(),
                errors: Invalid::one("results", "Choose one result or more to confirm"),
            });
        }
        let tx = cx.app.db.begin().await?;
        let mut chosen = Vec::new();
        for result in result.iter().collect::<BTreeSet<_>>() {
            let result = ResultId::parse(result).ok_or(AppError::NotFound)?;
            let enrolment = store::is_of(&tx, id, result).await?.ok_or(AppError::NotFound)?;
            chosen.push((enrolment, result));
        }
        lock_all(&tx, chosen.iter().map(|(enrolment, _)| *enrolment)).await?;
        let candidates = store::candidates(&tx, id, cx.today).await?;
        let mut report = Report::default();
        let mut permitted = Vec::new();
        for (enrolment, result) in chosen {
            let candidate = of_enrolment(&candidates, enrolment)?;
            if !report.was_overtaken(candidate, result) {
                let subject = sitting.subject_of(candidate);
                permitted.push((permit(cx.actor()?, actions::ConfirmResult, &subject)?, candidate));
            }
        }
        let overtaken = store::confirm(&tx, &Stamp::of(cx), &sitting, &permitted).await?;
        report.confirmed = permitted.len() - overtaken.len();
        let changed = overtaken
            .iter()
            .map(|candidate| format!("{}’s result changed meanwhile.", candidate.name));
        report.overtaken.extend(changed);
        tx.commit().await?;
        let done = Done::to(paths::sitting(id));
        Ok(if report.overtaken.is_empty() {
            done.saying(report.said())
        } else {
            done.warning(report.said())
        })
    })
    .await
}

/// Corrects the result that stands.
#[server(prefix = "/api", endpoint = "correct-result")]
pub async fn correct_result(
    #[server(default)] sitting: String,
    #[server(default)] result: String,
    #[server(default)] outcome: String,
    #[server(default)] mark: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (id, sitting) = own_sitting(cx, &sitting).await?;
        let result = ResultId::parse(&result).ok_or(AppError::NotFound)?;
        let tx = cx.app.db.begin().await?;
        let enrolment = store::is_of(&tx, id, result).await?.ok_or(AppError::NotFound)?;
        case::lock(&tx, enrolment).await?;
        let candidates = store::candidates(&tx, id, cx.today).await?;
        let candidate = candidates
            .iter()
            .find(|candidate| candidate.enrolment_id == enrolment)
            .ok_or(AppError::NotFound)?;
        let permit = permit(cx.actor()?, actions::RecordResult, &sitting.subject_of(candidate))?;
        let Some(stands) = candidate.result.as_ref().filter(|stands| stands.id == result) else {
            return Ok(overtaken(Done::to(paths::sitting(id)), candidate, permit.by()));
        };
        let before = (stands.outcome, stands.mark.as_deref());
        let new = Correction::parse(&outcome, &mark, &reason, before).map_err(|errors| Fault::SendBack {
            form: format!("correct {result}"),
            page: paths::correct_result(id, result),
            values: [("outcome", &outcome), ("mark", &mark), ("reason", &reason)]
                .map(|(field, value)| (field.to_owned(), value.clone()))
                .into(),
            errors,
        })?;
        match store::correct(&tx, &permit, &Stamp::of(cx), &sitting, (enrolment, result), &new).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::sitting(id)).warning(why)),
            other => other?,
        };
        tx.commit().await?;
        Ok(Done::to(paths::sitting(id)).saying(format!(
            "{}’s result is corrected. The new one counts when someone else confirms it.",
            candidate.name
        )))
    })
    .await
}

/// The result was corrected since the page was opened: by someone else, or by this very form, sent twice.
fn overtaken(done: Done, candidate: &Candidate, me: PersonId) -> Done {
    match &candidate.result {
        Some(stands) if stands.recorded_by == me => {
            done.saying(format!("You have corrected {}’s result already.", candidate.name))
        }
        Some(stands) => done.warning(format!(
            "{} corrected this result meanwhile. Nothing of yours was written.",
            stands.recorded_by_name
        )),
        None => done,
    }
}
