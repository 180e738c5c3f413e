//! What trainees do with claims, supervisors with requests, and employers with stages.

use super::forms;
use super::shown::Shown;
use super::store::{self, Claim};
use super::store::{requests, verifications};
use crate::error::AppError;
use crate::features::enrolments::store as enrolments;
use crate::features::frameworks::map::called;
use crate::features::journal::store::{self as journal, Stamp};
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use domain::access::{Permit, actions, permit};
use domain::framework::{CompetencyLevel, ElementKind, NodeKind};
use domain::ids::{ClaimId, EnrolmentId, OrganisationId, RowId};
use domain::invalid::Invalid;
use domain::sign_off::workplace_missing;
use domain::sign_off::{ReasonCode, claim_statement, decide, sendable, verification_statement};
use domain::standing::ClaimOutcome;
use leptos::prelude::*;

fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// One's own claim, and the permit to change it.
///
/// # Errors
/// [`AppError::NotFound`] for anyone else.
pub async fn own_claim(cx: &RequestCx, id: &str) -> Result<(Claim, Permit<actions::WriteClaim>), AppError> {
    let id = ClaimId::parse(id).ok_or(AppError::NotFound)?;
    let claim = store::claim(cx.app.db.read(), &id).await?;
    if claim.trainee != cx.actor()?.person {
        return Err(AppError::NotFound);
    }
    let subject = enrolments::subject(cx.app.db.read(), &claim.enrolment, cx.today).await?;
    let permit = permit(cx.actor()?, actions::WriteClaim, &subject)?;
    Ok((claim, permit))
}

/// Begins a claim of an outcome. The key makes a form posted twice begin one claim.
#[server(prefix = "/api", endpoint = "begin-claim")]
pub async fn begin_claim(
    #[server(default)] enrolment: String,
    #[server(default)] outcome: String,
    #[server(default)] form_key: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (case, permit) = enrolments::case_for(cx, &id, actions::WriteClaim).await?;
        let outcome_ix = case.framework.find(&outcome).ok_or(AppError::NotFound)?;
        if !matches!(
            case.framework.node(outcome_ix).kind,
            NodeKind::Competency(CompetencyLevel::Outcome)
        ) {
            return Err(AppError::Malformed.into());
        }
        let stamp = Stamp::of(cx);
        let tx = cx.app.db.begin().await?;
        if let Some(location) = journal::already_submitted(&tx, permit.by(), &form_key).await? {
            return Ok(Done::to(location));
        }
        let claim = store::begin(&tx, &permit, &stamp, &id, &outcome).await?;
        journal::submitted(&tx, &stamp, &form_key, &paths::edit_claim(&claim)).await?;
        tx.commit().await?;
        Ok(Done::to(paths::edit_claim(&claim)))
    })
    .await
}

/// Saves a draft and goes on to its evidence, or back to the list.
#[server(prefix = "/api", endpoint = "save-draft")]
pub async fn save_draft(
    #[server(default)] claim: String,
    #[server(default)] revision: String,
    #[server(default)] narrative: String,
    #[server(default)] happened_from: String,
    #[server(default)] happened_until: String,
    #[server(default)] then: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let back = |errors: Invalid| Fault::SendBack {
            form: format!("draft {}", found.id),
            page: paths::edit_claim(&found.id),
            values: values([("narrative", &narrative), ("happened_from", &happened_from), ("happened_until", &happened_until)]),
            errors,
        };
        let written = forms::written(&narrative, &happened_from, &happened_until).map_err(back)?;
        let tx = cx.app.db.begin().await?;
        let saved = store::save(&tx, &permit, &Stamp::of(cx), &found.id, revision.parse().unwrap_or_default(), &written).await;
        match saved {
            Ok(_) => tx.commit().await?,
            Err(AppError::Conflict(why)) if found.state.is_editable() => {
                let text = format!("{why} What is stored now begins “{}”. Save again to put your text in its place, or reload the page to take the other", found.line().title);
                return Err(back(Invalid::one("narrative", text)));
            }
            Err(error) => return Err(error.into()),
        }
        Ok(match then.as_str() {
            "evidence" => Done::to(paths::claim_evidence(&found.id)),
            _ => Done::to(paths::CLAIMS).saying("The draft is saved."),
        })
    })
    .await
}

/// Adds a text or a link.
#[server(prefix = "/api", endpoint = "add-evidence")]
pub async fn add_evidence(
    #[server(default)] claim: String,
    #[server(default)] kind: String,
    #[server(default)] title: String,
    #[server(default)] text: String,
    #[server(default)] address: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let new = forms::new_evidence(&kind, &title, &text, &address).map_err(|errors| Fault::SendBack {
            form: format!("evidence {}", found.id),
            page: paths::claim_evidence(&found.id),
            values: if kind == "link" {
                values([("link_title", &title), ("address", &address)])
            } else {
                values([("text_title", &title), ("text", &text)])
            },
            errors,
        })?;
        let tx = cx.app.db.begin().await?;
        store::add_evidence(&tx, &permit, &Stamp::of(cx), &found.id, new).await?;
        tx.commit().await?;
        Ok(Done::to(paths::claim_evidence(&found.id)).saying("The evidence is added."))
    })
    .await
}

