//! Withdrawing a status.

use crate::entities::award_withdrawal;
use crate::prelude::stores::*;
use domain::access::actions;

/// Withdraws it from today on, for a reason that the holder reads.
pub async fn withdraw(may: &May<'_, actions::WithdrawAward>, reason: String) -> Result<(), AppError> {
    let award = may.state();
    let words = Words::new(award_withdrawal::ActiveModel { reason: Set(reason), ..Default::default() })?;
    let event = Event::WithdrewStatus { award: award.id, status: award.status.clone(), words: words.digest() };
    may.says(event, &[words]).await
}
