use super::{Actor, Role};
use crate::codes::codes;
use crate::ids::{OrganisationId, PersonId};

codes! {
    /// A list of one's own. Whether a person has it is all that can be asked: it is no permit. What is in it is for
    /// [`Scope`] to say.
    OwnList {
        /// What waits for an employer's answer.
        Queue = "see the queue",
        /// An employer's trainees.
        Trainees = "list trainees",
        /// A provider's candidates.
        Candidates = "list candidates",
        /// A provider's sittings.
        Sittings = "list sittings",
        /// The lists of a body: enrolments, applications, statuses, proposals.
        OfBody = "see the lists of the body",
        /// The organisations whose people one manages.
        Organisations = "list organisations",
    }
}

impl OwnList {
    /// Whether somebody has it: by one of these roles, anywhere.
    pub fn is_for(self, actor: &Actor) -> bool {
        let roles: &[Role] = match self {
            Self::Queue | Self::Trainees => &[Role::Supervisor, Role::EmployerAdmin],
            Self::Candidates | Self::Sittings => &[Role::Officer],
            Self::OfBody => &[Role::Registrar],
            Self::Organisations => &[Role::Registrar, Role::EmployerAdmin],
        };
        roles.iter().any(|role| actor.is(*role))
    }
}

/// Which trainees a person's lists may hold. The union of the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Those with a record at one of these bodies.
    pub bodies: Vec<OrganisationId>,
    /// Those who work today for one of these employers.
    pub employers: Vec<OrganisationId>,
    /// Those whom this person supervises today and who work today for one of these employers.
    pub supervisor_at: Vec<OrganisationId>,
    /// Those registered today with one of these providers.
    pub providers: Vec<OrganisationId>,
    /// Whose scope it is: the supervisor of `supervisor_at`.
    pub person: PersonId,
}

/// The scope of a person's lists. What [`permit`](super::permit) lets them see one by one, and nothing else.
pub fn scope(actor: &Actor) -> Scope {
    Scope {
        bodies: actor.organisations(Role::Registrar),
        employers: actor.organisations(Role::EmployerAdmin),
        supervisor_at: actor.organisations(Role::Supervisor),
        providers: actor.organisations(Role::Officer),
        person: actor.person,
    }
}
