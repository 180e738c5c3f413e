//! Asking a second registrar to start an account anew, perhaps under another address.

use super::store;
use crate::features::record::proposals::{self, NewProposal};
use crate::journal::refusals;
use crate::prelude::pages::*;
use domain::access::Role;
use domain::proposals::Proposable;

const EMAIL: Field = Field::new("email");
const REASON: Field = Field::written("reason");

/// The longest reason, in characters.
const REASON_MAX: usize = 2000;

/// Notes that it is asked for: nothing of the account changes until a second registrar confirms.
pub struct StartAnew;

impl Form for StartAnew {
    const FIELDS: &'static [Field] = &[EMAIL, REASON];
    type At = PersonId;
    const ROUTE: Route<PersonId> = paths::START_ANEW;
    const SHOWN_ON: Route<PersonId> = paths::ACCOUNT;

    async fn act(cx: &RequestCx, tx: &Tx, id: PersonId, values: &Values) -> Result<Done, Stop> {
        let db = cx.app.db.read();
        let subject = store::subject_of_account(db, id).await?;
        permit(cx.actor()?, actions::StartAccountAnew, &subject)?;
        let own = cx.actor()?.organisations(Role::Registrar);
        let body = subject.bodies.into_iter().find(|body| own.contains(body)).ok_or(AppError::NotFound)?;
        let (email, reason) = parse(values, &store::owner(db, id).await?.email)?;
        if let Some(taken) = store::taken(db, body, email.as_deref()).await? {
            // Who tries one address after the other is seen to.
            refusals::permit(cx, &AppError::NotFound).await?;
            return Err(Invalid::one(EMAIL.name, taken).into());
        }
        let may = tx.may(actions::StartAccountAnew, id).await?;
        let new = NewProposal { act: Proposable::StartAccountAnew, person: id, award: None, email, reason };
        let id = proposals::propose(&may, body, new).await?;
        let said = "A second registrar of your body confirms it on this page. Until then the account stays as it is.";
        Ok(Done::to(paths::PROPOSAL.to(id)).saying(said))
    }
}

fn parse(values: &Values, known: &str) -> Result<(Option<String>, String), Invalid> {
    let mut invalid = Invalid::default();
    let email = match values.get(EMAIL).trim() {
        "" => Some(None),
        typed => invalid.take(EMAIL.name, fields::email(typed)).map(Some),
    };
    let reason = invalid.take(REASON.name, fields::text(values.get(REASON), "the reason", REASON_MAX));
    // The address that it has is no change.
    let parsed = email.map(|email| email.filter(|email| email != known)).zip(reason);
    parsed.ok_or(invalid)
}

/// The form.
pub(super) fn draw(form: &Sheet<StartAnew>) -> AnyView {
    let fields = view! {
        <TextField of=form.field(EMAIL) label="New email address (optional)" kind="email" hint="Only if its owner can no longer read mail at the address above."/>
        <TextArea of=form.field(REASON) label="Why, and how you know that its owner asks for it" hint="It stays with the request. The registrars of your body read it." rows=3/>
        <Buttons><Button label="Ask a second registrar"/></Buttons>
    };
    form.around(fields).into_any()
}
