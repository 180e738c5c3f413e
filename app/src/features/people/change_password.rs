//! Choosing another password.

use super::prove::{Tried, tried};
use super::set_up::{AGAIN, PASSWORD, PASSWORD_HINT, new_password};
use super::store;
use super::your_account::ended;
use crate::prelude::pages::*;
use crate::web::{password, session};

/// The password of now.
const CURRENT: Field = Field::secret("current");

/// Puts a new password in the place of the one of now, which is asked for, and ends all other sessions.
pub struct ChangePassword;

impl Form for ChangePassword {
    const FIELDS: &'static [Field] = &[CURRENT, PASSWORD, AGAIN];
    type At = ();
    const ROUTE: Route<()> = paths::CHANGE_PASSWORD;
    const SHOWN_ON: Route<()> = paths::YOUR_ACCOUNT;

    async fn act(cx: &RequestCx, tx: &Tx, (): (), values: &Values) -> Result<Done, Stop> {
        let me = cx.actor()?.person;
        let owner = store::owner(cx.app.db.read(), me).await?;
        let (_, current) = store::credential_of(cx.app.db.read(), &owner.email).await?.ok_or(AppError::NotFound)?;
        let current = current.ok_or(AppError::NotFound)?;
        let new = parse(cx, values, (&owner, &current)).await?;
        let hash = password::hash(&cx.app, new).await?;
        let may = tx.may(actions::ChangeOwnAccount, me).await?;
        let others = store::change_password(&may, (&current, &hash), &session::own(cx)).await?;
        let cx = cx.clone();
        tx.afterwards(async move { session::begin(&cx, me, &hash).await });
        let said = format!("Your password is changed. {}", ended(others));
        Ok(Done::to(paths::YOUR_ACCOUNT.to(())).saying(said))
    }
}

/// The new password; what is wrong with either is told at once.
async fn parse(cx: &RequestCx, values: &Values, (owner, hash): (&store::Owner, &str)) -> Result<String, Stop> {
    let mut invalid = Invalid::default();
    let typed = values.get(CURRENT);
    if typed.is_empty() {
        invalid.add(CURRENT.name, "Enter the password with which you sign in now");
    } else {
        match tried(cx, &owner.email, typed, Some(hash.to_owned())).await? {
            Tried::Right => {}
            Tried::Wrong => {
                invalid.add(CURRENT.name, "The password is wrong. Enter the one with which you sign in now")
            }
            Tried::TooMany(wait) => invalid.add(CURRENT.name, wait),
        }
    }
    let new = new_password(&mut invalid, values, &[&owner.name, &owner.email]);
    if new.as_deref() == Some(typed) {
        invalid.add(PASSWORD.name, "Choose another password than the one that you have now");
    }
    new.filter(|_| invalid.is_empty()).ok_or(invalid.into())
}

/// The form.
pub(super) fn draw(form: &Sheet<ChangePassword>) -> AnyView {
    form.around(view! {
        <TextField of=form.field(CURRENT) label="Your password now" kind="password" autocomplete="current-password"/>
        <TextField of=form.field(PASSWORD) label="New password" kind="password" autocomplete="new-password" hint=PASSWORD_HINT/>
        <TextField of=form.field(AGAIN) label="The new password again" kind="password" autocomplete="new-password"/>
        <Buttons><Button label="Change the password"/></Buttons>
    })
}
