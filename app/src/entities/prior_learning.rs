//! Something that a trainee holds from before, sent to the body with its proof.

use super::query::names;
use super::{enrolment, organisation, person};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, PriorLearningId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "prior_learning")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriorLearningId,
    pub enrolment_id: EnrolmentId,
    /// The body that holds the record, whose list it is in.
    pub body_id: OrganisationId,
    pub trainee_id: PersonId,
    /// What the framework calls it, where it names it.
    pub prior: Option<String>,
    pub title: String,
    /// Who awarded it.
    pub awarded_by: String,
    pub awarded_on: Date,
    /// The elements for which an exemption is asked, with a space between; empty where the framework says what it is worth.
    pub elements: String,
    /// What proves it, in words: a number, or where to look.
    pub proof: Option<String>,
    /// The name of the file that proves it.
    pub file_name: Option<String>,
    /// The name of the file in the store of files.
    pub file_key: Option<String>,
    /// The type of the file, judged by its content.
    pub media_type: Option<String>,
    /// The size of the file, in bytes.
    pub size: Option<i64>,
    /// The hash of the file, in hexadecimal.
    pub sha256: Option<String>,
    pub salt: String,
    pub sent_on: Date,
    pub sent_at: ChronoDateTimeUtc,
    /// Whether it waits for a decision.
    pub is_open: bool,
    /// Since when: since it was sent, or since the review was asked for.
    pub waits_since: Date,
    /// Until when it is to be decided, by the times that the body had published then; [`NO_DUE_DAY`] where it had not.
    pub due_on: Date,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    /// The body that holds the record.
    #[sea_orm(belongs_to, relation_enum = "Body", from = "body_id", to = "id")]
    pub body: BelongsTo<organisation::Entity>,
}

/// Stands in the place of a day until which something is to be decided, where none is published: lists are read by that day, and
/// what has none comes last.
pub const NO_DUE_DAY: Date = Date::from_ymd_opt(9999, 12, 31).expect("it is a day");

impl Model {
    /// Until when it is to be decided, where that is published.
    pub fn due(&self) -> Option<Date> {
        Some(self.due_on).filter(|day| *day != NO_DUE_DAY)
    }
}

names! { PriorLearningId => Id, EnrolmentId => EnrolmentId, PersonId => TraineeId, OrganisationId => BodyId }
