//! One claim of workplace competence.

use super::query::names;
use domain::ids::{ClaimId, EnrolmentId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClaimId,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    /// What is claimed, as the framework names it.
    pub outcome: String,
    /// What the trainee wrote.
    pub narrative: String,
    /// First day of the work.
    pub happened_from: Option<Date>,
    /// Last day of the work.
    pub happened_until: Option<Date>,
    /// Whether the trainee says that the names of others were removed.
    pub redacted: bool,
    /// How often the draft was saved.
    pub revision: i64,
    /// When it was begun.
    pub created_at: ChronoDateTimeUtc,
    /// When the draft was last saved.
    pub changed_at: ChronoDateTimeUtc,
    /// When the draft was thrown away.
    pub deleted_at: Option<ChronoDateTimeUtc>,
}

names! { ClaimId => Id, EnrolmentId => EnrolmentId, PersonId => TraineeId }
