//! What is signed, by whom, and with which outcome.

use crate::codes::codes;
use crate::ids::{ClaimId, ExperienceId, PersonId, SigningLinkId};
use crate::journal::Digest;
use crate::standing::ClaimOutcome;
use serde::{Deserialize, Serialize};

codes! {
    /// The kinds of what is signed.
    SigningKind {
        /// A claim of workplace competence.
        Claim = "claim",
        /// A stage: the employer's key.
        Stage = "stage",
        /// A spell of work.
        Experience = "experience",
    }
}

impl SigningKind {
    /// Whether the administrators of the employer sign it as well as the trainee's supervisors.
    pub fn is_for_administrators(self) -> bool {
        match self {
            Self::Claim => false,
            Self::Stage | Self::Experience => true,
        }
    }

    /// What is done to it by signing, as a verb.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Claim => "decide",
            Self::Stage => "verify",
            Self::Experience => "confirm",
        }
    }

    /// What a signature of it is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Claim => "decision",
            Self::Stage => "verification",
            Self::Experience => "confirmation",
        }
    }

    /// Whether an employer of before signs it too: what somebody did there is for nobody else to say.
    pub fn is_for_former_employers(self) -> bool {
        match self {
            Self::Claim | Self::Stage => false,
            Self::Experience => true,
        }
    }
}

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningSubject {
    /// A claim of an outcome.
    Claim {
        /// Its id.
        claim: ClaimId,
        /// The outcome, as the framework names it.
        outcome: String,
    },
    /// A stage, by its verification.
    Stage {
        /// The verification, as the framework names it.
        element: String,
    },
    /// A spell of work.
    Experience {
        /// Its id.
        experience: ExperienceId,
        /// Its kind, as the framework names it.
        kind: String,
    },
}

impl SigningSubject {
    /// Of which kind it is.
    pub fn kind(&self) -> SigningKind {
        match self {
            Self::Claim { .. } => SigningKind::Claim,
            Self::Stage { .. } => SigningKind::Stage,
            Self::Experience { .. } => SigningKind::Experience,
        }
    }

    /// What is decided, verified or confirmed, as the framework names it: an outcome, a verification, a kind of experience.
    pub fn named(&self) -> &str {
        match self {
            Self::Claim { outcome, .. } => outcome,
            Self::Stage { element } => element,
            Self::Experience { kind, .. } => kind,
        }
    }

    /// The claim, where it is one.
    pub fn claim(&self) -> Option<ClaimId> {
        match self {
            Self::Claim { claim, .. } => Some(*claim),
            Self::Stage { .. } | Self::Experience { .. } => None,
        }
    }

    /// The spell of work, where it is one.
    pub fn experience(&self) -> Option<ExperienceId> {
        match self {
            Self::Experience { experience, .. } => Some(*experience),
            Self::Claim { .. } | Self::Stage { .. } => None,
        }
    }
}

codes! {
    /// The two answers to a request to verify a stage.
    StageOutcome {
        /// The employer's key is turned.
        Verified = "verified",
        /// It is not, for a reason.
        Declined = "declined",
    }
}

codes! {
    /// The two answers to a request to confirm a spell of work.
    ExperienceOutcome {
        /// It counts.
        Confirmed = "confirmed",
        /// It does not, for a reason.
        Declined = "declined",
    }
}

/// What was answered: each kind has outcomes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningOutcome {
    /// To a claim.
    Claim(ClaimOutcome),
    /// To a request to verify a stage.
    Stage(StageOutcome),
    /// To a request to confirm a spell of work.
    Experience(ExperienceOutcome),
}

impl SigningOutcome {
    /// The outcome of a kind with a stored code.
    pub fn read(kind: SigningKind, code: &str) -> Option<Self> {
        match kind {
            SigningKind::Claim => ClaimOutcome::from_code(code).map(Self::Claim),
            SigningKind::Stage => StageOutcome::from_code(code).map(Self::Stage),
            SigningKind::Experience => ExperienceOutcome::from_code(code).map(Self::Experience),
        }
    }

    /// Of what kind of subject it is an outcome.
    pub fn kind(self) -> SigningKind {
        match self {
            Self::Claim(_) => SigningKind::Claim,
            Self::Stage(_) => SigningKind::Stage,
            Self::Experience(_) => SigningKind::Experience,
        }
    }

    /// Whether it can be withdrawn, where it was given by mistake: what counts now. What does not is answered by sending it again.
    pub fn can_be_withdrawn(self) -> bool {
        match self {
            Self::Claim(outcome) => outcome == ClaimOutcome::Met,
            Self::Stage(outcome) => outcome == StageOutcome::Verified,
            Self::Experience(outcome) => outcome == ExperienceOutcome::Confirmed,
        }
    }

    /// The word under which it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Claim(outcome) => outcome.code(),
            Self::Stage(outcome) => outcome.code(),
            Self::Experience(outcome) => outcome.code(),
        }
    }
}

/// Who is asked, at the employer that the request names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A person with an account.
    Person(PersonId),
    /// Any of the employer's people who may sign it.
    Employer,
    /// The holder of a link.
    Link {
        /// The link.
        link: SigningLinkId,
        /// The digest of the holder's name and address and of the link's token.
        words: Digest,
    },
}

/// Who signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// A person with an account.
    Person(PersonId),
    /// The holder of a link.
    Link(SigningLinkId),
}

impl Signer {
    /// The one of a person or of a link that is there.
    pub fn of(person: Option<PersonId>, link: Option<SigningLinkId>) -> Option<Self> {
        person.map(Self::Person).or(link.map(Self::Link))
    }

    /// The person, where it is one with an account.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(id),
            Self::Link(_) => None,
        }
    }
}

/// The id alone.
impl std::fmt::Display for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => id.fmt(f),
            Self::Link(id) => id.fmt(f),
        }
    }
}

codes! {
    /// How a request ended that nobody answered.
    EndReason {
        /// The trainee took it back.
        TakenBack = "taken_back",
        /// The trainee works for the employer no longer.
        EmploymentEnded = "employment_ended",
    }
}
