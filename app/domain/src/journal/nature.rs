use super::{Employed, Event, Registered};
use crate::ids::{ClaimId, ExperienceId, OrganisationId};
use crate::sign_off::SigningSubject;

/// What an act is besides what it says: what has to be written anew after it, and who reads of it where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nature {
    /// Whether it concerns a whole record and none of its chapters by itself.
    pub of_record: bool,
    /// Whether the facts of the chapters that it concerns, or what waits there, differ after it.
    pub facts: bool,
    /// Whether somebody finds a chapter in another list after it, or by another name; whose facts differ is written there too.
    pub lists: bool,
    /// Whether it is nobody else's business, as what a trainee does in a draft is until it is sent.
    pub private: bool,
    /// Which part of a record it is in; none for an act of which a record holds nothing.
    pub part: Option<RecordPart>,
    /// The claim that a record names with it.
    pub claim: Option<ClaimId>,
    /// The spell of work that it concerns.
    pub experience: Option<ExperienceId>,
    /// The employer or provider that a record names with it.
    pub organisation: Option<OrganisationId>,
}

/// A part of what a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordPart {
    /// Results of assessments and courses, and exemptions from them.
    Results,
    /// Claims, the employer's verification, experience, and what was decided on them.
    Claims,
    /// Applications and statuses.
    Statuses,
    /// Who takes part: enrolment, employers, supervisors.
    People,
}

/// An act of which a record holds nothing.
const ELSEWHERE: Nature = Nature {
    of_record: false,
    facts: false,
    lists: false,
    private: false,
    part: None,
    claim: None,
    experience: None,
    organisation: None,
};

const fn in_part(part: RecordPart) -> Nature {
    Nature { part: Some(part), ..ELSEWHERE }
}

impl Event {
    /// Whether it ends what was done before: however much somebody did, they may take it back.
    pub fn takes_back(&self) -> bool {
        matches!(
            self,
            Self::RemovedEvidence { .. }
                | Self::DeletedDraft { .. }
                | Self::WithdrewExperience { .. }
                | Self::TookBackRequest { .. }
                | Self::ClosedRequest { .. }
                | Self::TookBackPriorLearning { .. }
                | Self::EndedEnrolment { .. }
                | Self::EndedSupervision { .. }
                | Self::EndedEmployment { .. }
                | Self::EndedRegistration { .. }
                | Self::EndedMembership { .. }
                | Self::WithdrewInvitation { .. }
                | Self::SettledProposal { .. }
                | Self::WithdrewSignature { .. }
                | Self::WithdrewExemption { .. }
                | Self::WithdrewStatus { .. }
                | Self::NumberedRecord { number: None, .. }
        )
    }

    /// What kind of act it is. Here alone, and for every act, so that a new one has to say it.
    pub fn nature(&self) -> Nature {
        let (results, claims) = (in_part(RecordPart::Results), in_part(RecordPart::Claims));
        let (statuses, people) = (in_part(RecordPart::Statuses), in_part(RecordPart::People));
        let of = |subject: &SigningSubject| {
            let (claim, experience) = (subject.claim(), subject.experience());
            Nature { facts: true, claim, experience, ..claims }
        };
        let at = |organisation| Nature { organisation: Some(organisation), ..people };
        match self {
            Self::AddedPerson { .. }
            | Self::SetPassword { .. }
            | Self::ChangedPassword { .. }
            | Self::EndedAccess { .. }
            | Self::Proposed { .. }
            | Self::SettledProposal { .. }
            | Self::CorrectedName { .. }
            | Self::Invited { .. }
            | Self::WithdrewInvitation { .. }
            | Self::AcceptedInvitation { .. }
            | Self::AddedOrganisation { .. }
            | Self::RenamedOrganisation { .. }
            | Self::RecognisedOrganisation { .. }
            | Self::GrantedRole { .. }
            | Self::EndedMembership { .. }
            | Self::AddedSitting { .. }
            | Self::BeganImport { .. }
            | Self::DiscardedImport { .. }
            | Self::WroteImport { .. }
            | Self::SettledImport { .. } => ELSEWHERE,
            // A body finds its trainees by their address.
            Self::ChangedAddress { .. } => Nature { lists: true, ..ELSEWHERE },
            Self::OpenedRecord { .. } => Nature { of_record: true, ..people },
            Self::RenamedRecord { .. } | Self::NumberedRecord { .. } => {
                Nature { of_record: true, lists: true, ..people }
            }
            Self::AddedEmployment(Employed { employer, .. }) | Self::EndedEmployment { employer, .. } => {
                Nature { of_record: true, lists: true, ..at(*employer) }
            }
            Self::RecordedJoining { .. } => Nature { of_record: true, facts: true, ..people },
            Self::Enrolled { registration, .. } => {
                let organisation = registration.as_ref().map(|one| one.provider);
                Nature { facts: true, lists: true, organisation, ..people }
            }
            Self::CorrectedFirstDay { .. } => Nature { facts: true, lists: true, ..people },
            Self::ChoseSpecialism { .. } => Nature { facts: true, ..people },
            Self::EndedEnrolment { .. } | Self::TookBackEnrolmentEnd { .. } => Nature { lists: true, ..people },
            Self::NamedSupervisor { employer, .. } => Nature { lists: true, ..at(*employer) },
            Self::EndedSupervision { .. } => Nature { lists: true, ..people },
            Self::AddedRegistration(Registered { provider, .. }) | Self::EndedRegistration { provider, .. } => {
                Nature { lists: true, ..at(*provider) }
            }
            Self::RecordedResult { .. }
            | Self::CorrectedResult { .. }
            | Self::DeclinedResult { .. }
            | Self::ConfirmedResult { .. } => Nature { facts: true, ..results },
            Self::BeganClaim { claim, .. }
            | Self::AddedEvidence { claim, .. }
            | Self::RemovedEvidence { claim, .. }
            | Self::DeletedDraft { claim, .. } => Nature { private: true, claim: Some(*claim), ..claims },
            Self::ProvedMailbox { .. } => claims,
            Self::RecordedExperience { experience, employer, .. } => {
                Nature { facts: true, experience: Some(*experience), organisation: Some(*employer), ..claims }
            }
            Self::WithdrewExperience { experience, .. } => {
                Nature { facts: true, experience: Some(*experience), ..claims }
            }
            Self::RequestedSignature { subject, .. }
            | Self::Signed { subject, .. }
            | Self::WithdrewSignature { subject, .. }
            | Self::TookBackRequest { subject, .. } => of(subject),
            Self::ClosedRequest { subject, employer, .. } => Nature { organisation: Some(*employer), ..of(subject) },
            Self::SentPriorLearning { .. }
            | Self::TookBackPriorLearning { .. }
            | Self::DecidedPriorLearning { .. }
            | Self::AskedForReview { .. }
            | Self::WithdrewExemption { .. } => Nature { facts: true, ..results },
            Self::Applied { .. }
            | Self::ConferredStatus { .. }
            | Self::DeclinedApplication { .. }
            | Self::WithdrewStatus { .. } => Nature { facts: true, ..statuses },
        }
    }
}
