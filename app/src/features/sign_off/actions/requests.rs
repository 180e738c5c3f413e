//! Deciding a claim.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::values;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::store::Stamp;
use crate::features::sign_off::shown::Shown;
use crate::features::sign_off::store::{decisions, requests};
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::request::RequestCx;
use domain::access::{actions, permit};
use domain::ids::ClaimRequestId;
use domain::sign_off::{claim_statement, decide};
use domain::standing::ClaimOutcome;
use leptos::prelude::*;

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
        let id = ClaimRequestId::parse(&request).ok_or(AppError::NotFound)?;
        let db = cx.app.db.read();
        let found = requests::request(db, id).await?;
        permit(
            cx.actor()?,
            actions::DecideClaim,
            &requests::subject(db, &found, cx.today).await?,
        )?;
        let decision = decide(&outcome, &comment, &missing, &reason).map_err(|errors| Fault::SendBack {
            form: format!("decide {id}"),
            page: paths::request(id),
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
        // Asked again under the lock: until then the supervision or the employment may end.
        case::lock(&tx, found.enrolment_id).await?;
        let permit = permit(
            cx.actor()?,
            actions::DecideClaim,
            &requests::subject(&tx, &found, cx.today).await?,
        )?;
        match decisions::decide(
            &tx,
            &permit,
            &Stamp::of(cx),
            id,
            &decision,
            &claim_statement(&shown.trainee, decision.outcome),
        )
        .await
        {
            Err(AppError::Conflict(why)) => return Ok(Done::to(paths::request(id)).warning(why)),
            other => other?,
        }
        tx.commit().await?;
        let said = match decision.outcome {
            ClaimOutcome::Met => "Signed as met.",
            ClaimOutcome::PartlyMet => "Signed as partly met. The trainee can answer.",
            ClaimOutcome::NotYet => "Signed as not yet met. The trainee can answer.",
            ClaimOutcome::Declined => "Not decided. The trainee can ask someone else.",
        };
        Ok(Done::to(paths::QUEUE).saying(format!("{said} {}: {}.", shown.trainee, shown.outcome_title)))
    })
    .await
}
