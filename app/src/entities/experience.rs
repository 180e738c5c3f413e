//! A spell of work that a trainee recorded.

use super::organisation;
use super::query::names;
use domain::ids::{EnrolmentId, ExperienceId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "experience")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExperienceId,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    /// The kind of experience, as the framework names it.
    pub kind: String,
    /// For whom the work was done.
    pub employer_id: OrganisationId,
    /// First day.
    pub from_on: Date,
    /// First day after it.
    pub until_on: Date,
    /// Whole minutes worked; 0 where no rule asks for them.
    pub minutes: i64,
    /// Those of each week, where the trainee said the hours so.
    pub minutes_each_week: Option<i64>,
    /// Share of full time, 1 to 99; none for full time.
    pub full_time_percent: Option<i64>,
    /// What was done, in the trainee's words.
    pub work: String,
    pub salt: String,
    pub recorded_at: ChronoDateTimeUtc,
    /// When the trainee took it out.
    pub withdrawn_at: Option<ChronoDateTimeUtc>,
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<organisation::Entity>,
}

names! { ExperienceId => Id, EnrolmentId => EnrolmentId, PersonId => TraineeId }
