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

/// The organisation for whose word alone an account stands: it made the link by which the account was set up, and the
/// body made none of those that were used. None when the body made one, or when the account was set up without a link: who
/// uses an organisation's link with a password that was there takes a role, and no more.
///
/// Whoever makes a link has seen it and may have used it themselves. So an organisation's link shows no more than that
/// the organisation let someone in: enough to act for that organisation, not enough to be a trainee of the body.
pub fn stands_only_for(set_up: Option<LinkMaker>, used: &[LinkMaker]) -> Option<OrganisationId> {
    match set_up? {
        LinkMaker::Organisation(id) if !used.contains(&LinkMaker::Body) => Some(id),
        LinkMaker::Organisation(_) | LinkMaker::Body => None,
    }
}
