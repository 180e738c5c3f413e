//! Signing out.

use crate::prelude::pages::*;

/// Signs out: the session is gone, not just emptied. Its button stands on every page.
pub struct SignOut;

impl Form for SignOut {
    const FIELDS: &'static [Field] = &[];
    const SEALED: bool = false;
    type At = ();
    const ROUTE: Route<()> = paths::SIGN_OUT;
    const SHOWN_ON: Route<()> = paths::SIGN_IN;

    async fn act(cx: &RequestCx, _tx: &Tx, (): (), _values: &Values) -> Result<Done, Stop> {
        cx.session.flush().await?;
        Ok(Done::to(paths::SIGN_IN.to(())))
    }
}
