//! The closing of a request that nobody can answer any more. It is of one kind or the other.

use crate::features::enrolments::entity::enrolment;
use crate::features::people::entity::organisation;
use crate::features::people::entity::person;
use crate::web::query::names;
use domain::ids::{ClaimRequestId, ClosureId, EnrolmentId, OrganisationId, PersonId, VerificationRequestId};
use sea_orm::entity::prelude::*;

/// One row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "request_closure")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClosureId,
    /// On which enrolment.
    pub enrolment_id: EnrolmentId,
    /// Which request to decide a claim.
    pub claim_request_id: Option<ClaimRequestId>,
    /// Which request to verify a stage.
    pub verification_request_id: Option<VerificationRequestId>,
    /// For which employer the trainee works no longer.
    pub employer_id: OrganisationId,
    /// Who closed it; none where the system did.
    pub closed_by: Option<PersonId>,
    /// The day.
    pub closed_on: Date,
    /// When.
    pub closed_at: ChronoDateTimeUtc,
    /// On which enrolment.
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    /// Which request to decide a claim.
    #[sea_orm(belongs_to, from = "claim_request_id", to = "id")]
    pub claim_request: BelongsTo<Option<super::claim_request::Entity>>,
    /// Which request to verify a stage.
    #[sea_orm(belongs_to, from = "verification_request_id", to = "id")]
    pub verification_request: BelongsTo<Option<super::verification_request::Entity>>,
    /// For which employer the trainee works no longer.
    #[sea_orm(belongs_to, relation_enum = "Employer", from = "employer_id", to = "id")]
    pub employer: BelongsTo<organisation::Entity>,
    /// Who closed it.
    #[sea_orm(belongs_to, relation_enum = "Closer", from = "closed_by", to = "id")]
    pub closer: BelongsTo<Option<person::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}

names! { ClosureId => Id, EnrolmentId => EnrolmentId, ClaimRequestId => ClaimRequestId, VerificationRequestId => VerificationRequestId, OrganisationId => EmployerId }
