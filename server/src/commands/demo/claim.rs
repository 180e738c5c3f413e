//! A claim as it would have come about: written, sent, found met.

use super::people::Narrative;
use crate::start::Refusal;
use app::error::AppError;
use app::features::sign_off::look::Look;
use app::features::sign_off::store::{self as claims, NewEvidence, Written, sending, signing};
use app::journal::store::Stamp;
use app::web::days::Days;
use app::web::tx::{SetUp, Tx};
use domain::access::actions;
use domain::framework::{Framework, NodeIx};
use domain::ids::{EnrolmentId, PersonId, SigningRequestId};
use domain::sign_off::{Asked, Given, Typed, answer, sendable};

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

/// The answer of somebody who has just read what they are asked to sign.
///
/// # Errors
/// When it may not be signed.
pub fn given(asked: &Asked, typed: Typed) -> Result<Given, AppError> {
    let read = asked.content.shown().digest()?.to_string();
    answer(asked, &Typed { read: &read, ..typed }).map_err(|why| AppError::Conflict(format!("{why:?}")))
}

impl DemoClaim<'_> {
    /// Writes the claim and sends it on the day of the stamp; the work was done four days before.
    ///
    /// # Errors
    /// When nobody could be asked on that day, or the database can't be written.
    pub async fn send(&self, tx: &SetUp, wrote: Stamp) -> Result<SigningRequestId, Refusal> {
        let at = wrote.at;
        let sent = tx.part(wrote, async |tx| self.write_and_send(tx).await);
        sent.await?.ok_or_else(|| {
            let name = self.name;
            Refusal(format!("Demo people: nobody could be asked by {name} at {at}."))
        })
    }

    /// None when nobody could be asked.
    async fn write_and_send(&self, tx: &Tx) -> Result<Option<SigningRequestId>, AppError> {
        let Narrative { text, evidence, .. } = self.narrative;
        let outcome = &self.framework.node(self.outcome).id;
        let begin = tx.may(actions::BeginClaim, self.enrolment).await?;
        let happened = begin.today() - chrono::Duration::days(4);
        let id = claims::begin(&begin, outcome).await?;
        let written =
            Written { narrative: text.clone(), happened_from: Some(happened), happened_until: Some(happened) };
        claims::save(&tx.may(actions::WriteClaim, id).await?, 1, &written).await?;
        let shows = NewEvidence::Text(String::from("What shows it"), evidence.clone());
        let write = tx.may(actions::WriteClaim, id).await?;
        claims::add_evidence(&write, shows).await?;
        let (db, claim, today) = (tx.read().await?, write.state(), write.today());
        let days = Days { record: today, organisations: today };
        let look = Look::at(&db, db.catalogue(), claim, days).await?;
        let to = look.askable.iter().find(|one| one.supervisor == self.supervisor);
        let ready = sendable(&claim.draft(look.evidence.len()), None, today).ok();
        match to.zip(ready) {
            Some((to, ready)) => Ok(Some(sending::send(&write, look.request(claim, to, ready, today)).await?)),
            None => Ok(None),
        }
    }

    /// The supervisor finds it met.
    pub async fn find_met(&self, tx: &SetUp, signed: Stamp, request: SigningRequestId) -> Result<(), Refusal> {
        let saw = "I saw this work and its result. What to do was the trainee’s own decision, and it was done well.";
        let decided = tx.part(signed, async |tx| {
            let may = tx.may(actions::Sign, request).await?;
            let given = given(&may.state().asked(), Typed { outcome: "met", comment: saw, ..Typed::default() })?;
            signing::sign(&may, given).await
        });
        Ok(decided.await?)
    }
}
