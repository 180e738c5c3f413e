use super::Event;

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
    /// In which part of a record it is told; none for an act of which a record holds nothing.
    pub part: Option<Part>,
}

/// A part of what a record tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Results of assessments and courses.
    Results,
    /// Claims, the employer's verification, and what was decided on them.
    Claims,
    /// Applications and statuses.
    Statuses,
    /// Who takes part: enrolment, employers, supervisors.
    People,
}

/// An act of which a record holds nothing.
const ELSEWHERE: Nature = Nature { of_record: false, facts: false, lists: false, private: false, part: None };

const fn told(part: Part) -> Nature {
    Nature { part: Some(part), ..ELSEWHERE }
}

impl Event {
    /// What kind of act it is. Here alone, and for every act, so that a new one has to say it.
    pub fn nature(&self) -> Nature {
        let (results, claims) = (told(Part::Results), told(Part::Claims));
        let (statuses, people) = (told(Part::Statuses), told(Part::People));
        match self {
            Self::AddedPerson { .. }
            | Self::SetPassword { .. }
            | Self::EndedAccess { .. }
            | Self::Proposed { .. }
            | Self::SettledProposal { .. }
            | Self::CorrectedName { .. }
            | Self::Invited { .. }
            | Self::WithdrewInvitation { .. }
            | Self::AcceptedInvitation { .. }
            | Self::AddedOrganisation { .. }
            | Self::RecognisedOrganisation { .. }
            | Self::GrantedRole { .. }
            | Self::EndedMembership { .. }
            | Self::AddedSitting { .. } => ELSEWHERE,
            // A body finds its trainees by their address.
            Self::ChangedAddress { .. } => Nature { lists: true, ..ELSEWHERE },
            Self::OpenedRecord { .. } => Nature { of_record: true, ..people },
            Self::RenamedRecord { .. } | Self::AddedEmployment(_) | Self::EndedEmployment { .. } => {
                Nature { of_record: true, lists: true, ..people }
            }
            Self::RecordedJoining { .. } => Nature { of_record: true, facts: true, ..people },
            Self::Enrolled { .. } => Nature { facts: true, lists: true, ..people },
            Self::ChoseSpecialism { .. } => Nature { facts: true, ..people },
            Self::NamedSupervisor { .. }
            | Self::EndedSupervision { .. }
            | Self::AddedRegistration(_)
            | Self::EndedRegistration { .. } => Nature { lists: true, ..people },
            Self::RecordedResult { .. } | Self::CorrectedResult { .. } | Self::ConfirmedResult { .. } => {
                Nature { facts: true, ..results }
            }
            Self::BeganClaim { .. }
            | Self::AddedEvidence { .. }
            | Self::RemovedEvidence { .. }
            | Self::DeletedDraft { .. } => Nature { private: true, ..claims },
            Self::ProvedMailbox { .. } => claims,
            Self::RequestedSignature { .. }
            | Self::Signed { .. }
            | Self::TookBackRequest { .. }
            | Self::ClosedRequest { .. } => Nature { facts: true, ..claims },
            Self::Applied { .. }
            | Self::ConferredStatus { .. }
            | Self::DeclinedApplication { .. }
            | Self::WithdrewStatus { .. } => Nature { facts: true, ..statuses },
        }
    }
}
