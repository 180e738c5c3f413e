//! Ending the sessions that one has elsewhere.

use super::store;
use super::your_account::ended;
use crate::prelude::pages::*;
use crate::web::session;

/// Ends all sessions of whoever asks but the one in which they ask.
pub struct EndOtherSessions;

impl Form for EndOtherSessions {
    const FIELDS: &'static [Field] = &[];
    type At = ();
    const ROUTE: Route<()> = paths::END_OTHER_SESSIONS;
    const SHOWN_ON: Route<()> = paths::YOUR_ACCOUNT;

    async fn act(cx: &RequestCx, tx: &Tx, (): (), _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ChangeOwnAccount, cx.actor()?.person).await?;
        let others = store::end_sessions(may.writer(), may.on(), Some(&session::own(cx))).await?;
        Ok(Done::to(paths::YOUR_ACCOUNT.to(())).saying(ended(others)))
    }
}
