//! What may be signed. Whoever signs, with an account or by a link, gets it here and nowhere else.

use super::{Answer, Shown, ShownClaim, ShownExperience, ShownStage, SigningOutcome, StageOutcome, Statement};
use super::{claim_statement, experience_statement, stage_statement, stage_title};
use super::{confirm, decide, verify, workplace_missing};
use crate::framework::{Framework, NodeIx};
use crate::ids::SigningRequestId;
use crate::invalid::Invalid;
use crate::standing::Standing;

/// What somebody is asked to sign, as it stands now.
#[derive(Clone, Debug)]
pub enum SigningContent<'a> {
    /// A claim as it was sent.
    Claim(ShownClaim),
    /// A stage, which goes on while the request waits.
    Stage {
        /// The framework of the record.
        framework: &'a Framework,
        /// How the record stands now.
        standing: &'a Standing,
        /// The trainee's name.
        trainee: &'a str,
        /// What is verified.
        verification: NodeIx,
    },
    /// A spell of work as it was recorded.
    Experience(ShownExperience),
}

impl SigningContent<'_> {
    /// Exactly what is shown of it.
    pub fn shown(&self) -> Shown {
        match self {
            Self::Claim(claim) => Shown::Claim(claim.clone()),
            Self::Stage { framework, standing, trainee, verification } => {
                Shown::Stage(ShownStage::of(framework, standing, trainee, *verification))
            }
            Self::Experience(experience) => Shown::Experience(experience.clone()),
        }
    }
}

/// What a request asks for: nobody answers one with what another shows.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The request.
    pub request: SigningRequestId,
    /// What it asks to be signed.
    pub content: SigningContent<'a>,
}

/// An answer as it was filled in; empty where a field was not, or is none of its form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// The code of the outcome.
    pub outcome: &'a str,
    /// What was seen, or a remark.
    pub comment: &'a str,
    /// What is missing, of a claim that is partly met.
    pub missing: &'a str,
    /// The code of the reason why a claim is not decided.
    pub reason: &'a str,
    /// Why a stage is not verified, or work is not confirmed.
    pub why: &'a str,
    /// The digest of what was shown when it was read.
    pub read: &'a str,
}

/// An answer to a request that may be signed, with what its signature says and exactly what was shown. Only [`answer`] makes one.
#[derive(Clone, Debug)]
pub struct Given {
    request: SigningRequestId,
    answer: Answer,
    statement: Statement,
    shown: Shown,
}

impl Given {
    /// What is answered: it is signed for this request and for no other.
    pub fn request(&self) -> SigningRequestId {
        self.request
    }

    /// What was answered.
    pub fn outcome(&self) -> SigningOutcome {
        self.answer.outcome
    }

    /// Exactly what was shown.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// All of it, to be written.
    pub fn into_parts(self) -> (Answer, Statement, Shown) {
        (self.answer, self.statement, self.shown)
    }
}

/// Why an answer may not be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSigned {
    /// Something is missing or contradicts the answer.
    Invalid(Invalid),
    /// Verification comes last: something of the stage is to be shown at work first.
    WorkplaceMissing,
    /// What is shown is no longer what was read.
    Changed,
}

impl From<Invalid> for NotSigned {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

/// May this answer be signed? It has all it needs, a stage is verified last, and what is signed is what was read.
///
/// # Errors
/// [`NotSigned`], with the first reason.
pub fn answer(Asked { request, content }: &Asked, typed: &Typed) -> Result<Given, NotSigned> {
    let Typed { outcome, comment, missing, reason, why, read } = *typed;
    let (answer, statement) = match content {
        SigningContent::Claim(claim) => {
            let answer = decide(outcome, comment, missing, reason)?;
            let statement = claim_statement(&claim.trainee, answer.outcome);
            (answer.of(SigningOutcome::Claim), statement)
        }
        SigningContent::Stage { framework, standing, verification, trainee } => {
            let answer = verify(outcome, why, comment)?;
            let verifies = answer.outcome == StageOutcome::Verified;
            if verifies && !workplace_missing(framework, standing, *verification).is_empty() {
                return Err(NotSigned::WorkplaceMissing);
            }
            let statement = stage_statement(trainee, stage_title(framework, *verification), answer.outcome);
            (answer.of(SigningOutcome::Stage), statement)
        }
        SigningContent::Experience(shown) => {
            let answer = confirm(outcome, why, comment)?;
            let statement = experience_statement(shown, answer.outcome);
            (answer.of(SigningOutcome::Experience), statement)
        }
    };
    let shown = content.shown();
    if !shown.digest().is_ok_and(|digest| digest.to_string() == read) {
        return Err(NotSigned::Changed);
    }
    Ok(Given { request: *request, answer, statement, shown })
}
