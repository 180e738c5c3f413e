//! What someone may read of the claims and the work of a record: what was sent to one employer of the trainee, or done for it, is
//! not for the people of another.

use crate::entities::signing_request;
use crate::prelude::stores::*;
use domain::access::{Actor, Subject, actions, permit};
use std::collections::HashSet;

/// The requests that someone may read, the claims with at least one of them, and the employers whose work is theirs to read.
#[derive(Clone, Debug, Default)]
pub(super) struct Readable {
    requests: HashSet<SigningRequestId>,
    claims: HashSet<ClaimId>,
    /// The employers, by their ids as facts name them; none for who reads all.
    employers: Option<HashSet<String>>,
}

impl Readable {
    /// Of who may read no claim and no work.
    pub(super) fn of_nothing() -> Self {
        Self { employers: Some(HashSet::new()), ..Self::default() }
    }

    /// Whether the request of this id may be read.
    pub(super) fn has_request(&self, id: SigningRequestId) -> bool {
        self.requests.contains(&id)
    }

    /// Whether work for this employer may be read.
    pub(super) fn has_work_for(&self, employer: &str) -> bool {
        self.employers.as_ref().is_none_or(|employers| employers.contains(employer))
    }

    /// Whether all work may be read: it is the body that reads.
    pub(super) fn has_all_work(&self) -> bool {
        self.employers.is_none()
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
    let reads_at = |employer| permit(actor, actions::ViewClaim, &at_employer(subject.clone(), employer)).is_ok();
    let nobody = Subject { employers: Vec::new(), ..subject.clone() };
    let reads_work = |subject: &Subject| permit(actor, actions::ViewExperience, subject).is_ok();
    let own = subject.employers.iter().filter(|employer| reads_work(&at_employer(subject.clone(), **employer)));
    let own = own.map(ToString::to_string);
    let reads_all = reads_work(&nobody);
    let employers = if reads_all { None } else { Some(own.collect()) };
    let mut found = Readable { employers, ..Readable::default() };
    for (request, claim, employer) in rows {
        if reads_at(employer) {
            found.requests.insert(request);
            found.claims.extend(claim);
        }
    }
    Ok(found)
}
