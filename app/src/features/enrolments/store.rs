//! Ending an employment, with what lies with the employer.

use crate::entities::employment;
use crate::features::record::store::end_supervisions_at;
use crate::features::sign_off::store::sending::close_at_former_employers;
use crate::prelude::stores::*;
use domain::access::actions;
use domain::sign_off::SigningKind;

/// Of the enrolments of a record the one whose day is the earliest.
///
/// # Errors
/// [`AppError::NotFound`] where there are none.
pub fn earliest<'a, 't>(
    all: &'a [May<'t, actions::EndEmployment>],
) -> Result<&'a May<'t, actions::EndEmployment>, AppError> {
    all.iter().min_by_key(|may| may.today()).ok_or(AppError::NotFound)
}

/// Ends an employment: from that day the employer no longer sees the trainee. What lies with its people undecided goes back
/// to the trainee, and its people no longer supervise. `all` are the enrolments of the record; where it is not one day for all of
/// them, it ends on the earliest, so that none of them counts it any more.
///
/// # Errors
/// [`AppError::NotFound`] where there are none; when the database can't be written.
pub async fn end_employment(all: &[May<'_, actions::EndEmployment>]) -> Result<Vec<SigningKind>, AppError> {
    let one = earliest(all)?;
    let employer = one.on().employer;
    let those = employment::Entity::find().of(employer).of(one.record()?);
    one.end(those, |row, until| Event::EndedEmployment { employment: row.id, employer, until }).await?;
    let mut closed = Vec::new();
    for may in all {
        closed.extend(close_at_former_employers(may, may.on().enrolment, &SigningKind::ALL).await?);
        end_supervisions_at(may).await?;
    }
    Ok(closed)
}
