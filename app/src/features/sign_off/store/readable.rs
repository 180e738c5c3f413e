//! What someone may read of the claims of a record: what was sent to one employer of the trainee is not for the people of
//! another.

use crate::error::AppError;
use crate::features::sign_off::entity::{claim, claim_request};
use domain::access::{Actor, Subject, actions, permit};
use domain::ids::{ClaimId, ClaimRequestId, EnrolmentId, OrganisationId};
use sea_orm::JoinType::InnerJoin;
use sea_orm::{ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, QueryFilter, QuerySelect, RelationTrait};
use std::collections::HashSet;

/// The requests that someone may read, and the claims with at least one of them.
#[derive(Clone, Debug, Default)]
pub struct Readable {
    requests: HashSet<ClaimRequestId>,
    claims: HashSet<ClaimId>,
}

impl Readable {
    /// Whether the request of this id may be read.
    #[must_use]
    pub fn has_request(&self, id: ClaimRequestId) -> bool {
        self.requests.contains(&id)
    }

    /// Whether the claim of this id has a page for them.
    #[must_use]
    pub fn has_claim(&self, id: ClaimId) -> bool {
        self.claims.contains(&id)
    }
}

/// Whoever may see claims of the trainee, as far as the employer that was asked goes: of the trainee's employers only
/// that one is left.
#[must_use]
pub fn asked(mut subject: Subject, employer: Option<OrganisationId>) -> Subject {
    subject.employers.retain(|one| Some(*one) == employer);
    subject
}

/// What of the sent claims of an enrolment an actor may read. `subject` is the enrolment's, of today.
///
/// # Errors
/// When the database can't be read.
pub async fn readable(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    enrolment: EnrolmentId,
    subject: &Subject,
) -> Result<Readable, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "claim_request::Entity")]
    struct Row {
        id: ClaimRequestId,
        claim_id: ClaimId,
        employer_id: Option<OrganisationId>,
    }
    let mut employers = subject.employers.clone();
    employers.retain(|one| permit(actor, actions::ViewClaim, &asked(subject.clone(), Some(*one))).is_ok());
    // Whoever reads what was sent to nobody we know of reads everything: the trainee and the registrar.
    let all = permit(actor, actions::ViewClaim, &asked(subject.clone(), None)).is_ok();
    let rows: Vec<Row> = claim_request::Entity::find()
        .join(InnerJoin, claim_request::Relation::Claim.def())
        .filter(claim::Column::EnrolmentId.eq(enrolment))
        .into_partial_model()
        .all(connection)
        .await?;
    let mut found = Readable::default();
    for row in rows {
        if all || row.employer_id.is_some_and(|employer| employers.contains(&employer)) {
            found.requests.insert(row.id);
            found.claims.insert(row.claim_id);
        }
    }
    Ok(found)
}
