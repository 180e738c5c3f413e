//! Taking a claim back from the supervisor while it is undecided.

use super::store::sending;
use crate::prelude::pages::*;
use domain::sign_off::ClaimState;

/// Takes a claim back.
pub struct TakeBack;

impl Form for TakeBack {
    const FIELDS: &'static [Field] = &[];
    type At = ClaimId;
    const ROUTE: Route<ClaimId> = paths::TAKING_BACK;
    const SHOWN_ON: Route<ClaimId> = paths::CLAIM;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ClaimId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteClaim, id).await?;
        let claim = Done::to(paths::CLAIM.to(id));
        let request = match (may.state().state(), may.state().request_id) {
            (ClaimState::Sent, Some(request)) => request,
            (ClaimState::Decided(_), _) => {
                let why = "There is nothing to take back: the claim has been decided meanwhile.";
                return Err(Stop::Instead(claim.warning(why)));
            }
            _ => {
                let why = "There is nothing to take back: the claim is with you already.";
                return Err(Stop::Instead(claim.warning(why)));
            }
        };
        sending::take_back(&may, request).await?;
        Ok(claim.saying("The claim is yours again: change it and send it when it is ready."))
    }
}
