//! For whom a person works, as one body knows it.

use super::organisation;
use super::query::{Dated, names};
use domain::ids::{EmploymentId, OrganisationId, PersonId, RecordId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "employment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EmploymentId,
    pub record_id: RecordId,
    pub employer_id: OrganisationId,
    pub job_title: String,
    pub from_on: Date,
    /// First day no longer.
    pub until_on: Option<Date>,
    /// Who noted it; none at set-up.
    pub recorded_by: Option<PersonId>,
    pub recorded_at: ChronoDateTimeUtc,
    pub salt: String,
    #[sea_orm(belongs_to, from = "record_id", to = "id")]
    pub record: BelongsTo<super::record::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<organisation::Entity>,
}

impl Dated for Entity {
    const FROM: Column = Column::FromOn;
    const UNTIL: Column = Column::UntilOn;
}

names! { EmploymentId => Id, RecordId => RecordId, OrganisationId => EmployerId }
