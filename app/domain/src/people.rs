//! Accounts: which bodies depend on one, and in whose hands it is.

use crate::codes::codes;
use crate::ids::{OrganisationId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

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

/// The account of an address.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whose it is.
    pub person: PersonId,
    /// The name on record.
    pub name: String,
    /// Whether one can sign in to it.
    pub is_set_up: bool,
    /// The bodies that depend on it: those that hold a record of its owner, and those of the organisations where they have or had a
    /// role.
    pub bodies: BTreeSet<OrganisationId>,
    /// Whether its owner acts or ever acted for an organisation: then no registrar sees a link that sets it up.
    pub acts: bool,
    /// The names by which bodies know its owner, of those that hold a record.
    pub known_as: BTreeMap<OrganisationId, String>,
    /// In whose hands it is.
    pub hands: Hands,
    /// The name of the organisation whose link set it up, if one did.
    pub set_up_by: Option<String>,
}

impl Account {
    /// Whether it may become nobody's of a body as it is: it was not set up by its owner, as far as that body knows.
    pub fn is_in_doubt(&self, body: OrganisationId) -> bool {
        !self.is_set_up || !self.hands.are_known_to(body)
    }

    /// Whether another body depends on it.
    pub fn is_known_besides(&self, body: OrganisationId) -> bool {
        self.bodies.iter().any(|one| *one != body)
    }

    /// Whether others alone depend on it, and a body does not know whose it is: that the address is right it can't see by the name.
    pub fn is_of_others_alone(&self, body: OrganisationId) -> bool {
        !self.bodies.is_empty() && !self.bodies.contains(&body)
    }

    /// Whether a registrar of a body may see a link that sets it up: no other body depends on it, and its owner signs for nobody.
    pub fn is_of(&self, body: OrganisationId) -> bool {
        !self.is_known_besides(body) && !self.acts
    }

    /// The account as a body may know it: by the name of its record, and one that only others know by the name that is typed.
    pub fn as_known_to(self, body: OrganisationId, typed: &str) -> Self {
        let otherwise = if self.is_of_others_alone(body) { typed.to_owned() } else { self.name.clone() };
        Self { name: self.known_as.get(&body).cloned().unwrap_or(otherwise), ..self }
    }
}
