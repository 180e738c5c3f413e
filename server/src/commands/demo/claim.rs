//! A claim as it would have come about: written, sent, found met.

use super::Setting;
use super::people::Narrative;
use crate::start::Refusal;
use app::error::AppError;
use app::features::frameworks::map::called;
use app::features::journal::store::Stamp;
use app::features::sign_off::shown::Shown;
use app::features::sign_off::store::{self as claims, NewEvidence, Written, decisions, sending};
use app::web::tx::Tx;
use domain::access::actions;
use domain::framework::{Framework, NodeIx};
use domain::ids::{ClaimRequestId, EnrolmentId, PersonId};
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
    /// Their name.
    pub name: &'a str,
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
    pub async fn send(
        &self,
        setting: &Setting,
        tx: &DatabaseTransaction,
        wrote: Stamp,
    ) -> Result<ClaimRequestId, Refusal> {
        let day = wrote.on;
        let sent = Tx::within(tx, setting.whole(), wrote, async |tx| self.write_and_send(tx).await);
        sent.await?.ok_or_else(|| {
            let name = self.name;
            Refusal(format!("Demo people: nobody could be asked by {name} on {day}."))
        })
    }

    /// None when nobody could be asked.
    async fn write_and_send(&self, tx: &Tx) -> Result<Option<ClaimRequestId>, AppError> {
        let Narrative { text, evidence, .. } = self.narrative;
        let outcome = &self.framework.node(self.outcome).id;
        let happened = tx.today() - chrono::Duration::days(4);
        let begin = tx.may(actions::BeginClaim, self.enrolment).await?;
        let id = claims::begin(&begin, outcome).await?;
        let written = Written {
            narrative: text.clone(),
            happened_from: Some(happened),
            happened_until: Some(happened),
        };
        claims::save(&tx.may(actions::WriteClaim, id).await?, 1, &written).await?;
        let shows = NewEvidence::Text(String::from("What shows it"), evidence.clone());
        let write = tx.may(actions::WriteClaim, id).await?;
        claims::add_evidence(&write, shows).await?;
        let db = tx.read().await?;
        let askable = claims::askable(&db, self.enrolment, tx.today()).await?;
        let Some(to) = askable.into_iter().find(|one| one.supervisor == self.supervisor) else {
            return Ok(None);
        };
        let pieces = claims::evidence(&db, id).await?;
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
            sent_on: tx.today(),
        };
        Ok(Some(sending::send(&write, &to, &shown).await?))
    }

    /// The supervisor finds it met.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn find_met(
        &self,
        setting: &Setting,
        tx: &DatabaseTransaction,
        signed: Stamp,
        request: ClaimRequestId,
    ) -> Result<(), Refusal> {
        let saw = "I saw this work and its result. It was hers to decide and it was done well.";
        let decision = decide("met", saw, "", "").map_err(|invalid| Refusal(format!("{invalid:?}")))?;
        let statement = claim_statement(self.name, decision.outcome);
        let decided = Tx::within(tx, setting.whole(), signed, async |tx| {
            let may = tx.may(actions::DecideClaim, request).await?;
            decisions::decide(&may, decision, &statement).await
        });
        Ok(decided.await?)
    }
}
