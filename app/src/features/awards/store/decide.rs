//! Deciding an application: conferring the status, or declining to.

use super::{Application, Decided, application};
use crate::error::AppError;
use crate::features::awards::forms::Decision as Answer;
use crate::features::enrolments::store::Case;
use crate::features::enrolments::{case, store as enrolments};
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::web::db::sql;
use crate::web::random;
use domain::access::{Permit, actions};
use domain::framework::NodeIx;
use domain::ids::{ApplicationId, AwardId, PersonId};
use domain::standing::{State, report};
use domain::text::folded;
use sea_orm::{ConnectionTrait, DatabaseTransaction};

/// What came of deciding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The status is held from today on.
    Conferred(AwardId),
    /// The trainee may apply again.
    Declined,
    /// Someone was faster.
    Before(Decided),
    /// What the step-off point asks is no longer all there: nothing was decided.
    NotAvailable,
}

/// Decides an application on the standing of this moment, which is kept with the decision.
///
/// # Errors
/// [`AppError::NotFound`] when there is no such application.
pub async fn decide(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::DecideApplication>,
    stamp: &Stamp,
    catalogue: &Catalogue,
    (id, answer): (&ApplicationId, &Answer),
) -> Result<Decision, AppError> {
    let enrolment = application(tx, id).await?.enrolment;
    case::lock(tx, &enrolment).await?;
    // Read again under the lock: whoever came first has decided it by now.
    let asked = application(tx, id).await?;
    if let Some(before) = asked.decided {
        return Ok(Decision::Before(before));
    }
    let found = enrolments::case_in(tx, catalogue, &enrolment, stamp.on).await?;
    let (step_off, status) = found.framework.step_off(&asked.step_off).ok_or(AppError::NotFound)?;
    let confers = matches!(answer, Answer::Confer(_));
    if confers && found.standing.state(step_off) != State::Available {
        return Ok(Decision::NotAvailable);
    }
    write_decision(tx, permit.by(), stamp, &asked, &found, answer).await?;
    let (decision, act) = if confers {
        (
            Decision::Conferred(confer(tx, permit.by(), stamp, (&asked, status), &found).await?),
            "conferred status",
        )
    } else {
        (Decision::Declined, "declined application")
    };
    let (object_kind, object) = match &decision {
        Decision::Conferred(award) => ("award", award.as_str()),
        _ => ("application", id.as_str()),
    };
    let detail = serde_json::json!({ "application": id, "step_off": asked.step_off, "status": asked.status });
    journal::write(
        tx,
        stamp,
        Event {
            act,
            object_kind,
            object,
            enrolment: Some(&enrolment),
            detail,
        },
    )
    .await?;
    case::rewrite(tx, &enrolment).await?;
    Ok(decision)
}

async fn write_decision(
    tx: &DatabaseTransaction,
    by: &PersonId,
    stamp: &Stamp,
    asked: &Application,
    found: &Case,
    answer: &Answer,
) -> Result<(), AppError> {
    let (outcome, reason) = match answer {
        Answer::Confer(remark) => ("conferred", remark.clone().unwrap_or_default()),
        Answer::Decline(reason) => ("declined", reason.clone()),
    };
    let standing = serde_json::to_string(&report(&found.framework, &found.standing))?;
    tx.execute_raw(sql(
        tx,
        "INSERT INTO application_decision (application_id, enrolment_id, trainee_id, outcome, reason, standing, decided_by, decided_on, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            asked.id.to_string().into(),
            found.id.to_string().into(),
            found.trainee.to_string().into(),
            outcome.into(),
            reason.into(),
            standing.into(),
            by.to_string().into(),
            stamp.on.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    tx.execute_raw(sql(
        tx,
        "UPDATE application SET is_open = $1 WHERE id = $2",
        [false.into(), asked.id.to_string().into()],
    ))
    .await?;
    Ok(())
}

async fn confer(
    tx: &DatabaseTransaction,
    by: &PersonId,
    stamp: &Stamp,
    (asked, status): (&Application, NodeIx),
    found: &Case,
) -> Result<AwardId, AppError> {
    let id = AwardId::new(random::uuid());
    let called = found.framework.status_title(status, stamp.on);
    tx.execute_raw(sql(
        tx,
        "INSERT INTO award (id, application_id, enrolment_id, trainee_id, status, holder, holder_folded, title, letters, code, conferred_by, conferred_on, conferred_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        [
            id.to_string().into(),
            asked.id.to_string().into(),
            found.id.to_string().into(),
            found.trainee.to_string().into(),
            asked.status.clone().into(),
            found.name.clone().into(),
            folded(&found.name).into(),
            called.title.into(),
            called.letters.into(),
            random::verification_code().into(),
            by.to_string().into(),
            stamp.on.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    Ok(id)
}
