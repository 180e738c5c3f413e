//! Applying for a status, and withdrawing one.

use super::{Award, Withdrawal, award};
use crate::error::AppError;
use crate::features::enrolments::{case, store as enrolments};
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::web::db::sql;
use crate::web::random;
use domain::access::{Permit, actions};
use domain::ids::{ApplicationId, EnrolmentId};
use domain::journal::{Chain, Event};
use domain::standing::State;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// What came of applying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The registrar has it now.
    Sent(ApplicationId),
    /// It was sent before and is still open.
    Open(ApplicationId),
    /// The status is held, or not everything that the step-off point asks is there.
    NotAvailable,
}

/// Applies for the status of a step-off point, when the standing of this moment allows it.
///
/// # Errors
/// [`AppError::NotFound`] when the framework has no such step-off point.
pub async fn apply(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ApplyForStatus>,
    stamp: &Stamp,
    catalogue: &Catalogue,
    (id, step_off): (EnrolmentId, &str),
) -> Result<Applied, AppError> {
    case::lock(tx, id).await?;
    let found = enrolments::case_in(tx, catalogue, id, stamp.on).await?;
    let (ix, status) = found.framework.step_off(step_off).ok_or(AppError::NotFound)?;
    if let Some(open) = open_application(tx, id, step_off).await? {
        return Ok(Applied::Open(open));
    }
    if found.standing.state(ix) != State::Available {
        return Ok(Applied::NotAvailable);
    }
    let application = ApplicationId::new(random::uuid());
    let status = &found.framework.node(status).id;
    tx.execute_raw(sql(
        tx,
        "INSERT INTO application (id, enrolment_id, trainee_id, step_off, status, applied_on, applied_at, is_open)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            application.into(),
            id.into(),
            permit.by().into(),
            step_off.into(),
            status.clone().into(),
            stamp.on.into(),
            stamp.at.into(),
            true.into(),
        ],
    ))
    .await?;
    let event = Event::Applied {
        application,
        step_off: step_off.to_owned(),
        status: status.clone(),
    };
    journal::write(tx, stamp, Chain::Record(id), event).await?;
    case::rewrite(tx, id).await?;
    Ok(Applied::Sent(application))
}

async fn open_application(
    tx: &DatabaseTransaction,
    id: EnrolmentId,
    step_off: &str,
) -> Result<Option<ApplicationId>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: ApplicationId,
    }
    let text = "SELECT id FROM application WHERE enrolment_id = $1 AND step_off = $2 AND is_open";
    let statement = sql(tx, text, [id.into(), step_off.into()]);
    Ok(Row::find_by_statement(statement).one(tx).await?.map(|row| row.id))
}

/// Withdraws a status from today on. Gives the earlier withdrawal when someone was faster.
///
/// # Errors
/// When the database can't be written.
pub async fn withdraw(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WithdrawAward>,
    stamp: &Stamp,
    held: &Award,
    reason: &str,
) -> Result<Option<Withdrawal>, AppError> {
    let trainee = permit.subject().trainee.ok_or(AppError::NotFound)?;
    case::lock(tx, held.enrolment).await?;
    let Salted { salt, words } = Salted::new(&[Some(reason)]);
    let inserted = tx
        .execute_raw(sql(
            tx,
            "INSERT INTO award_withdrawal (award_id, trainee_id, reason, salt, withdrawn_by, withdrawn_on, withdrawn_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (award_id) DO NOTHING",
            [
                held.id.into(),
                trainee.into(),
                reason.into(),
                salt.into(),
                permit.by().into(),
                stamp.on.into(),
                stamp.at.into(),
            ],
        ))
        .await?;
    if inserted.rows_affected() == 0 {
        return Ok(award(tx, held.id).await?.withdrawal);
    }
    let event = Event::WithdrewStatus {
        award: held.id,
        status: held.status.clone(),
        words,
    };
    journal::write(tx, stamp, Chain::Record(held.enrolment), event).await?;
    case::rewrite(tx, held.enrolment).await?;
    Ok(None)
}
