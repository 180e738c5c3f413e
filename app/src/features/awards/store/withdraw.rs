//! Withdrawing a status.

use crate::error::AppError;
use crate::features::awards::entity::award_withdrawal;
use crate::features::journal::Salted;
use crate::web::query::insert;
use crate::web::tx::May;
use domain::access::actions;
use domain::journal::Event;

/// Withdraws it from today on, for a reason that the holder reads.
pub async fn withdraw(may: &May<'_, actions::WithdrawAward>, reason: String) -> Result<(), AppError> {
    let (award, stamp) = (may.state(), may.stamp());
    let trainee_id = may.permit().subject().trainee.ok_or(AppError::NotFound)?;
    let Salted { salt, words } = Salted::new(&[Some(&reason)]);
    let tx = may.says(Event::WithdrewStatus { award: award.id, status: award.status.clone(), words });
    let row = award_withdrawal::Model {
        award_id: award.id,
        trainee_id,
        reason,
        salt,
        withdrawn_by: may.permit().by(),
        withdrawn_on: stamp.on,
        withdrawn_at: stamp.at,
    };
    insert(tx, row).await?;
    Ok(())
}
