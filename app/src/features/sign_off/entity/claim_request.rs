//! A request to a supervisor to decide a claim.

use crate::features::people::entity::organisation;
use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{ClaimId, ClaimRequestId, OrganisationId, PersonId};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query};

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim_request")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClaimRequestId,
    /// Which claim.
    pub claim_id: ClaimId,
    /// Whose claim.
    pub trainee_id: PersonId,
    /// Who is asked.
    pub supervisor_id: PersonId,
    /// When it was sent.
    pub sent_at: ChronoDateTimeUtc,
    /// The day.
    pub sent_on: Date,
    /// Exactly what the supervisor is shown, as JSON: fixed when it is sent.
    pub shown: String,
    /// Its hash, in hexadecimal.
    pub shown_sha256: String,
    /// When the trainee took it back.
    pub taken_back_at: Option<ChronoDateTimeUtc>,
    /// Whether it waits.
    pub is_open: bool,
    /// The employer for whom the supervisor is asked.
    pub employer_id: Option<OrganisationId>,
    /// Which claim.
    #[sea_orm(belongs_to, from = "claim_id", to = "id")]
    pub claim: BelongsTo<super::claim::Entity>,
    /// Whose claim.
    #[sea_orm(belongs_to, relation_enum = "Trainee", from = "trainee_id", to = "id")]
    pub trainee: BelongsTo<person::Entity>,
    /// Who is asked.
    #[sea_orm(belongs_to, relation_enum = "Supervisor", from = "supervisor_id", to = "id")]
    pub supervisor: BelongsTo<person::Entity>,
    /// The employer for whom the supervisor is asked.
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<Option<organisation::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// Whether no later request is about the same claim.
    // The table is looked at a second time, by another name: by its own the condition would be about itself.
    #[must_use]
    pub fn is_last() -> Expr {
        let of_later = |column: Column| Expr::col(("later", column));
        let later = Query::select()
            .expr(Expr::value(1))
            .from_as(Entity, "later")
            .and_where(of_later(Column::ClaimId).equals((Entity, Column::ClaimId)))
            .and_where(of_later(Column::Id).gt(Expr::col((Entity, Column::Id))))
            .take();
        Expr::exists(later).not()
    }
}

names! { ClaimRequestId => Id, ClaimId => ClaimId, OrganisationId => EmployerId }
