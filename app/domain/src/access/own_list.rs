use super::{Actor, Role};
use crate::codes::codes;

codes! {
    /// A list of one's own. Whether a person has it is all that can be asked: it is no permit. What is in it is for
    /// [`Scope`](super::Scope) to say.
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
