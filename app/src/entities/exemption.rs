//! What the body decided for one assessment or course.

use super::query::names;
use super::{enrolment, person};
use domain::ids::{EnrolmentId, ExemptionId, PersonId, PriorLearningId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exemption")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExemptionId,
    pub prior_learning_id: PriorLearningId,
    /// In which decision: the first, or the review.
    pub round: i64,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    /// The assessment or course, as the framework names it.
    pub element: String,
    /// Whether it is exempt.
    pub is_granted: bool,
    /// What it depends on, as its reason is read in a standing.
    pub because: String,
    /// The registrar's reason; may be empty where the framework says what it is worth.
    pub reason: String,
    pub salt: String,
    pub decided_by: PersonId,
    pub decided_on: Date,
    pub decided_at: ChronoDateTimeUtc,
    /// The first day on which it counts no longer, where it is for a time only.
    pub expires_on: Option<Date>,
    #[sea_orm(belongs_to, from = "prior_learning_id", to = "id")]
    pub prior_learning: BelongsTo<super::prior_learning::Entity>,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Decider", from = "decided_by", to = "id")]
    pub decider: BelongsTo<person::Entity>,
}

names! { ExemptionId => Id, PriorLearningId => PriorLearningId, EnrolmentId => EnrolmentId }
