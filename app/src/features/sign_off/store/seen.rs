//! What somebody can have seen of a trainee's work.

use crate::features::record::store as records;
use crate::prelude::stores::*;
use domain::interval::Interval;
use domain::sign_off::{Unseen, seen};

/// Whether somebody can have seen work of a trainee at an employer, by the days of the employment and of the supervision.
pub async fn can_have_seen(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    (supervisor, employer): (PersonId, OrganisationId),
    work: Interval,
) -> Result<Result<(), Unseen>, AppError> {
    let employed = records::employments(db, id).await?.into_iter().filter(|one| one.employer == employer);
    let employed: Vec<Interval> = employed.map(|one| one.spell()).collect();
    let supervised = records::supervisions(db, id).await?.into_iter().filter(|one| one.supervisor_id == supervisor);
    let supervised: Vec<Interval> = supervised.map(|one| one.spell()).collect();
    Ok(seen(work, &employed, &supervised))
}
