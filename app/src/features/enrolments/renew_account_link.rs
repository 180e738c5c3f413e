//! A new link for a trainee who has not set up their account.

use super::{routes, store};
use crate::design::field::{Button, ButtonTone, Buttons};
use crate::design::heading::Section;
use crate::error::AppError;
use crate::features::people::new_link::NewLink;
use crate::features::people::store::{self as people, NotSetUp};
use crate::web::clock::civil_date;
use crate::web::forms::{Done, Field, Form, Sheet, Stop, Values};
use crate::web::request::RequestCx;
use crate::web::route::Route;
use crate::web::tx::Tx;
use crate::web::words;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::access::{Subject, actions, permit};
use domain::ids::EnrolmentId;
use leptos::prelude::*;

/// Makes a new link; earlier ones no longer work. The next page shows it once.
pub struct RenewAccountLink;

impl Form for RenewAccountLink {
    const FIELDS: &'static [Field] = &[];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = routes::ACCOUNT_LINK;

    fn shown_on(id: &EnrolmentId, _values: &Values) -> String {
        routes::SUPERVISION.to(*id)
    }

    async fn act(cx: &RequestCx, tx: &Tx, id: EnrolmentId, _values: &Values) -> Result<Done, Stop> {
        permit(cx.actor()?, actions::ListOfBody, &Subject::default())?;
        let may = tx.may(actions::RenewAccountLink, id).await?;
        let (there, case) = (Done::to(routes::SUPERVISION.to(id)), may.state());
        let Some(person) = people::not_set_up(&tx.read().await?, case.trainee).await? else {
            let set_up = format!("{} has set up their account already and can sign in.", case.name);
            return Ok(there.saying(set_up));
        };
        let token = people::renew_account_link(&may, &person).await?;
        let there = there.saying("The new link is below: it is shown only now. Earlier ones no longer work.");
        let name = person.name;
        Ok(NewLink { name, token }.on(there)?)
    }
}

/// What the registrar is shown of an account that is not set up.
pub(super) struct Offer {
    person: NotSetUp,
    form: Sheet<RenewAccountLink>,
    now: DateTime<Utc>,
    zone: Tz,
}

impl Offer {
    /// None for anyone else, and when the account is set up.
    pub async fn to(cx: &RequestCx, case: &store::Case, subject: &Subject) -> Result<Option<Self>, AppError> {
        if permit(cx.actor()?, actions::RenewAccountLink, subject).is_err() {
            return Ok(None);
        }
        let Some(person) = people::not_set_up(cx.app.db.read(), case.trainee).await? else {
            return Ok(None);
        };
        let form = Sheet::on(cx, &case.id).await?;
        let (now, zone) = (cx.now, case.zone);
        Ok(Some(Self { person, form, now, zone }))
    }

    /// Until when the link works, and the way to a new one.
    pub fn draw(self) -> AnyView {
        let Self { person, form, now, zone } = self;
        let day = |at| words::date(civil_date(at, zone));
        let link = match person.link_until {
            Some(until) if until > now => format!("The link made for them works until {}.", day(until)),
            Some(until) => format!("The link made for them ran out on {}.", day(until)),
            None => String::from("No link for them works."),
        };
        let text = format!("{} has not set up their account ({}) yet. {link}", person.name, person.email);
        let renew = form.around(view! { <Buttons><Button label="Make a new link" tone=ButtonTone::Quiet/></Buttons> });
        view! { <Section id="account" title="Account"><p>{text}</p>{renew}</Section> }.into_any()
    }
}
