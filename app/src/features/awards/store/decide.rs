//! Deciding an application: conferring the status, or declining to.

use super::{Application, Decided, application};
use crate::error::AppError;
use crate::features::awards::forms::Decision as Answer;
use crate::features::enrolments::store::Case;
use crate::features::enrolments::{case, store as enrolments};
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::web::db::sql;
use crate::web::random;
use domain::access::{Permit, actions};
use domain::awards::ApplicationOutcome;
use domain::framework::NodeIx;
use domain::ids::{ApplicationId, AwardId, PersonId};
use domain::journal::{Chain, Digest, Event};
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
    (id, answer): (ApplicationId, &Answer),
) -> Result<Decision, AppError> {
    let enrolment = application(tx, id).await?.enrolment;
    case::lock(tx, enrolment).await?;
    // Read again under the lock: whoever came first has decided it by now.
    let asked = application(tx, id).await?;
    if let Some(before) = asked.decided {
        return Ok(Decision::Before(before));
    }
    let found = enrolments::case_in(tx, catalogue, enrolment, stamp.on).await?;
    let (step_off, status) = found.framework.step_off(&asked.step_off).ok_or(AppError::NotFound)?;
    let confers = matches!(answer, Answer::Confer(_));
    if confers && found.standing.state(step_off) != State::Available {
        return Ok(Decision::NotAvailable);
    }
    let decision = write_decision(tx, permit.by(), stamp, &asked, &found, answer).await?;
    let awarded = if confers {
        Some(confer(tx, permit.by(), stamp, (&asked, status), &found).await?)
    } else {
        None
    };
    let (application, step_off, status) = (id, asked.step_off, asked.status);
    let (event, decided) = match awarded {
        Some((award, words)) => (
            Event::ConferredStatus {
                award,
                application,
                step_off,
                status,
                words,
                decision,
            },
            Decision::Conferred(award),
        ),
        None => (
            Event::DeclinedApplication {
                application,
                step_off,
                status,
                decision,
            },
            Decision::Declined,
        ),
    };
    journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
    case::rewrite(tx, enrolment).await?;
    Ok(decided)
}

async fn write_decision(
    tx: &DatabaseTransaction,
    by: PersonId,
    stamp: &Stamp,
    asked: &Application,
    found: &Case,
    answer: &Answer,
) -> Result<Digest, AppError> {
    let (outcome, reason) = match answer {
        Answer::Confer(remark) => (ApplicationOutcome::Conferred, remark.clone().unwrap_or_default()),
        Answer::Decline(reason) => (ApplicationOutcome::Declined, reason.clone()),
    };
    let standing = serde_json::to_string(&report(&found.framework, &found.facts, &found.standing))?;
    let Salted { salt, words } = Salted::new(&[Some(&reason), Some(&standing)]);
    tx.execute_raw(sql(
        tx,
        "INSERT INTO application_decision (application_id, enrolment_id, trainee_id, outcome, reason, standing, salt, decided_by, decided_on, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            asked.id.into(),
            found.id.into(),
            found.trainee.into(),
            outcome.into(),
            reason.into(),
            standing.into(),
            salt.into(),
            by.into(),
            stamp.on.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    tx.execute_raw(sql(
        tx,
        "UPDATE application SET is_open = $1 WHERE id = $2",
        [false.into(), asked.id.into()],
    ))
    .await?;
    Ok(words)
}

async fn confer(
    tx: &DatabaseTransaction,
    by: PersonId,
    stamp: &Stamp,
    (asked, status): (&Application, NodeIx),
    found: &Case,
) -> Result<(AwardId, Digest), AppError> {
    let id = AwardId::new(random::uuid());
    let called = found.framework.status_title(status, stamp.on);
    let code = random::verification_code();
    let Salted { salt, words } = Salted::new(&[
        Some(&found.name),
        Some(&called.title),
        called.letters.as_deref(),
        Some(&code),
    ]);
    tx.execute_raw(sql(
        tx,
        "INSERT INTO award (id, application_id, enrolment_id, trainee_id, status, holder, holder_folded, title, letters, code, salt, conferred_by, conferred_on, conferred_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        [
            id.into(),
            asked.id.into(),
            found.id.into(),
            found.trainee.into(),
            asked.status.clone().into(),
            found.name.clone().into(),
            folded(&found.name).into(),
            called.title.into(),
            called.letters.into(),
            code.into(),
            salt.into(),
            by.into(),
            stamp.on.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    Ok((id, words))
}
