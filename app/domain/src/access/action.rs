use crate::ids::{EnrolmentId, OrganisationId};

/// All that a trainee's employments at one employer are, asked about from a chapter of their record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EmploymentsAt {
    /// The chapter.
    pub enrolment: EnrolmentId,
    /// The employer.
    pub employer: OrganisationId,
}

/// One action as a type, so that a permit for one can't be used for another.
pub trait Act: Copy + Send + Sync {
    /// What it is done to, by its id.
    type On: Copy + Send + Sync;
    /// The same action as a value.
    const ACTION: Action;
}

macro_rules! declare {
    ($($(#[$doc:meta])* $name:ident($on:ty) = $code:literal),+ $(,)?) => {
        /// Everything that needs a permit.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $name),+ }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name in the journal and in the committed table.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }

        /// Each action as a type, for [`super::Permit`].
        pub mod actions {
            use super::{Act, Action, EmploymentsAt};
            use crate::ids::*;
            $(
                $(#[$doc])*
                #[derive(Clone, Copy, Debug)]
                pub struct $name;
                impl Act for $name {
                    type On = $on;
                    const ACTION: Action = Action::$name;
                }
            )+
        }
    };
}

declare! {
    /// See where a trainee stands: home, map, plan.
    ViewStanding(EnrolmentId) = "view standing",
    /// See the whole record and export it.
    ViewRecord(EnrolmentId) = "view record",
    /// See the claims of a trainee with narrative and evidence, and what was found of them: how outcomes and portfolios stand.
    ViewClaim(EnrolmentId) = "view claim",
    /// See the work of a trainee, of each spell as far as the employer goes for whom it was done.
    ViewExperience(EnrolmentId) = "view experience",
    /// Read the marks of results, and the reasons of corrections and withdrawals.
    ReadMarksAndReasons(EnrolmentId) = "read marks and reasons",
    /// See what a trainee applied for, and what was decided.
    ViewApplication(EnrolmentId) = "view application",
    /// Write, change, send or take back a claim.
    WriteClaim(ClaimId) = "write claim",
    /// Answer a request: decide a claim, verify a stage, or decline to.
    Sign(SigningRequestId) = "sign",
    /// Withdraw what was signed by mistake.
    WithdrawSignature(SigningRequestId) = "withdraw signature",
    /// Ask the employer to verify a stage.
    AskVerification(EnrolmentId) = "ask for verification",
    /// Record a spell of work.
    RecordExperience(EnrolmentId) = "record experience",
    /// Ask for the confirmation of a spell of work, take that back, or take the spell out.
    WriteExperience(ExperienceId) = "change experience",
    /// Hold a sitting and see its results.
    ManageSitting(SittingId) = "manage sitting",
    /// Record or correct the result of one candidate.
    RecordResult((SittingId, EnrolmentId)) = "record result",
    /// Confirm a result that someone else recorded.
    ConfirmResult(ResultId) = "confirm result",
    /// Apply for the status of a step-off point.
    ApplyForStatus(EnrolmentId) = "apply for status",
    /// Confer a status, or decline to.
    DecideApplication(ApplicationId) = "decide application",
    /// Withdraw a status.
    WithdrawAward(AwardId) = "withdraw award",
    /// See an organisation's people.
    ViewPeople(OrganisationId) = "see people",
    /// Invite an organisation's people.
    ManagePeople(OrganisationId) = "manage people",
    /// End a membership.
    EndMembership(MembershipId) = "end membership",
    /// Name who supervises a trainee, and until when.
    ManageSupervision(EnrolmentId) = "manage supervision",
    /// Name a supervisor.
    NameSupervisor(EnrolmentId) = "name supervisor",
    /// End a supervision.
    EndSupervision(SupervisionId) = "end supervision",
    /// End all employments of a trainee at an employer.
    EndEmployment(EmploymentsAt) = "end employment",
    /// Note for whom a trainee works and with whom they are registered; end a registration.
    ManageEmployersAndProviders(EnrolmentId) = "manage employers and providers",
    /// Note a further employer of a trainee, or register them with a further provider.
    AddEmployerOrProvider(EnrolmentId) = "add employer or provider",
    /// Add an employer or a provider, which the body recognises from then on.
    ManageOrganisations(OrganisationId) = "manage organisations",
    /// Correct the name of an employer or a provider that the body recognises.
    RenameOrganisation(OrganisationId) = "rename organisation",
    /// Enrol a person on a framework of the body.
    Enrol(OrganisationId) = "enrol",
    /// Begin a claim.
    BeginClaim(EnrolmentId) = "begin claim",
    /// Choose the specialism.
    ChooseSpecialism(EnrolmentId) = "choose specialism",
    /// Note the day on which a trainee joined the body.
    NoteJoining(EnrolmentId) = "note joining",
    /// Correct the name by which the body knows a trainee.
    CorrectName(EnrolmentId) = "correct name",
    /// Correct the first day of an enrolment.
    CorrectFirstDay(EnrolmentId) = "correct first day",
    /// End an enrolment, or take its end back.
    EndEnrolment(EnrolmentId) = "end enrolment",
    /// See the account of a person: its address, and whether it is set up.
    ViewAccount(PersonId) = "view account",
    /// Make a new link for a person who has not set up their account: a registrar, or by an invitation their administrator.
    RenewAccountLink(PersonId) = "renew account link",
    /// Ask that an account is started anew, and do it when a second registrar confirms.
    StartAccountAnew(PersonId) = "start account anew",
    /// Change the password of one's own account, and end its other sessions.
    ChangeOwnAccount(PersonId) = "change own account",
    /// Confirm what another registrar asked for.
    ConfirmProposal(ProposalId) = "confirm proposal",
    /// Take back or decline what a registrar asked for.
    EndProposal(ProposalId) = "end proposal",
    /// Add a sitting of a provider.
    AddSitting(OrganisationId) = "add sitting",
    /// See what a trainee holds from before, with its proof.
    ViewPriorLearning(EnrolmentId) = "view prior learning",
    /// Send what one holds from before.
    SendPriorLearning(EnrolmentId) = "send prior learning",
    /// Take it back, or ask for a review of what was decided.
    ChangePriorLearning(PriorLearningId) = "change prior learning",
    /// Confirm its proof and decide what it is worth, or decide once more.
    DecidePriorLearning(PriorLearningId) = "decide prior learning",
    /// Withdraw an exemption.
    WithdrawExemption(ExemptionId) = "withdraw exemption",
    /// Correct the result that stands.
    CorrectResult(ResultId) = "correct result",
    /// Match the columns of a file, answer for its rows, write what it says, or throw it away.
    WriteImport(ImportId) = "write import",
    /// Confirm what a file brought that someone else wrote, or decline to.
    ConfirmImport(ImportId) = "confirm import",
}
