//! One person on one version of one framework: a chapter of their record.

use super::person;
use super::query::{Of, names};
use domain::enrolments::EnrolmentEnd;
use domain::ids::{EnrolmentId, PersonId, ReasonId, RecordId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SelectStatement};
use sea_orm::{QuerySelect, QueryTrait};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EnrolmentId,
    pub record_id: RecordId,
    pub person_id: PersonId,
    pub framework_slug: String,
    pub framework_version: String,
    pub from_on: Date,
    /// Who enrolled them; none at set-up.
    pub enrolled_by: Option<PersonId>,
    pub enrolled_at: ChronoDateTimeUtc,
    /// The first day on which it is over.
    pub ended_on: Option<Date>,
    pub ended_as: Option<EnrolmentEnd>,
    /// By which of the reasons given.
    pub end_reason_id: Option<ReasonId>,
    #[sea_orm(belongs_to, from = "record_id", to = "id")]
    pub record: BelongsTo<super::record::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Person", from = "person_id", to = "id")]
    pub person: BelongsTo<person::Entity>,
}

impl Entity {
    /// The person of an enrolment, as a part of another query.
    pub fn person_of(id: EnrolmentId) -> SelectStatement {
        Self::find().select_only().column(Column::PersonId).of(id).into_query()
    }

    /// Whether an enrolment, whose id this is, has not ended.
    pub fn goes_on(id: impl ExprTrait) -> Expr {
        let ended = Self::find().filter(Column::EndedOn.is_not_null());
        Expr::not_exists(ended.filter(id.equals((Self, Column::Id))).into_query())
    }

    /// The record of an enrolment, as a part of another query.
    pub fn record_of(id: EnrolmentId) -> SelectStatement {
        Self::find().select_only().column(Column::RecordId).of(id).into_query()
    }
}

names! { EnrolmentId => Id, RecordId => RecordId, PersonId => PersonId }
