//! Accepting an invitation with the account that is there: it adds a role, or shows that the account is its owner's.

use super::invitation::offered;
use super::prove::{Tried, tried};
use super::store::{self, Link};
use crate::prelude::pages::*;
use crate::web::session;

const PASSWORD: Field = Field::secret("current");

/// Accepts an invitation and signs the person in.
pub struct Accept;

impl Form for Accept {
    const FIELDS: &'static [Field] = &[PASSWORD];
    type At = String;
    const ROUTE: Route<String> = paths::INVITATION;

    async fn act(cx: &RequestCx, tx: &Tx, token: String, values: &Values) -> Result<Done, Stop> {
        let db = cx.app.db.read();
        let Link::Open(open) = store::invitation_of(db, &cx.app.catalogue, &token, cx.now).await? else {
            // The page of the link says what happened to it.
            return Ok(Done::to(paths::INVITATION.to(token)));
        };
        let hash = store::credential_of(db, &open.email).await?.and_then(|(_, hash)| hash);
        // Whoever made the link has seen it, so it must not open an account that is there.
        match (tried(cx, &open.email, values.get(PASSWORD), hash.clone()).await?, hash) {
            (Tried::TooMany(wait), _) => Err(Invalid::one(PASSWORD.name, wait).into()),
            (Tried::Right, Some(hash)) => accept(cx, tx, (*open, token), (None, hash)).await,
            // Where no account has the address it is answered no otherwise: whoever made the link does not learn which.
            (Tried::Right | Tried::Wrong, _) => {
                let wrong =
                    "The password is wrong, or no account has this address. Enter the one with which you sign in";
                Err(Invalid::one(PASSWORD.name, wrong).into())
            }
        }
    }
}

/// Accepts an open invitation and signs the person in with the hash of their password; `chosen` is what someone chose who sets up their
/// account by it. Wherever else they were signed in, they are no longer: what the link gives is of whoever proved who they are.
pub(super) async fn accept(
    cx: &RequestCx,
    tx: &Tx,
    (open, token): (store::Invitation, String),
    (chosen, hash): (Option<store::Chosen>, String),
) -> Result<Done, Stop> {
    let offered = offered(cx.app.db.read(), &open).await?;
    let accepted = match store::accept(tx, open, chosen).await {
        // The page of the link says how it is now, and what can be done.
        Err(AppError::Conflict(why)) => {
            return Err(Stop::Instead(Done::to(paths::INVITATION.to(token)).warning(why)));
        }
        other => other?,
    };
    let cx = cx.clone();
    tx.afterwards(async move { session::begin(&cx, accepted.person, &hash).await });
    let said = match offered {
        Some(role) if accepted.had_role => format!("You were {role} already, so nothing changed."),
        Some(role) => format!("You are now {role}."),
        None => String::new(),
    };
    Ok(Done::to(paths::START.to(())).saying(format!("You are signed in. {said}").trim_end()))
}

/// The form.
pub(super) fn draw(form: &Sheet<Accept>) -> AnyView {
    form.around(view! {
        <TextField of=form.field(PASSWORD) label="Your password" kind="password" autocomplete="current-password" hint="The password with which you sign in with this address."/>
        <Buttons><Button label="Accept and sign in"/></Buttons>
    })
}
