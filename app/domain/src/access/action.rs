/// One action as a type, so that a permit for one can't be used for another.
pub trait Act: Copy {
    /// The same action as a value.
    const ACTION: Action;
}

macro_rules! declare {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// Everything that needs a permit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $name),+ }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name in the journal and in the committed table.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }

        /// Each action as a type, for [`super::Permit`].
        pub mod actions {
            use super::{Act, Action};
            $(
                $(#[$doc])*
                #[derive(Clone, Copy, Debug)]
                pub struct $name;
                impl Act for $name { const ACTION: Action = Action::$name; }
            )+
        }
    };
}

declare! {
    /// See where a trainee stands: home, map, plan.
    ViewStanding = "view standing",
    /// See the whole record and export it.
    ViewRecord = "view record",
    /// See a claim with its narrative and evidence, and what was found of it: how outcomes and portfolios stand.
    ViewClaim = "view claim",
    /// Write, change, send or take back a claim.
    WriteClaim = "write claim",
    /// Decide a claim: met, partly met, not yet, declined.
    DecideClaim = "decide claim",
    /// Ask the employer to verify a stage.
    AskVerification = "ask for verification",
    /// Verify a stage, or decline to.
    VerifyStage = "verify stage",
    /// Hold a sitting and see its results.
    ManageSitting = "manage sitting",
    /// Record or correct the result of one candidate.
    RecordResult = "record result",
    /// Confirm a result that someone else recorded.
    ConfirmResult = "confirm result",
    /// Apply for the status of a step-off point.
    ApplyForStatus = "apply for status",
    /// Confer a status, or decline to.
    DecideApplication = "decide application",
    /// Withdraw a status.
    WithdrawAward = "withdraw award",
    /// See an organisation's people; invite them and end their memberships.
    ManagePeople = "manage people",
    /// Name who supervises a trainee, and until when.
    ManageSupervision = "manage supervision",
    /// Note for whom a trainee works and with whom they are registered; end a registration.
    ManageEmployersAndProviders = "manage employers and providers",
    /// Add organisations.
    ManageOrganisations = "manage organisations",
    /// Enrol a person on a framework.
    Enrol = "enrol",
}
