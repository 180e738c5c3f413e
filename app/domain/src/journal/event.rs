use super::Digest;
use crate::access::Role;
use crate::enrolments::EnrolmentEnd;
use crate::ids::{
    ApplicationId, AwardId, ClaimId, EmploymentId, EnrolmentId, EvidenceId, ExemptionId, ExperienceId, ImportId,
    InvitationId, MembershipId, OrganisationId, PersonId, PriorLearningId, ProposalId, ReasonId, RegistrationId,
    ResultId, SigningLinkId, SigningRequestId, SittingId, SupervisionId,
};
use crate::imports::ImportEnd;
use crate::people::OrganisationKind;
use crate::proposals::{Proposable, Settled};
use crate::sign_off::{EvidenceKind, ReasonCode, Recipient, Signer, SigningOutcome, SigningSubject};
use crate::standing::Outcome;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// An act, with the ids, codes and days of what it was done to. Who did it, and when, stands beside it.
///
/// `words` is [`Digest::of_words`] over what the row says in words; days named `until` are the first day no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "a field is named after the thing whose id, code or day it is")]
pub enum Event {
    /// A person is known from now on.
    AddedPerson { person: PersonId, words: Digest },
    /// A person chose their first password.
    SetPassword { person: PersonId, password: Digest },
    /// They chose another one in its place.
    ChangedPassword { person: PersonId, password: Digest },
    /// The way in to an account was ended; `set_up_for` is the organisation whose link had set it up, if one had.
    EndedAccess { person: PersonId, set_up_for: Option<OrganisationId> },
    /// The account has another address; the words are the name and the address.
    ChangedAddress { person: PersonId, words: Digest },
    /// A person confirmed another name than the one that others typed.
    CorrectedName { person: PersonId, words: Digest },
    /// A link was made: to a role in an organisation, or to an account, for a body.
    Invited {
        invitation: InvitationId,
        organisation: Option<OrganisationId>,
        role: Option<Role>,
        expires_at: DateTime<Utc>,
        words: Digest,
    },
    /// A link was taken back.
    WithdrewInvitation { invitation: InvitationId },
    /// A link was used, by whom the event names as its actor.
    AcceptedInvitation { invitation: InvitationId },
    /// An employer, a provider or a body is known from now on.
    AddedOrganisation { organisation: OrganisationId, kind: OrganisationKind, slug: Option<String>, words: Digest },
    /// It has another name; `before` is the digest of the name that it had, and of why that was corrected.
    RenamedOrganisation { organisation: OrganisationId, round: i32, words: Digest, before: Digest },
    /// The body in whose chain it stands is served by an employer or a provider from this day on.
    RecognisedOrganisation { organisation: OrganisationId },
    /// A person has a role from this day on.
    GrantedRole {
        membership: MembershipId,
        person: PersonId,
        organisation: OrganisationId,
        role: Role,
        granted_by: Option<PersonId>,
    },
    /// They have it no longer; `reset` is what was confirmed where it ended with the reset of their account.
    EndedMembership { membership: MembershipId, until: NaiveDate, reset: Option<ProposalId> },
    /// A registrar of the body in whose chain it stands asked for what a second one confirms; the words are the reason and, of
    /// an account, the new address.
    Proposed { proposal: ProposalId, of: Proposable, person: PersonId, award: Option<AwardId>, words: Digest },
    /// It was confirmed, declined or taken back.
    SettledProposal { proposal: ProposalId, settled: Settled },
    /// A provider holds a sitting.
    AddedSitting {
        sitting: SittingId,
        provider: OrganisationId,
        framework: String,
        framework_version: String,
        element: String,
        held_on: NaiveDate,
    },
    /// A file with so many rows was uploaded that may become results of a sitting; `file` is the hash of its bytes, the words are its name.
    BeganImport {
        import: ImportId,
        provider: OrganisationId,
        sitting: SittingId,
        file: Digest,
        rows: u32,
        words: Digest,
    },
    /// It was thrown away before anything was written.
    DiscardedImport { import: ImportId },
    /// Results were recorded from it, so many; `recorded` is the hash of how its columns were matched, of what was read, of how many rows
    /// were checked, and of what became of each.
    WroteImport { import: ImportId, results: u32, recorded: Digest },
    /// A second person confirmed what `imported_by` brought, or declined to; the words are the reason.
    SettledImport { import: ImportId, imported_by: PersonId, settled: ImportEnd, words: Digest },
    /// A body holds a record of a person from now on.
    OpenedRecord { person: PersonId, body: OrganisationId, words: Digest },
    /// The body knows the person by another name.
    RenamedRecord { round: i32, words: Digest, from: NaiveDate, reason: Option<Reason> },
    /// The body has this membership number of the person, or another than before, or none.
    NumberedRecord { round: i32, number: Option<String>, reason: Option<Reason> },
    /// A person was enrolled, perhaps registered with it.
    Enrolled {
        enrolment: EnrolmentId,
        person: PersonId,
        framework: String,
        framework_version: String,
        from: NaiveDate,
        registration: Option<Registered>,
    },
    /// The enrolment has another first day.
    CorrectedFirstDay { enrolment: EnrolmentId, from: NaiveDate, reason: Option<Reason> },
    /// The enrolment is over: nothing new is done in it, until its end is taken back.
    EndedEnrolment { enrolment: EnrolmentId, why: EnrolmentEnd, until: NaiveDate, reason: Reason },
    /// It goes on, as if it had never ended.
    TookBackEnrolmentEnd { enrolment: EnrolmentId, reason: Reason },
    /// The practice area was chosen, from a day on.
    ChoseSpecialism { round: i32, specialism: String, from: NaiveDate },
    /// The day of joining the body was noted, or another in its place.
    RecordedJoining { round: i32, joined_on: NaiveDate, reason: Option<Reason> },
    /// Someone supervises the trainee, for an employer of theirs.
    NamedSupervisor {
        supervision: SupervisionId,
        supervisor: PersonId,
        employer: OrganisationId,
        from: NaiveDate,
        until: Option<NaiveDate>,
        words: Digest,
    },
    /// They no longer do.
    EndedSupervision { supervision: SupervisionId, until: NaiveDate, reason: Option<Reason> },
    /// The trainee works for an employer.
    AddedEmployment(Employed),
    /// They no longer do.
    EndedEmployment { employment: EmploymentId, employer: OrganisationId, until: NaiveDate, reason: Option<Reason> },
    /// The trainee is registered with a provider.
    AddedRegistration(Registered),
    /// They no longer are.
    EndedRegistration {
        registration: RegistrationId,
        provider: OrganisationId,
        until: NaiveDate,
        reason: Option<Reason>,
    },
    /// A result was recorded, perhaps from a file; it is provisional.
    RecordedResult {
        result: ResultId,
        of: ResultOf,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
        words: Digest,
    },
    /// A result was put in the place of another, perhaps from a file; it is provisional.
    CorrectedResult {
        result: ResultId,
        round: i64,
        supersedes: ResultId,
        of: ResultOf,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        import: Option<ImportId>,
        words: Digest,
    },
    /// A second person declined to confirm it with the file that it came from, which says why.
    DeclinedResult { result: ResultId, import: ImportId, of: ResultOf },
    /// A second person confirmed a result that `recorded_by` recorded.
    ConfirmedResult { result: ResultId, recorded_by: PersonId, of: ResultOf },
    /// A draft was begun.
    BeganClaim { claim: ClaimId, outcome: String },
    /// A piece of evidence was added to a draft.
    AddedEvidence { evidence: EvidenceId, claim: ClaimId, kind: EvidenceKind, words: Digest },
    /// A piece was taken out of a draft. What was sent with it once is kept.
    RemovedEvidence { evidence: EvidenceId, claim: ClaimId, kept: bool },
    /// A draft that was never sent was deleted with its evidence.
    DeletedDraft { claim: ClaimId, evidence: Vec<EvidenceId> },
    /// A spell of work was recorded; `until` is the first day after it.
    RecordedExperience {
        experience: ExperienceId,
        kind: String,
        employer: OrganisationId,
        from: NaiveDate,
        until: NaiveDate,
        minutes: i64,
        minutes_each_week: Option<i64>,
        full_time_percent: Option<i64>,
        words: Digest,
    },
    /// A spell that nobody has confirmed was taken out.
    WithdrewExperience { experience: ExperienceId, kind: String },
    /// Somebody was asked to sign; `shown` is the hash of exactly what is shown, `until` the first day too late to answer.
    RequestedSignature {
        request: SigningRequestId,
        subject: SigningSubject,
        round: i64,
        employer: OrganisationId,
        to: Recipient,
        until: Option<NaiveDate>,
        shown: Digest,
    },
    /// The holder of a link proved that the mailbox is theirs.
    ProvedMailbox { request: SigningRequestId, link: SigningLinkId },
    /// A request was answered; `signed` is the hash of all that was signed. Who holds a link is no actor of the event.
    Signed {
        request: SigningRequestId,
        subject: SigningSubject,
        outcome: SigningOutcome,
        reason: Option<ReasonCode>,
        signer: Signer,
        shown: Digest,
        signed: Digest,
    },
    /// What was signed by mistake was withdrawn.
    WithdrewSignature { request: SigningRequestId, subject: SigningSubject, words: Digest },
    /// The trainee took a request back before it was answered.
    TookBackRequest { request: SigningRequestId, subject: SigningSubject },
    /// A request went back unanswered because the employment ended.
    ClosedRequest { request: SigningRequestId, subject: SigningSubject, employer: OrganisationId },
    /// The trainee applied for a status.
    Applied { application: ApplicationId, round: i64, step_off: String, status: String },
    /// The status is held; `decision` is the digest of the words of the decision.
    ConferredStatus {
        award: AwardId,
        application: ApplicationId,
        step_off: String,
        status: String,
        expires_on: Option<NaiveDate>,
        words: Digest,
        decision: Digest,
    },
    /// The application was declined; `decision` as above.
    DeclinedApplication { application: ApplicationId, step_off: String, status: String, decision: Digest },
    /// A status was withdrawn.
    WithdrewStatus { award: AwardId, status: String, words: Digest },
    /// The trainee sent what they hold from before: `prior` is what the framework calls it, where it is listed; `elements` are
    /// those for which an exemption is asked, `due` is until when it is to be decided by the times that the body has published.
    SentPriorLearning {
        prior_learning: PriorLearningId,
        prior: Option<String>,
        awarded_on: NaiveDate,
        elements: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<NaiveDate>,
        words: Digest,
    },
    /// The trainee took it back before it was decided.
    TookBackPriorLearning { prior_learning: PriorLearningId },
    /// The body decided on it, the first time or in review.
    DecidedPriorLearning {
        prior_learning: PriorLearningId,
        round: i64,
        is_proved: bool,
        exemptions: Vec<Exempted>,
        words: Digest,
    },
    /// The trainee asked that somebody else decides on it once more, until `due` anew.
    AskedForReview {
        prior_learning: PriorLearningId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<NaiveDate>,
        words: Digest,
    },
    /// An exemption counts no longer.
    WithdrewExemption { exemption: ExemptionId, element: String, words: Digest },
}

