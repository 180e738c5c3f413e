//! What someone may read of the claims of a record: what was sent to one employer of the trainee is not for the people of
//! another.

use crate::entities::signing_request;
use crate::prelude::stores::*;
use domain::access::{Actor, Subject, actions, permit};
use std::collections::HashSet;

/// The requests that someone may read, and the claims with at least one of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Readable {
    requests: HashSet<SigningRequestId>,
    claims: HashSet<ClaimId>,
}

impl Readable {
    /// Whether the request of this id may be read.
    pub(super) fn has_request(&self, id: SigningRequestId) -> bool {
        self.requests.contains(&id)
    }

    /// Whether the claim of this id has a page for them.
    pub(super) fn has_claim(&self, id: ClaimId) -> bool {
        self.claims.contains(&id)
    }
}

/// Whoever may see claims of the trainee, as far as the employer that was asked goes: of the trainee's employers only
/// that one is left.
pub fn at_employer(mut subject: Subject, employer: OrganisationId) -> Subject {
    subject.employers.retain(|one| *one == employer);
    subject
}

/// What of the requests of an enrolment an actor may read. `subject` is the enrolment's, of today.
pub(super) async fn readable(
    db: &impl ConnectionTrait,
    actor: &Actor,
    enrolment: EnrolmentId,
    subject: &Subject,
) -> Result<Readable, AppError> {
    use signing_request::Column::{ClaimId as Claim, EmployerId, Id};
    let rows: Vec<(SigningRequestId, Option<ClaimId>, OrganisationId)> = signing_request::Entity::find()
        .select_only()
        .columns([Id, Claim, EmployerId])
        .of(enrolment)
        .into_tuple()
        .all(db)
        .await?;
    let mut found = Readable::default();
    for (request, claim, employer) in rows {
        if permit(actor, actions::ViewClaim, &at_employer(subject.clone(), employer)).is_ok() {
            found.requests.insert(request);
            found.claims.extend(claim);
        }
    }
    Ok(found)
}
