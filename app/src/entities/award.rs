//! A status conferred on a person.

use super::query::names;
use super::{enrolment, person};
use domain::ids::{ApplicationId, AwardId, EnrolmentId, PersonId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "award")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AwardId,
    pub application_id: ApplicationId,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    /// The status, as the framework names it.
    pub status: String,
    /// The name of the person when it was conferred.
    pub holder: String,
    /// The title of the status when it was conferred.
    pub title: String,
    /// The letters after the name.
    pub letters: Option<String>,
    /// The code by which anyone may check it.
    pub code: String,
    pub conferred_by: PersonId,
    pub conferred_on: Date,
    pub conferred_at: ChronoDateTimeUtc,
    /// The first day on which it is no longer held, where it lasts for a time only.
    pub expires_on: Option<Date>,
    pub salt: String,
    #[sea_orm(belongs_to, from = "application_id", to = "id")]
    pub application: BelongsTo<super::application::Entity>,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Conferrer", from = "conferred_by", to = "id")]
    pub conferrer: BelongsTo<person::Entity>,
}

names! { AwardId => Id, ApplicationId => ApplicationId, EnrolmentId => EnrolmentId, PersonId => TraineeId }
