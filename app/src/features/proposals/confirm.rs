//! Confirming what another registrar asked for: it is done at once, with the permit for the act itself.

use crate::features::awards::store as awards;
use crate::features::awards::withdraw::still_held;
use crate::features::people::store as people;
use crate::features::record::proposals::{self as store, Proposal};
use crate::prelude::pages::*;
use domain::proposals::Proposable;

/// Confirms it, and does it.
pub struct Confirm;

impl Form for Confirm {
    const FIELDS: &'static [Field] = &[];
    type At = ProposalId;
    const ROUTE: Route<ProposalId> = paths::PROPOSAL;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ProposalId, _values: &Values) -> Result<Done, Stop> {
        let asked = store::proposal(&tx.read().await?, id).await?;
        if asked.act == Proposable::StartAccountAnew {
            people::lock_to_start_anew(tx, asked.body_id, asked.person_id).await?;
        }
        let may = tx.may(actions::ConfirmProposal, id).await?;
        waits(may.state())?;
        let done = match may.state().act {
            Proposable::StartAccountAnew => start_anew(tx, may.state()).await?,
            Proposable::WithdrawAward => withdraw(tx, may.state()).await?,
            Proposable::EndRegistrar => end_registrar(tx, may.state()).await?,
        };
        store::confirm(&may).await?;
        Ok(done)
    }
}

/// Whether it still waits.
pub(super) fn waits(found: &Proposal) -> Result<(), Stop> {
    let Some(ended) = super::words::ended(found) else { return Ok(()) };
    let there = Done::to(paths::PROPOSAL.to(found.id));
    Err(Stop::Instead(there.warning(format!("This ended already: {ended}. Nothing was saved."))))
}

async fn start_anew(tx: &Tx, found: &Proposal) -> Result<Done, Stop> {
    let may = tx.may(actions::StartAccountAnew, found.person_id).await?;
    people::start_anew(&may, (found.id, found.body_id), found.email.as_deref()).await?;
    let said = if may.permit().subject().acted_at.is_empty() {
        "The account is reset: its password, its sessions and its open links have ended. Make a new link and send it to its owner."
    } else {
        "The account is reset: its password, its sessions, its open links, its roles and its supervisions have ended. This page says who lets its owner in again."
    };
    Ok(Done::to(paths::ACCOUNT.to(found.person_id)).saying(said))
}

async fn withdraw(tx: &Tx, found: &Proposal) -> Result<Done, Stop> {
    let award = found.award_id.ok_or(AppError::NotFound)?;
    let may = tx.may(actions::WithdrawAward, award).await?;
    still_held(may.state(), may.today())?;
    awards::withdraw(&may, found.reason.clone()).await?;
    Ok(Done::to(paths::AWARD.to(award)).saying("The status is withdrawn. Its public page says so from now on."))
}

async fn end_registrar(tx: &Tx, found: &Proposal) -> Result<Done, Stop> {
    let there = Done::to(paths::ORGANISATION.to(found.body_id));
    let held = people::registrar(&tx.read().await?, found.body_id, found.person_id).await?;
    let Some(held) = held else {
        let text = format!("{} is registrar no longer. Nothing was saved.", found.person);
        return Err(Stop::Instead(there.warning(text)));
    };
    let may = tx.may(actions::EndMembership, held).await?;
    people::end_membership(&may).await?;
    Ok(there.saying(format!("{} is registrar no longer.", found.person)))
}