/// Takes evidence out of a draft.
#[server(prefix = "/api", endpoint = "remove-evidence")]
pub async fn remove_evidence(
    #[server(default)] claim: String,
    #[server(default)] evidence: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let evidence = RowId::parse(&evidence).ok_or(AppError::NotFound)?;
        let tx = cx.app.db.begin().await?;
        store::remove_evidence(&tx, &permit, &Stamp::of(cx), &found.id, &evidence).await?;
        tx.commit().await?;
        Ok(Done::to(paths::claim_evidence(&found.id)).saying("The evidence is removed from the draft."))
    })
    .await
}

/// Sends a claim to a supervisor: everything it needs is checked once more.
#[server(prefix = "/api", endpoint = "send-claim")]
pub async fn send_claim(
    #[server(default)] claim: String,
    #[server(default)] supervisor: String,
    #[server(default)] redacted: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        if found.state == store::ClaimState::Sent {
            return Ok(Done::to(paths::claim(&found.id)).warning("This claim has been sent already."));
        }
        let (case, _) = enrolments::case_for(cx, &found.enrolment, actions::WriteClaim).await?;
        let outcome = case.framework.find(&found.outcome).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let evidence = store::evidence(db, &found.id).await?;
        let possible = enrolments::supervisors_today(db, &found.enrolment, cx.today).await?;
        let chosen = possible.into_iter().find(|(id, _)| id.as_str() == supervisor);
        let max_age = case
            .framework
            .node(outcome)
            .examples
            .as_ref()
            .and_then(|examples| examples.max_age);
        let (ready, mut errors) = match sendable(&found.draft(evidence.len(), redacted == "yes"), max_age, cx.today) {
            Ok(ready) => (Some(ready), Invalid::default()),
            Err(errors) => (None, errors),
        };
        if chosen.is_none() {
            errors.add("supervisor", "Choose who supervised this work");
        }
        let (Some(ready), Some((supervisor, name)), true) = (ready, chosen, errors.is_empty()) else {
            return Err(Fault::SendBack {
                form: format!("send {}", found.id),
                page: paths::send_claim(&found.id),
                values: values([("supervisor", &supervisor), ("redacted", &redacted)]),
                errors,
            });
        };
        let shown = Shown {
            framework: format!("{} {}", case.framework.slug(), case.framework.version()),
            outcome: found.outcome.clone(),
            outcome_title: called(&case.framework, outcome),
            trainee: case.name.clone(),
            narrative: found.narrative.clone(),
            happened_from: ready.happened_from,
            happened_until: ready.happened_until,
            redacted: true,
            evidence: evidence.into_iter().map(Into::into).collect(),
            sent_on: cx.today,
        };
        let tx = cx.app.db.begin().await?;
        requests::send(&tx, &permit, &Stamp::of(cx), &found, &supervisor, &shown).await?;
        tx.commit().await?;
        Ok(Done::to(paths::claim(&found.id)).saying(format!("Sent to {name}. You see here what they decide.")))
    })
    .await
}

/// Takes a claim back while it is undecided.
#[server(prefix = "/api", endpoint = "take-back-claim")]
pub async fn take_back_claim(#[server(default)] claim: String) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let tx = cx.app.db.begin().await?;
        match requests::take_back(&tx, &permit, &Stamp::of(cx), &found).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::claim(&found.id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::claim(&found.id))
            .saying("The claim is yours again: change it and send it when it is ready."))
    })
    .await
}

/// Deletes a draft that was never sent.
#[server(prefix = "/api", endpoint = "delete-claim")]
pub async fn delete_claim(#[server(default)] claim: String) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let (found, permit) = own_claim(cx, &claim).await?;
        let tx = cx.app.db.begin().await?;
        store::delete(&tx, &permit, &Stamp::of(cx), &found).await?;
        tx.commit().await?;
        Ok(Done::to(paths::CLAIMS).saying("The draft is deleted."))
    })
    .await
}

