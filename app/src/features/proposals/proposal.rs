//! One proposal, with the forms of a second registrar.

use super::confirm::Confirm;
use super::end::End;
use super::words as said;
use crate::features::people::store as people;
use crate::features::record::proposals::{self as store, Proposal};
use crate::prelude::pages::*;
use domain::access::{Denied, known_answer};
use domain::proposals::Proposable;

/// What is asked for, why and by whom.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrars of the body.
pub async fn page(cx: RequestCx, id: ProposalId) -> Result<Page, AppError> {
    let actor = cx.actor()?;
    let found = store::proposal(cx.app.db.read(), id).await?;
    let body = people::organisation(cx.app.db.read(), found.body_id).await?;
    let today = cx.day_of_organisation(body.slug.as_deref());
    let subject = store::subject_of(cx.app.db.read(), &found, today).await?;
    let waits = found.settled.is_none();
    let may_confirm = known_answer(actor, actions::ConfirmProposal, &subject)?;
    let confirm = match may_confirm {
        Ok(()) if waits => Some(Sheet::<Confirm>::on(&cx, &id).await?),
        _ => None,
    };
    let ends = waits && permit(actor, actions::EndProposal, &subject).is_ok();
    let ended = if ends { Some(Sheet::<End>::on(&cx, &id).await?) } else { None };
    let lets_in = match found.act {
        Proposable::StartAccountAnew if waits => {
            let account = people::subject_of_account(cx.app.db.read(), found.person_id).await?;
            let refused = permit(actor, actions::RenewAccountLink, &account).err();
            Some(refused.map_or_else(|| String::from("A registrar then makes a new link."), |why| why.to_string()))
        }
        Proposable::StartAccountAnew | Proposable::WithdrawAward | Proposable::EndRegistrar => None,
    };
    let forms = Forms { confirm, ended, refused: may_confirm.err().filter(|_| waits), lets_in };
    let is_own = found.proposed_by == actor.person;
    Ok(Page::new(said::what(&found), move || draw(&found, forms, is_own)).reading())
}

struct Forms {
    confirm: Option<Sheet<Confirm>>,
    ended: Option<Sheet<End>>,
    /// Why whoever looks can't confirm it.
    refused: Option<Denied>,
    /// Who lets the owner of an account in again that is to be reset.
    lets_in: Option<String>,
}

fn draw(one: &Proposal, forms: Forms, is_own: bool) -> AnyView {
    let Forms { confirm, ended, refused, lets_in } = forms;
    let (label, tone) = match one.act {
        Proposable::StartAccountAnew => ("Confirm: reset the account", ButtonTone::Danger),
        Proposable::WithdrawAward => ("Confirm: withdraw the status", ButtonTone::Danger),
        Proposable::EndRegistrar => ("Confirm: end the membership", ButtonTone::Danger),
    };
    let confirm = confirm.map(|form| form.around(view! { <Buttons><Button label=label tone=tone/></Buttons> }));
    let label = if is_own { "Take it back" } else { "Decline" };
    let ended =
        ended.map(|form| form.around(view! { <Buttons><Button label=label tone=ButtonTone::Quiet/></Buttons> }));
    view! {
        <BackLink href=paths::PROPOSALS.to(()) label="To confirm"/>
        <Heading title=said::what(one) intro=means(one.act)/>
        <SummaryList rows=summary(one)/>
        {lets_in.map(|text| view! { <p>{text}</p> })}
        {refused.map(|why| view! { <p>{why.to_string()}</p> })}
        {confirm}
        {ended}
    }
    .into_any()
}

/// What happens when it is confirmed.
fn means(act: Proposable) -> &'static str {
    match act {
        Proposable::StartAccountAnew => {
            "The password, the sessions and the open links of the account end. So do the roles and supervisions of its owner, until they are given again. Records and all that was signed stay."
        }
        Proposable::WithdrawAward => {
            "From the day on which it is confirmed the person no longer holds the status. The public page says so at once, without the reason."
        }
        Proposable::EndRegistrar => {
            "From the day on which it is confirmed they are no longer registrar. What they asked for and nobody has confirmed ends, and links that they made no longer work. What they did stays."
        }
    }
}

fn summary(one: &Proposal) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut add = |key: &str, value: AnyView| rows.push(SummaryRow { key: key.to_owned(), value, action: None });
    add("State", said::tag(one));
    if one.act == Proposable::StartAccountAnew {
        add("Email address", one.known_email.clone().into_any());
    }
    if let Some(email) = &one.email {
        add("New email address", email.clone().into_any());
    }
    if let Some(award) = one.award_id {
        add("Status", view! { <a href=paths::AWARD.to(award)>"See the status"</a> }.into_any());
    }
    add("Reason", one.reason.clone().into_any());
    add("Asked for", format!("{}, by {}", words::date(one.proposed_on), one.proposer).into_any());
    if let Some(ended) = said::ended(one) {
        add("Ended", ended.into_any());
    }
    rows
}
