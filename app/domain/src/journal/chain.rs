use crate::ids::{EnrolmentId, OrganisationId, PersonId, RecordId};
use crate::people::OrganisationKind;

/// Where an event belongs: each of these has one sequence of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Chain {
    /// The record of a person at a body.
    Record(RecordId),
    /// An employer or a provider: its sittings, memberships and invitations.
    Organisation(OrganisationId),
    /// A professional body: its memberships and invitations.
    Body(OrganisationId),
    /// A person's account: name, password, the links that set it up.
    Account(PersonId),
}

impl Chain {
    /// The chain of an organisation of a kind.
    pub fn of(organisation: OrganisationId, kind: OrganisationKind) -> Self {
        match kind {
            OrganisationKind::Body => Self::Body(organisation),
            OrganisationKind::Employer | OrganisationKind::Provider => Self::Organisation(organisation),
        }
    }

    /// The record that it is the chain of.
    pub fn record(self) -> Option<RecordId> {
        match self {
            Self::Record(id) => Some(id),
            Self::Organisation(_) | Self::Body(_) | Self::Account(_) => None,
        }
    }

    /// The stored word of its kind.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Record(_) => "record",
            Self::Organisation(_) => "organisation",
            Self::Body(_) => "body",
            Self::Account(_) => "account",
        }
    }

    /// The id of what it belongs to.
    pub fn id(self) -> String {
        match self {
            Self::Record(id) => id.to_string(),
            Self::Organisation(id) | Self::Body(id) => id.to_string(),
            Self::Account(id) => id.to_string(),
        }
    }

    /// The chain of a stored kind and id; none when there is no such kind, or the id is none.
    pub fn read(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "record" => RecordId::parse(id).map(Self::Record),
            "organisation" => OrganisationId::parse(id).map(Self::Organisation),
            "body" => OrganisationId::parse(id).map(Self::Body),
            "account" => PersonId::parse(id).map(Self::Account),
            _ => None,
        }
    }
}

impl std::fmt::Display for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.kind(), self.id())
    }
}

/// Where an event is said: in a chain, and of a record's chain in which chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The chain.
    pub chain: Chain,
    /// The chapter, of a record.
    pub chapter: Option<EnrolmentId>,
}

impl Place {
    /// In a chapter of a record.
    pub fn of_chapter(record: RecordId, chapter: EnrolmentId) -> Self {
        Self { chain: Chain::Record(record), chapter: Some(chapter) }
    }
}

impl From<Chain> for Place {
    fn from(chain: Chain) -> Self {
        Self { chain, chapter: None }
    }
}
