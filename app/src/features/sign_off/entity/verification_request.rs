//! A request to an employer to verify a stage.

use crate::features::enrolments::entity::enrolment;
use crate::features::people::entity::organisation;
use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, VerificationRequestId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verification_request")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VerificationRequestId,
    /// On which enrolment.
    pub enrolment_id: EnrolmentId,
    /// The enrolled person.
    pub trainee_id: PersonId,
    /// The verification, as the framework names it.
    pub element: String,
    /// Who is asked.
    pub employer_id: OrganisationId,
    /// When.
    pub asked_at: ChronoDateTimeUtc,
    /// The day.
    pub asked_on: Date,
    /// Whether it waits.
    pub is_open: bool,
    /// On which enrolment.
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    /// The enrolled person.
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    /// Who is asked.
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<organisation::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// Whether no later request is about the same stage.
    // The table is looked at a second time, by another name: by its own the condition would be about itself.
    #[must_use]
    pub fn is_last() -> Expr {
        let of_later = |column: Column| Expr::col(("later", column));
        let later = Query::select()
            .expr(Expr::value(1))
            .from_as(Entity, "later")
            .and_where(of_later(Column::EnrolmentId).equals((Entity, Column::EnrolmentId)))
            .and_where(of_later(Column::Element).equals((Entity, Column::Element)))
            .and_where(of_later(Column::Id).gt(Expr::col((Entity, Column::Id))))
            .take();
        Expr::exists(later).not()
    }
}

names! { VerificationRequestId => Id, EnrolmentId => EnrolmentId, OrganisationId => EmployerId, PersonId => TraineeId }
