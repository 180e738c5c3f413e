//! The names of things: UUIDv7 in their text form, one type per thing so that they can't be mixed up.

/// Declares id types.
macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
        pub struct $name(String);

        impl $name {
            /// An id from what a person or a link sent; `None` unless it is a UUID in its usual text form.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                (text.len() == 36).then(|| uuid::Uuid::try_parse(text).ok()).flatten().map(|id| Self(id.to_string()))
            }

            /// A new id from a freshly made UUID (the edge makes it: no randomness here).
            #[must_use]
            pub fn new(id: uuid::Uuid) -> Self {
                Self(id.to_string())
            }

            /// The text form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        /// From a row of the database, which only ever holds ids made by [`Self::new`].
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
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
    /// One person on one version of one framework.
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
    /// One claim of workplace competence.
    ClaimId;
    /// One piece of evidence of a claim.
    EvidenceId;
    /// A request to a supervisor to decide a claim.
    RequestId;
    /// A request to an employer to verify a stage.
    VerificationRequestId;
    /// The closing of a request that nobody can answer any more.
    ClosureId;
    /// An application for a status.
    ApplicationId;
    /// A status conferred on a person.
    AwardId;
    /// One event of the journal.
    EventId;
    /// One entry of the log of what was refused.
    RefusalId;
    /// Anything else that has a row: a request, an invitation, a result.
    RowId;
}
