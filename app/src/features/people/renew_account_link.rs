//! A new link for a person who has not set up their account.

use super::new_link::NewLink;
use super::store;
use crate::prelude::pages::*;
use domain::access::Role;

/// Makes a new link; earlier ones no longer work. The next page shows it once.
pub struct RenewAccountLink;

impl Form for RenewAccountLink {
    const FIELDS: &'static [Field] = &[];
    type At = PersonId;
    const ROUTE: Route<PersonId> = paths::ACCOUNT_LINK;
    const SHOWN_ON: Route<PersonId> = paths::ACCOUNT;

    async fn act(_cx: &RequestCx, tx: &Tx, id: PersonId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::RenewAccountLink, id).await?;
        let there = Done::to(paths::ACCOUNT.to(id));
        let bodies = tx.actor().await?.organisations(Role::Registrar);
        // An administrator, who lets somebody in again by an invitation, is of no body.
        let body = may.permit().subject().bodies.iter().find(|body| bodies.contains(body)).ok_or(AppError::NotFound)?;
        let name = may.state().clone().as_known_to(&tx.read().await?, &bodies).await?.name;
        if may.state().is_set_up {
            let set_up = format!("{name} has set up their account already and can sign in.");
            return Ok(there.saying(set_up));
        }
        let token = store::renew_account_link(&may, *body).await?;
        let there = there.saying("A new link is made. Earlier ones no longer work.");
        Ok(NewLink { name, token }.on(there)?)
    }
}