/// What was decided for one assessment or course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exempted {
    /// Its id.
    pub exemption: ExemptionId,
    /// The assessment or course.
    pub element: String,
    /// Whether it is exempt.
    pub is_granted: bool,
    /// The first day on which it counts no longer, where it is for a time.
    pub expires_on: Option<NaiveDate>,
    /// The digest of what it depends on and of the reason.
    pub words: Digest,
}

/// A registration with a provider from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Its id.
    pub registration: RegistrationId,
    /// The provider.
    pub provider: OrganisationId,
    /// Its first day.
    pub from: NaiveDate,
}

/// An employment from a day on. It is of the whole record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employed {
    /// Its id.
    pub employment: EmploymentId,
    /// The employer.
    pub employer: OrganisationId,
    /// Its first day.
    pub from: NaiveDate,
    /// The digest of the job's title.
    pub words: Digest,
}

/// Why something was noted for an earlier day than the one on which it was done, or an enrolment ended or goes on after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Its id.
    pub id: ReasonId,
    /// The digest of the reason.
    pub words: Digest,
}

/// What a result is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultOf {
    /// The sitting.
    pub sitting: SittingId,
    /// Its assessment or course.
    pub element: String,
    /// Its day.
    pub held_on: NaiveDate,
    /// What came of it.
    pub outcome: Outcome,
}

/// Why a stored event can't be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It was written by another version of the program.
    #[error("its version {0} is not one that this program reads")]
    Version(i32),
    /// It is no event.
    #[error("it is no event: {0}")]
    Body(#[from] serde_json::Error),
}

impl Event {
    /// The version of the format that [`Self::text`] writes.
    pub const VERSION: i32 = 1;

    /// The text that is stored and hashed: JSON without line breaks, the fields in the order of the enum.
    pub fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Reads a stored text of a version.
    ///
    /// # Errors
    /// [`Unreadable`], with the reason.
    pub fn read(version: i32, text: &str) -> Result<Self, Unreadable> {
        match version {
            Self::VERSION => Ok(serde_json::from_str(text)?),
            other => Err(Unreadable::Version(other)),
        }
    }
}
