//! Asking for the employer's verification, and the answer.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::values;
use crate::error::AppError;
use crate::features::enrolments::{case, store as enrolments};
use crate::features::journal::store::Stamp;
use crate::features::sign_off::forms;
use crate::features::sign_off::store::verifications::{self, Answer};
use crate::features::sign_off::verification as pages;
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use domain::access::{actions, permit};
use domain::framework::{ElementKind, NodeKind};
use domain::ids::{EnrolmentId, OrganisationId, VerificationRequestId};
use domain::invalid::Invalid;
use domain::sign_off::{
    VerificationOutcome, declined_verification_statement, needs_another_verifier, results_confirmed_by,
    verification_statement, workplace_missing,
};
use leptos::prelude::*;

/// Asks the employer to verify a stage.
#[server(prefix = "/api", endpoint = "ask-verification")]
pub async fn ask_verification(
    #[server(default)] enrolment: String,
    #[server(default)] element: String,
    #[server(default)] employer: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (case, permit) = enrolments::case_for(cx, id, actions::AskVerification).await?;
        let ix = case.framework.find(&element).ok_or(AppError::NotFound)?;
        if !matches!(
            case.framework.node(ix).kind,
            NodeKind::Element(ElementKind::Verification)
        ) {
            return Err(AppError::Malformed.into());
        }
        let page = paths::ask_verification(id, &element);
        if case.standing.state(ix).counts() && !needs_another_verifier(&case.framework, &case.standing, ix) {
            return Ok(Done::to(paths::node(id, &element)).warning("This stage is verified already."));
        }
        if !workplace_missing(&case.framework, &case.standing, ix).is_empty() {
            return Ok(Done::to(page).warning("Not yet: the workplace competence listed here comes first."));
        }
        let employers = enrolments::employers_today(cx.app.db.read(), id, cx.today).await?;
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
        match verifications::ask(&tx, &permit, &Stamp::of(cx), id, &element, employer).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::node(id, &element)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        Ok(Done::to(paths::node(id, &element)).saying(format!("{name} is asked to verify.")))
    })
    .await
}

/// Verifies a stage, or declines to.
#[server(prefix = "/api", endpoint = "verify-stage")]
pub async fn verify_stage(
    #[server(default)] request: String,
    #[server(default)] outcome: String,
    #[server(default)] comment: String,
    #[server(default)] why: String,
    #[server(default)] read: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = VerificationRequestId::parse(&request).ok_or(AppError::NotFound)?;
        let (case, found, allowed) = pages::request_for(cx, id).await?;
        allowed?;
        let (answered, said) = forms::verification(&outcome, &comment, &why).map_err(|errors| Fault::SendBack {
            form: format!("verify {id}"),
            page: paths::verification(id),
            values: values([
                ("outcome", &outcome),
                ("comment", &comment),
                ("why", &why),
                ("read", &read),
            ]),
            errors,
        })?;
        let verified = answered == VerificationOutcome::Verified;
        let tx = cx.app.db.begin().await?;
        // Read again under the lock: what is signed is what stands at this moment, and what the page showed.
        case::lock(&tx, case.id).await?;
        let case = enrolments::case_in(&tx, &cx.app.catalogue, case.id, cx.today).await?;
        let ix = case.framework.find(&found.element).ok_or(AppError::NotFound)?;
        // The other key may have been turned meanwhile, by whoever is about to turn this one.
        let confirmed_by = results_confirmed_by(&case.framework, &case.facts, ix);
        let subject = verifications::subject(&tx, &found, confirmed_by, cx.today).await?;
        let permit = permit(cx.actor()?, actions::VerifyStage, &subject)?;
        if verified && !workplace_missing(&case.framework, &case.standing, ix).is_empty() {
            return Ok(Done::to(paths::verification(id))
                .warning("Not verified: workplace competence of the stage is missing since it was asked."));
        }
        if pages::shown_digest(&case, ix) != read {
            return Err(Fault::SendBack {
                form: format!("verify {id}"),
                page: paths::verification(id),
                values: values([("outcome", &outcome), ("comment", &comment), ("why", &why)]),
                errors: Invalid::one(
                    "rests",
                    "What this stage rests on has changed since you opened the page. Read it again before you sign",
                ),
            });
        }
        let stage = case
            .framework
            .node(ix)
            .stage
            .map_or_else(String::new, |stage| case.framework.node(stage).title.clone());
        let answer = Answer {
            outcome: answered,
            comment: said,
            statement: if verified {
                verification_statement(&case.name, &stage)
            } else {
                declined_verification_statement(&case.name, &stage)
            },
            shown: pages::shown(&case, ix),
        };
        match verifications::answer(&tx, &permit, &Stamp::of(cx), id, answer).await {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::verification(id)).warning(why)),
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
