//! A claim as it would have come about: written, sent, found met.

use super::people::Narrative;
use crate::start::Refusal;
use app::features::frameworks::map::called;
use app::features::journal::store::Stamp;
use app::features::sign_off::shown::Shown;
use app::features::sign_off::store::{self as claims, NewEvidence, Written, decisions, requests};
use domain::access::{Actor, Membership, Role, Subject, actions, permit};
use domain::framework::{Framework, NodeIx};
use domain::ids::{ClaimRequestId, EnrolmentId, OrganisationId, PersonId};
use domain::sign_off::{claim_statement, decide};
use sea_orm::DatabaseTransaction;

/// Whose claim it is, of what, and who is asked.
pub struct DemoClaim<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The outcome.
    pub outcome: NodeIx,
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The trainee.
    pub trainee: PersonId,
    /// Their name.
    pub name: &'a str,
    /// Where the work was done.
    pub employer: OrganisationId,
    /// Who supervised it.
    pub supervisor: PersonId,
    /// What is claimed and what shows it.
    pub narrative: &'a Narrative,
}

impl DemoClaim<'_> {
    /// Writes the claim and sends it on the day of the stamp; the work was done four days before.
    ///
    /// # Errors
    /// When nobody could be asked on that day, or the database can't be written.
    pub async fn send(&self, tx: &DatabaseTransaction, wrote: &Stamp) -> Result<ClaimRequestId, Refusal> {
        let me = Actor {
            person: self.trainee,
            memberships: Vec::new(),
        };
        let write = permit(&me, actions::WriteClaim, &self.subject()).map_err(|denied| Refusal(denied.to_string()))?;
        let outcome = &self.framework.node(self.outcome).id;
        let id = claims::begin(tx, &write, wrote, self.enrolment, outcome).await?;
        let happened = wrote.on - chrono::Duration::days(4);
        let Narrative { text, evidence, .. } = self.narrative;
        let written = Written {
            narrative: text.clone(),
            happened_from: Some(happened),
            happened_until: Some(happened),
        };
        claims::save(tx, &write, wrote, id, 1, &written).await?;
        let shows = NewEvidence::Text(String::from("What shows it"), evidence.clone());
        claims::add_evidence(tx, &write, wrote, id, shows).await?;
        let claim = claims::claim(tx, id).await?;
        let askable = claims::askable(tx, self.enrolment, wrote.on).await?;
        let to = askable.into_iter().find(|one| one.supervisor == self.supervisor);
        let to = to.ok_or_else(|| {
            let (name, day) = (self.name, wrote.on);
            Refusal(format!("Demo people: nobody could be asked by {name} on {day}."))
        })?;
        let pieces = claims::evidence(tx, id).await?;
        let shown = Shown {
            framework: format!("{} {}", self.framework.slug(), self.framework.version()),
            outcome: outcome.clone(),
            outcome_title: called(self.framework, self.outcome),
            meaning: self.framework.meaning(self.outcome).map(str::to_owned),
            unpublished: self.framework.unpublished(self.outcome).map(str::to_owned).collect(),
            trainee: self.name.to_owned(),
            narrative: text.clone(),
            happened_from: happened,
            happened_until: happened,
            redacted: true,
            evidence: pieces.into_iter().map(Into::into).collect(),
            sent_on: wrote.on,
        };
        Ok(requests::send(tx, &write, wrote, &claim, &to, &shown).await?)
    }

    /// The supervisor finds it met.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn find_met(
        &self,
        tx: &DatabaseTransaction,
        signed: &Stamp,
        request: ClaimRequestId,
    ) -> Result<(), Refusal> {
        let supervisor = Actor {
            person: self.supervisor,
            memberships: vec![Membership {
                organisation: self.employer,
                role: Role::Supervisor,
            }],
        };
        let subject = Subject {
            supervisors: vec![self.supervisor],
            ..self.subject()
        };
        let permit =
            permit(&supervisor, actions::DecideClaim, &subject).map_err(|denied| Refusal(denied.to_string()))?;
        let saw = "I saw this work and its result. It was hers to decide and it was done well.";
        let decision = decide("met", saw, "", "").map_err(|invalid| Refusal(format!("{invalid:?}")))?;
        let statement = claim_statement(self.name, decision.outcome);
        decisions::decide(tx, &permit, signed, request, &decision, &statement).await?;
        Ok(())
    }

    fn subject(&self) -> Subject {
        Subject {
            trainee: Some(self.trainee),
            employers: vec![self.employer],
            ..Subject::default()
        }
    }
}
