//! Declining what another registrar asked for, or taking back what one asked for oneself.

use super::confirm::waits;
use crate::features::record::proposals as store;
use crate::prelude::pages::*;

/// Ends it without doing it.
pub struct End;

impl Form for End {
    const FIELDS: &'static [Field] = &[];
    type At = ProposalId;
    const ROUTE: Route<ProposalId> = paths::END_PROPOSAL;
    const SHOWN_ON: Route<ProposalId> = paths::PROPOSAL;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ProposalId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::EndProposal, id).await?;
        waits(may.state())?;
        store::end(&may).await?;
        Ok(Done::to(paths::PROPOSALS.to(()))
            .saying("Nothing was changed. The request stays in the list, with how it ended."))
    }
}
