//! Whose hands an account is in.

use crate::codes::codes;
use crate::ids::OrganisationId;

codes! {
    /// What an organisation is to the people of a qualification.
    OrganisationKind {
        /// Where trainees work.
        Employer = "employer",
        /// Teaches and assesses.
        Provider = "provider",
        /// Publishes the framework and confers statuses.
        Body = "body",
    }
}

impl OrganisationKind {
    /// The words shown to a person.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Employer => "Employer",
            Self::Provider => "Training provider",
            Self::Body => "Professional body",
        }
    }
}

/// Who made a link that was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkMaker {
    /// The professional body.
    Body,
    /// An employer or a provider.
    Organisation(OrganisationId),
}

/// The organisation for whose word alone an account stands: it made the first of the links that were used, and the
/// body made none of them. None when the body made one, or when the account was set up at the server without a link.
///
/// Whoever makes a link has seen it and may have used it themselves. So an organisation's link shows no more than that
/// the organisation let someone in: enough to act for that organisation, not enough to be a trainee of the body.
#[must_use]
pub fn stands_only_for(links: &[LinkMaker]) -> Option<OrganisationId> {
    if links.contains(&LinkMaker::Body) {
        return None;
    }
    links.iter().find_map(|link| match link {
        LinkMaker::Organisation(id) => Some(*id),
        LinkMaker::Body => None,
    })
}