/// Decides a claim.
#[server(prefix = "/api", endpoint = "decide-claim")]
pub async fn decide_claim(
    #[server(default)] request: String,
    #[server(default)] outcome: String,
    #[server(default)] comment: String,
    #[server(default)] missing: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = RowId::parse(&request).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let found = requests::request(db, &id).await?;
        let subject = enrolments::subject(db, &EnrolmentId::from(found.enrolment_id.clone()), cx.today).await?;
        let permit = permit(cx.actor()?, actions::DecideClaim, &subject)?;
        let decision = decide(&outcome, &comment, &missing, &reason).map_err(|errors| Fault::SendBack {
            form: format!("decide {id}"),
            page: paths::request(&id),
            values: values([
                ("outcome", &outcome),
                ("comment", &comment),
                ("missing", &missing),
                ("reason", &reason),
            ]),
            errors,
        })?;
        let shown = Shown::read(&found.shown)?;
        let tx = cx.app.db.begin().await?;
        match requests::decide(
            &tx,
            &permit,
            &Stamp::of(cx),
            &id,
            &decision,
            &claim_statement(&shown.trainee),
        )
        .await
        {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::request(&id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        let said = match decision.outcome {
            ClaimOutcome::Met => "Signed as met.",
            ClaimOutcome::PartlyMet => "Signed as partly met. The trainee can answer.",
            ClaimOutcome::NotYet => "Signed as not yet met. The trainee can answer.",
            ClaimOutcome::Declined => "Declined. The trainee can ask someone else.",
        };
        Ok(Done::to(paths::QUEUE).saying(format!("{said} {}: {}.", shown.trainee, shown.outcome_title)))
    })
    .await
}

/// Asks the employer to verify a stage.
#[server(prefix = "/api", endpoint = "ask-verification")]
pub async fn ask_verification(
    #[server(default)] enrolment: String,
    #[server(default)] element: String,
    #[server(default)] employer: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (case, permit) = enrolments::case_for(cx, &id, actions::AskVerification).await?;
        let ix = case.framework.find(&element).ok_or(AppError::NotFound)?;
        if !matches!(
            case.framework.node(ix).kind,
            NodeKind::Element(ElementKind::Verification)
        ) {
            return Err(AppError::Malformed.into());
        }
        let page = paths::ask_verification(&id, &element);
        if case.standing.state(ix).counts() {
            return Ok(Done::to(paths::node(&id, &element)).warning("This stage is verified already."));
        }
        if !workplace_missing(&case.framework, &case.standing, ix).is_empty() {
            return Ok(Done::to(page).warning("Not yet: the workplace competence listed here comes first."));
        }
        let employers = enrolments::employers_today(cx.app.db.read(), &id, cx.today).await?;
        let employer =
            OrganisationId::parse(&employer).and_then(|chosen| employers.into_iter().find(|(id, _)| *id == chosen));
        let Some((employer, name)) = employer else {
            return Err(Fault::SendBack {
                form: format!("ask {id}"),
                page,
                values: Values::new(),
                errors: Invalid::one("employer", "Choose the employer who is to verify"),
            });
        };
        let tx = cx.app.db.begin().await?;
        verifications::ask(&tx, &permit, &Stamp::of(cx), &id, &element, &employer).await?;
        tx.commit().await?;
        Ok(Done::to(paths::node(&id, &element)).saying(format!("{name} is asked to verify.")))
    })
    .await
}

/// Verifies a stage, or declines to.
#[server(prefix = "/api", endpoint = "verify-stage")]
pub async fn verify_stage(
    #[server(default)] request: String,
    #[server(default)] outcome: String,
    #[server(default)] comment: String,
    #[server(default)] attested: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = RowId::parse(&request).ok_or(AppError::NotFound)?;
        let (case, found, permit) = super::verification::request_for(cx, &id).await?;
        let permit = permit?;
        let (verified, comment) =
            forms::verification(&outcome, &comment, attested == "yes").map_err(|errors| Fault::SendBack {
                form: format!("verify {id}"),
                page: paths::verification(&id),
                values: values([("outcome", &outcome), ("comment", &comment), ("attested", &attested)]),
                errors,
            })?;
        let ix = case.framework.find(&found.element).ok_or(AppError::NotFound)?;
        if verified && !workplace_missing(&case.framework, &case.standing, ix).is_empty() {
            return Ok(Done::to(paths::verification(&id))
                .warning("Not verified: workplace competence of the stage is missing since it was asked."));
        }
        let stage = case
            .framework
            .node(ix)
            .stage
            .map_or_else(String::new, |stage| case.framework.node(stage).title.clone());
        let shown = super::verification::shown(&case, ix);
        let tx = cx.app.db.begin().await?;
        let statement = verification_statement(&case.name, &stage);
        match verifications::answer(
            &tx,
            &permit,
            &Stamp::of(cx),
            &id,
            verified,
            &comment,
            &statement,
            &shown,
        )
        .await
        {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::verification(&id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        let said = if verified {
            format!("The {stage} stage of {} is verified.", case.name)
        } else {
            String::from("Declined. The trainee sees why.")
        };
        Ok(Done::to(paths::QUEUE).saying(said))
    })
    .await
}

/// The words of a stored reason code.
#[must_use]
pub fn reason_words(code: &str) -> &'static str {
    ReasonCode::from_code(code).map_or("", ReasonCode::words)
}
