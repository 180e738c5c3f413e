//! What an event of the journal is about.

use domain::ids::{
    ApplicationId, AwardId, ClaimId, EmploymentId, EnrolmentId, InvitationId, MembershipId, OrganisationId, PersonId,
    RegistrationId, ResultId, SittingId, SupervisionId, VerificationRequestId,
};

macro_rules! objects {
    ($($(#[$doc:meta])+ $name:ident($id:ident) = $kind:literal,)+) => {
        /// One thing, of a kind, by its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Object { $($(#[$doc])+ $name($id),)+ }

        impl Object {
            /// The thing of a stored kind and id; none when either is not one of ours.
            #[must_use]
            pub fn read(kind: &str, id: &str) -> Option<Self> {
                match kind {
                    $($kind => $id::parse(id).map(Self::$name),)+
                    _ => None,
                }
            }

            /// The kind as it is stored.
            #[must_use]
            pub fn kind(self) -> &'static str {
                match self { $(Self::$name(_) => $kind,)+ }
            }

            /// The id as it is stored.
            #[must_use]
            pub fn id(self) -> String {
                match self { $(Self::$name(id) => id.to_string(),)+ }
            }
        }
    };
}

objects! {
    /// A person.
    Person(PersonId) = "person",
    /// An organisation.
    Organisation(OrganisationId) = "organisation",
    /// A membership.
    Membership(MembershipId) = "membership",
    /// An invitation.
    Invitation(InvitationId) = "invitation",
    /// An enrolment.
    Enrolment(EnrolmentId) = "enrolment",
    /// A registration with a provider.
    Registration(RegistrationId) = "registration",
    /// An employment.
    Employment(EmploymentId) = "employment",
    /// A supervision.
    Supervision(SupervisionId) = "supervision",
    /// A sitting.
    Sitting(SittingId) = "sitting",
    /// A result.
    Result(ResultId) = "result",
    /// A claim.
    Claim(ClaimId) = "claim",
    /// A request to verify a stage.
    VerificationRequest(VerificationRequestId) = "verification_request",
    /// An application.
    Application(ApplicationId) = "application",
    /// An award.
    Award(AwardId) = "award",
}
