//! Applying, deciding, withdrawing.

#![expect(missing_docs, reason = "the fields of an action are those of its form")]

use super::forms::{Decision as Answer, withdrawal_reason};
use super::store::{self, Applied, Decided, Decision};
use crate::error::AppError;
use crate::features::enrolments::store::case_for;
use crate::features::journal::store::Stamp;
use crate::paths;
use crate::web::act::{Done, Fault, act};
use crate::web::form::Values;
use crate::web::request::RequestCx;
use crate::web::words;
use domain::access::actions;
use domain::ids::{ApplicationId, AwardId, EnrolmentId};
use domain::invalid::Invalid;
use leptos::prelude::*;

/// Applies for the status of a step-off point. Posted twice, it leads to the same application.
#[server(prefix = "/api", endpoint = "apply")]
pub async fn apply(#[server(default)] enrolment: String, #[server(default)] step_off: String) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = EnrolmentId::parse(&enrolment).ok_or(AppError::NotFound)?;
        let (_, permit) = case_for(cx, id, actions::ApplyForStatus).await?;
        let tx = cx.app.db.begin().await?;
        let applied = store::apply(&tx, &permit, &Stamp::of(cx), &cx.app.catalogue, (id, &step_off)).await?;
        tx.commit().await?;
        Ok(match applied {
            Applied::Sent(application) => {
                Done::to(paths::application(application)).saying("You have applied. The registrar decides.")
            }
            Applied::Open(application) => {
                Done::to(paths::application(application)).saying("You have applied already. The registrar decides.")
            }
            Applied::NotAvailable => Done::to(paths::apply(id, &step_off))
                .warning("You can’t apply for this status today. This page says why."),
        })
    })
    .await
}

/// Confers the status or declines to.
#[server(prefix = "/api", endpoint = "decide-application")]
pub async fn decide_application(
    #[server(default)] application: String,
    #[server(default)] decision: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = ApplicationId::parse(&application).ok_or(AppError::NotFound)?;
        let asked = store::application(cx.app.db.read(), id).await?;
        let (case, permit) = case_for(cx, asked.enrolment, actions::DecideApplication).await?;
        let back = |errors: Invalid| Fault::SendBack {
            form: format!("decide {id}"),
            page: paths::application(id),
            values: [("decision", &decision), ("reason", &reason)]
                .map(|(field, value)| (field.to_owned(), value.clone()))
                .into(),
            errors,
        };
        // Whoever decides second is shown the first decision, whatever their own form says.
        if let Some(before) = &asked.decided {
            return Ok(decided_before(Done::to(paths::application(id)), before));
        }
        let answer = Answer::parse(&decision, &reason).map_err(back)?;
        let tx = cx.app.db.begin().await?;
        let decided = store::decide(&tx, &permit, &Stamp::of(cx), &cx.app.catalogue, (id, &answer)).await?;
        if decided == Decision::NotAvailable {
            let why = "Decline, or leave the application open: what the status asks is not all there today";
            return Err(back(Invalid::one("decision", why)));
        }
        tx.commit().await?;
        let done = Done::to(paths::application(id));
        Ok(match decided {
            Decision::Conferred(award) => {
                Done::to(paths::award(award)).saying(format!("{} holds the status from today on.", case.name))
            }
            Decision::Before(before) => decided_before(done, &before),
            Decision::Declined | Decision::NotAvailable => {
                done.saying(format!("The application is declined. {} sees your reason.", case.name))
            }
        })
    })
    .await
}

fn decided_before(done: Done, before: &Decided) -> Done {
    let what = if before.is_conferred {
        "conferred the status"
    } else {
        "declined this application"
    };
    done.warning(format!(
        "{} {what} on {}. Nothing of yours was written.",
        before.by,
        words::date(before.on)
    ))
}

/// Withdraws a status from today on.
#[server(prefix = "/api", endpoint = "withdraw-award")]
pub async fn withdraw_award(
    #[server(default)] award: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    act(async |cx: &RequestCx| {
        let id = AwardId::parse(&award).ok_or(AppError::NotFound)?;
        let held = store::award(cx.app.db.read(), id).await?;
        let (_, permit) = case_for(cx, held.enrolment, actions::WithdrawAward).await?;
        let why = withdrawal_reason(&reason).map_err(|errors| Fault::SendBack {
            form: format!("withdraw {id}"),
            page: paths::withdraw_award(id),
            values: Values::from([(String::from("reason"), reason.clone())]),
            errors,
        })?;
        let tx = cx.app.db.begin().await?;
        let before = store::withdraw(&tx, &permit, &Stamp::of(cx), &held, &why).await?;
        tx.commit().await?;
        let done = Done::to(paths::award(id));
        Ok(match before {
            None => done.saying("The status is withdrawn. Its public page says so from now on."),
            Some(before) => done.warning(format!(
                "{} withdrew this status already, on {}. Nothing of yours was written.",
                before.by,
                words::date(before.on)
            )),
        })
    })
    .await
}
