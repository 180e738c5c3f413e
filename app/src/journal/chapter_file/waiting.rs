//! What lies with somebody else.

use crate::prelude::stores::*;
use domain::sign_off::Signer;
use serde::{Deserialize, Serialize};

/// Something that lies with someone else: what, with whom, since when. Where it leads and what it is called is for pages to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "a field is named after the thing whose id, code or day it is")]
pub enum Waiting {
    /// A claim, with the supervisor who was asked and the employer for which they were.
    Claim { claim: ClaimId, node: String, supervisor: Signer, employer: OrganisationId, since: NaiveDate },
    /// The verification of a stage, with the employer that was asked.
    Verification { request: SigningRequestId, node: String, employer: OrganisationId, since: NaiveDate },
    /// A spell of work, with the employer that was asked to confirm it.
    Experience {
        request: SigningRequestId,
        experience: ExperienceId,
        experience_kind: String,
        employer: OrganisationId,
        since: NaiveDate,
    },
    /// An application for a status, with the registrar.
    Application { application: ApplicationId, node: String, since: NaiveDate },
    /// Something held from before, with the registrar; `prior` is what the framework calls it, empty where it does not name it.
    PriorLearning { prior_learning: PriorLearningId, prior: String, since: NaiveDate },
    /// A result that is provisional, with the provider. A correction leaves the earlier one counting until it is confirmed.
    Result { result: ResultId, node: String, provider: OrganisationId, since: NaiveDate, is_correction: bool },
    /// A result of which a second person declined to confirm the file, with the provider, which puts it right.
    Declined { result: ResultId, node: String, provider: OrganisationId, since: NaiveDate },
}

impl Waiting {
    /// What waits, as the framework names it: a node, or a kind of experience.
    pub fn named(&self) -> &str {
        match self {
            Self::Experience { experience_kind, .. } => experience_kind,
            Self::PriorLearning { prior, .. } => prior,
            Self::Claim { node, .. }
            | Self::Verification { node, .. }
            | Self::Application { node, .. }
            | Self::Result { node, .. }
            | Self::Declined { node, .. } => node,
        }
    }

    /// Whether those at work are told of it, where `is_at` says of which employers they are.
    pub fn is_told_at_work(&self, is_at: impl Fn(&OrganisationId) -> bool) -> bool {
        match self {
            Self::PriorLearning { .. } => false,
            Self::Experience { employer, .. } => is_at(employer),
            Self::Claim { .. }
            | Self::Verification { .. }
            | Self::Application { .. }
            | Self::Result { .. }
            | Self::Declined { .. } => true,
        }
    }

    /// Since when.
    pub fn since(&self) -> NaiveDate {
        match self {
            Self::Claim { since, .. }
            | Self::Verification { since, .. }
            | Self::Experience { since, .. }
            | Self::Application { since, .. }
            | Self::PriorLearning { since, .. }
            | Self::Result { since, .. }
            | Self::Declined { since, .. } => *since,
        }
    }
}
