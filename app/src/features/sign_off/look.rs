//! What of a draft there is to be sent, and to whom.

use super::store::sending::NewRequest;
use super::store::{self, Askable, Claim, Evidence};
use crate::content::catalogue::Catalogue;
use crate::features::frameworks::map::called;
use crate::features::record::store::{self as records, Case};
use crate::prelude::stores::*;
use crate::web::days::Days;
use domain::framework::{Framework, Length, NodeIx};
use domain::journal::Digest;
use domain::sign_off::{Recipient, Sendable, Shown, ShownClaim, SigningSubject};

/// A draft as it is looked at for the last time.
#[derive(Debug)]
pub struct Look {
    pub case: Case,
    /// The outcome that is claimed.
    pub outcome: NodeIx,
    pub evidence: Vec<Evidence>,
    /// Whom the trainee may ask.
    pub askable: Vec<Askable>,
}

impl Look {
    /// Reads what belongs to a draft.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when its framework has no such outcome; when the database can't be read.
    pub async fn at(
        db: &impl ConnectionTrait,
        catalogue: &Catalogue,
        claim: &Claim,
        days: Days,
    ) -> Result<Self, AppError> {
        let case = records::case_in(db, catalogue, claim.enrolment_id, days.record).await?;
        Ok(Self {
            outcome: case.framework.find(&claim.outcome).ok_or(AppError::NotFound)?,
            evidence: store::evidence(db, claim.id).await?,
            askable: store::askable(db, claim.enrolment_id, days).await?,
            case,
        })
    }

    /// How old the work may be.
    pub fn max_age(&self) -> Option<Length> {
        let examples = self.case.framework.node(self.outcome).examples();
        examples?.max_age
    }

    /// The request that sends it, with exactly what the supervisor is shown.
    pub fn request(&self, claim: &Claim, to: &Askable, ready: Sendable, today: NaiveDate) -> NewRequest {
        let framework = &self.case.framework;
        let words = (self.case.name.as_str(), claim.narrative.as_str());
        let days = (ready.happened_from, ready.happened_until, today);
        let shown = shown_claim((framework, self.outcome), words, self.evidence.clone(), days);
        NewRequest {
            of: claim.enrolment_id,
            subject: SigningSubject::Claim { claim: claim.id, outcome: claim.outcome.clone() },
            to: Recipient::Person(to.supervisor),
            link: None,
            employer: to.employer,
            until: None,
            shown: Shown::Claim(shown),
        }
    }
}

/// Exactly what a supervisor is shown of a claim: the name and the narrative; the days of the work, the last included, and that
/// on which it is sent.
pub fn shown_claim(
    (framework, outcome): (&Framework, NodeIx),
    (trainee, narrative): (&str, &str),
    evidence: Vec<Evidence>,
    (happened_from, happened_until, sent_on): (NaiveDate, NaiveDate, NaiveDate),
) -> ShownClaim {
    ShownClaim {
        framework: format!("{} {}", framework.slug(), framework.version()),
        outcome: framework.node(outcome).id.clone(),
        outcome_title: called(framework, outcome),
        meaning: framework.meaning(outcome).map(str::to_owned),
        unpublished: framework.unpublished(outcome).map(str::to_owned).collect(),
        trainee: trainee.to_owned(),
        narrative: narrative.to_owned(),
        happened_from,
        happened_until,
        redacted: true,
        evidence: evidence.into_iter().map(Into::into).collect(),
        sent_on,
    }
}

/// A digest of a draft as the last page before sending shows it, which the form sends back: what is sent must be what its
/// author read.
pub fn draft_digest(claim: &Claim, evidence: &[Evidence]) -> String {
    let evidence: Vec<(EvidenceId, &str)> = evidence.iter().map(|piece| (piece.id, piece.sha256.as_str())).collect();
    let draft = serde_json::json!({
        "narrative": claim.narrative, "from": claim.happened_from, "until": claim.happened_until, "evidence": evidence,
    });
    Digest::of(&draft.to_string()).to_string()
}
