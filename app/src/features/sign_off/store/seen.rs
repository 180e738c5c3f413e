//! What somebody can have seen of a trainee's work.

use crate::entities::membership;
use crate::features::record::store as records;
use crate::prelude::stores::*;
use domain::access::{Role, SupervisorAt};
use domain::interval::Interval;
use domain::sign_off::{Unseen, seen};

/// Whether somebody can have seen work of a trainee at an employer, by the days of the employment, of
/// the supervision and of the role.
pub async fn can_have_seen(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    by: SupervisorAt,
    work: Interval,
) -> Result<Result<(), Unseen>, AppError> {
    let employed = records::employments(db, id).await?.into_iter().filter(|one| one.employer == by.employer);
    let employed: Vec<Interval> = employed.map(|one| one.spell()).collect();
    let supervised = records::supervisions(db, id).await?.into_iter().filter(|one| one.by() == by);
    let roles = membership::Entity::find()
        .of(by.person)
        .of(by.employer)
        .filter(membership::Column::Role.eq(Role::Supervisor))
        .all(db)
        .await?;
    let roles = roles.iter().map(membership::Entity::interval);
    let supervisor: Vec<Interval> = supervised.map(|one| one.spell()).chain(roles).collect();
    Ok(seen(work, &employed, &supervisor))
}
