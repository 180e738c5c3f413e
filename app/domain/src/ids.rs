//! The names of things: UUIDv7, stored in their text form, one type per thing so that they can't be mixed up.

use uuid::Uuid;

/// A text that is no id as we write them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no id in small letters with hyphens")]
pub struct NotAnId;

/// A UUID in one form only. A database compares ids as texts: one that a program read in capital letters or braces too would name
/// for it what it does not name for the database.
fn canonical(text: &str) -> Result<Uuid, NotAnId> {
    let id = Uuid::try_parse(text).map_err(|_| NotAnId)?;
    let mut written = Uuid::encode_buffer();
    if id.hyphenated().encode_lower(&mut written) == text { Ok(id) } else { Err(NotAnId) }
}

/// Declares id types. With the feature `orm` they are also types of columns, stored as text.
macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        #[cfg_attr(
            feature = "orm",
            derive(sea_orm::DeriveValueType),
            sea_orm(value_type = "String", column_type = "Text")
        )]
        pub struct $name(Uuid);

        impl $name {
            /// An id from what a person, a link or a row says; `None` unless it is a UUID as [`Display`](std::fmt::Display)
            /// writes it.
            pub fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            /// A new id from a freshly made UUID (the edge makes it: no randomness here).
            pub fn new(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                canonical(text).map(Self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
            }
        }

        /// Asked of the type of every primary key; no database makes these.
        #[cfg(feature = "orm")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )+};
}

ids! {
    /// A human being, whatever roles they have.
    PersonId;
    /// An employer, a training provider or a professional body.
    OrganisationId;
    /// A role that a person holds in an organisation.
    MembershipId;
    /// An invitation by one-time link.
    InvitationId;
    /// A person at a body.
    RecordId;
    /// One person on one version of one framework: a chapter of a record.
    EnrolmentId;
    /// A person's registration with a training provider.
    RegistrationId;
    /// A person's employment with an employer.
    EmploymentId;
    /// Who supervises a trainee, for how long.
    SupervisionId;
    /// One sitting of an assessment or run of a course.
    SittingId;
    /// What one candidate achieved in a sitting.
    ResultId;
    /// A file from which results are recorded.
    ImportId;
    /// One claim of workplace competence.
    ClaimId;
    /// One piece of evidence of a claim.
    EvidenceId;
    /// One spell of work, recorded as experience.
    ExperienceId;
    /// A request to sign a claim, a stage or experience.
    SigningRequestId;
    /// A link by which somebody without an account signs.
    SigningLinkId;
    /// An application for a status.
    ApplicationId;
    /// A status conferred on a person.
    AwardId;
    /// Something that a person holds from before, sent to the body.
    PriorLearningId;
    /// What the body decided on it for one assessment or course.
    ExemptionId;
    /// What one registrar asks for and a second one confirms.
    ProposalId;
    /// Whose lists a chapter is in: a body, an employer, a provider, or a person who supervises.
    ListerId;
    /// Why something was noted for an earlier day.
    ReasonId;
    /// One event of the journal.
    EventId;
    /// Work that nobody waits for.
    JobId;
    /// One entry of the log of what was refused.
    RefusalId;
}

impl From<OrganisationId> for ListerId {
    fn from(id: OrganisationId) -> Self {
        Self(id.0)
    }
}

impl From<PersonId> for ListerId {
    fn from(id: PersonId) -> Self {
        Self(id.0)
    }
}
