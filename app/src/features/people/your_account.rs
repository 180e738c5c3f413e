//! The account of whoever is signed in: its password, and where else it is open.

use super::change_password::{self, ChangePassword};
use super::end_other_sessions::EndOtherSessions;
use super::store::{self, Owner};
use crate::prelude::pages::*;
use crate::web::session;

/// What one can do about one's own account.
pub async fn page(cx: RequestCx, (): ()) -> Result<Page, AppError> {
    let (me, db) = (cx.actor()?.person, cx.app.db.read());
    let owner = store::owner(db, me).await?;
    let others = store::sessions(db, me, Some(&session::own(&cx)), cx.now).await?;
    let password = Sheet::<ChangePassword>::on(&cx, &()).await?;
    let end = Sheet::<EndOtherSessions>::on(&cx, &()).await?;
    Ok(Page::new(TITLE, move || draw(&owner, others, &password, &end)).reading())
}

const TITLE: &str = "Your account";

fn draw(owner: &Owner, others: u64, password: &Sheet<ChangePassword>, end: &Sheet<EndOtherSessions>) -> AnyView {
    let row =
        |key: &str, value: &str| SummaryRow { key: key.to_owned(), value: value.to_owned().into_any(), action: None };
    let rows = vec![row("Name", &owner.name), row("Email address", &owner.email)];
    let elsewhere = match others {
        0 => String::from("You are signed in here and nowhere else."),
        _ => format!("You are signed in here, and {} open elsewhere.", counted(others, "session is", "sessions are")),
    };
    let end = (others > 0).then(|| {
        end.around(view! { <Buttons><Button label="End my other sessions" tone=ButtonTone::Quiet/></Buttons> })
    });
    let password = change_password::draw(password);
    view! {
        <Heading title=TITLE intro="You sign in with this address and your password."/>
        <SummaryList rows=rows/>
        <Section id="sessions" title="Where you are signed in"><p>{elsewhere}</p>{end}</Section>
        <Section id="change" title="Change your password">
            <p>"Your other sessions end with the password. Here you stay signed in."</p>
            {password}
        </Section>
    }
    .into_any()
}

/// How many other sessions ended.
pub(super) fn ended(others: u64) -> String {
    match others {
        0 => String::from("There was no other session."),
        _ => format!("{} ended.", counted(others, "other session", "other sessions")),
    }
}

fn counted(many: u64, one: &'static str, several: &'static str) -> String {
    words::count(usize::try_from(many).unwrap_or(usize::MAX), one, several)
}
