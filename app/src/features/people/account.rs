//! The account of a person, for the registrars of the bodies that depend on it: its address, a link, and starting it anew.

use super::new_link::{NewLink, ShownLink};
use super::renew_account_link::RenewAccountLink;
use super::reset;
use super::start_anew::{self, StartAnew};
use super::store::{self, EndedByReset, Owner, ResetsOf};
use crate::features::record::proposals::{self, NO_SECOND, Proposal};
use crate::prelude::pages::*;
use crate::web::clock::civil_date;
use domain::access::Role;
use domain::proposals::Proposable;

/// What can be done about the account of a person.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrars of the bodies that depend on it.
pub async fn page(cx: RequestCx, id: PersonId) -> Result<Page, AppError> {
    let (actor, db) = (cx.actor()?, cx.app.db.read());
    let subject = store::subject_of_account(db, id).await?;
    permit(actor, actions::ViewAccount, &subject)?;
    let own = actor.organisations(Role::Registrar);
    let owner = store::owner(db, id).await?.as_known_to(db, &own).await?;
    let anew = match permit(actor, actions::StartAccountAnew, &subject) {
        Err(why) => Anew::Refused(why.to_string()),
        Ok(_) => match proposals::about_person(db, &own, id, Proposable::StartAccountAnew).await? {
            Some(open) => Anew::Proposed(open),
            None if !has_second(&cx, &subject, id).await? => Anew::Refused(format!(
                "{NO_SECOND} You can also ask the people who run this service to reset the account."
            )),
            None => Anew::Form(Sheet::on(&cx, &id).await?),
        },
    };
    let renew = match permit(actor, actions::RenewAccountLink, &subject) {
        _ if owner.is_set_up => None,
        Ok(_) => Some(Ok(Sheet::on(&cx, &id).await?)),
        Err(why) => Some(Err(why.to_string())),
    };
    let ended = store::ended_by_reset(&cx, ResetsOf::Account(id, &own)).await?;
    let shown = Shown { ended, renew, link: NewLink::found(&cx).await?, anew };
    let title = format!("The account of {}", owner.name);
    Ok(Page::new(title.clone(), move || draw(&cx, &owner, title, shown)))
}

/// Whether somebody could confirm what whoever asks proposes.
async fn has_second(cx: &RequestCx, subject: &Subject, about: PersonId) -> Result<bool, AppError> {
    let Some(body) = subject.bodies.first() else { return Ok(false) };
    let (by, db) = (cx.actor()?.person, cx.app.db.read());
    let slug = store::organisation(db, *body).await?.slug;
    proposals::has_second_registrar(db, *body, (by, about), cx.day_of_organisation(slug.as_deref())).await
}

/// How it can be started anew.
enum Anew {
    /// Not by whoever looks, and why.
    Refused(String),
    /// It was asked for already.
    Proposed(Proposal),
    /// By this form.
    Form(Sheet<StartAnew>),
}

struct Shown {
    /// What a reset ended and nobody has given again.
    ended: Vec<EndedByReset>,
    /// Of an account that is not set up: the form, or why there is none.
    renew: Option<Result<Sheet<RenewAccountLink>, String>>,
    /// The link that was made just now.
    link: Option<ShownLink>,
    anew: Anew,
}

fn draw(cx: &RequestCx, owner: &Owner, title: String, shown: Shown) -> AnyView {
    let row = |key: &str, value: AnyView| SummaryRow { key: key.to_owned(), value, action: None };
    let state = if owner.is_set_up { (Tone::Met, "Set up") } else { (Tone::Wait, "Not set up") };
    let state = view! { <Tag tone=state.0 label=state.1/> }.into_any();
    let rows = vec![row("Email address", owner.email.clone().into_any()), row("State", state)];
    // Where others let the owner in again, another reset helps nobody.
    let is_for_others = matches!(shown.renew, Some(Err(_)));
    let link = shown.renew.map(|renew| link(cx, owner, renew));
    let anew = match shown.anew {
        Anew::Refused(why) => view! { <p>{why}</p> }.into_any(),
        Anew::Proposed(open) => {
            let text = format!("{} asked for it on {}. ", open.proposer, words::date(open.proposed_on));
            view! { <p>{text}<a href=paths::PROPOSAL.to(open.id)>"See the request"</a></p> }.into_any()
        }
        Anew::Form(form) => start_anew::draw(&form),
    };
    view! {
        <Heading title=title intro="The account belongs to the person: its name, address and password are theirs."/>
        {shown.link.map(ShownLink::draw)}
        <SummaryList rows=rows/>
        {link}
        {reset::section(&shown.ended)}
        {(!is_for_others).then(|| view! { <Section id="anew" title="Reset the account">
            <p>"Do this when the owner has lost the password or the address, or when somebody else may know the password. The password, the sessions, the open links, the roles and the supervisions end, and the owner sets the account up again by a new link. It takes two registrars."</p>
            {anew}
        </Section> })}
    }
    .into_any()
}

/// Until when the link works, and the way to a new one.
fn link(cx: &RequestCx, owner: &Owner, renew: Result<Sheet<RenewAccountLink>, String>) -> AnyView {
    let day = |at| words::date(civil_date(at, cx.zone));
    let link = match owner.link_until {
        Some(until) if until > cx.now => format!("The link made for them works until {}.", day(until)),
        Some(until) => format!("The link made for them expired on {}.", day(until)),
        None => String::from("They have no link that works."),
    };
    let text = format!("{} has not set up their account yet. {link}", owner.name);
    let renew = match renew {
        Ok(form) => form.around(view! { <Buttons><Button label="Make a new link" tone=ButtonTone::Quiet/></Buttons> }),
        Err(why) => view! { <p>{why}</p> }.into_any(),
    };
    view! { <Section id="link" title="Link"><p>{text}</p>{renew}</Section> }.into_any()
}
