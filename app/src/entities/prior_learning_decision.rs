//! What the body decided on something that a trainee holds from before.

use super::query::names;
use super::{enrolment, organisation, person};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, PriorLearningId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prior_learning_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub prior_learning_id: PriorLearningId,
    /// 1 for the first decision, 2 for the review.
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: i64,
    pub enrolment_id: EnrolmentId,
    /// The body that holds the record, whose list it is in.
    pub body_id: OrganisationId,
    pub trainee_id: PersonId,
    /// Whether the proof was found good.
    pub is_proved: bool,
    /// Why it was not; may be empty where it was.
    pub reason: String,
    pub salt: String,
    pub decided_by: PersonId,
    pub decided_on: Date,
    pub decided_at: ChronoDateTimeUtc,
    #[sea_orm(belongs_to, from = "prior_learning_id", to = "id")]
    pub prior_learning: BelongsTo<super::prior_learning::Entity>,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Decider", from = "decided_by", to = "id")]
    pub decider: BelongsTo<person::Entity>,
    /// The body that holds the record.
    #[sea_orm(belongs_to, relation_enum = "Body", from = "body_id", to = "id")]
    pub body: BelongsTo<organisation::Entity>,
}

names! { PriorLearningId => PriorLearningId, EnrolmentId => EnrolmentId, OrganisationId => BodyId }
