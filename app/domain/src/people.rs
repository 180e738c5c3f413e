//! In whose hands an account is.

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
    /// Whoever runs the server.
    Server,
    /// A registrar of this professional body.
    Body(OrganisationId),
    /// An administrator of this employer or provider.
    Organisation(OrganisationId),
}

/// In whose hands an account is, as far as links show it.
///
/// Whoever makes a link has seen it and may have used it themselves. So a link shows no more than that its maker let someone
/// in: a body goes by its own registrars' links, and by no other body's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// Who made the link by which the account was set up; none when it was set up without one, at the server.
    pub set_up: Option<LinkMaker>,
    /// Who made the links that were used since. To use one with an account that is there one needs its password too.
    pub used: Vec<LinkMaker>,
}

impl Hands {
    /// Whether a body knows that the account is in its owner's hands. One that it does not know of may become neither its
    /// trainee's nor its registrar's.
    pub fn are_known_to(&self, body: OrganisationId) -> bool {
        matches!(self.set_up, None | Some(LinkMaker::Server)) || self.used.contains(&LinkMaker::Body(body))
    }
}
