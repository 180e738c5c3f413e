//! Withdrawing a status.

use super::award::award_of;
use super::decide::REASON_MAX;
use super::store::{self, Award};
use crate::content::catalogue::Catalogue;
use crate::features::record::proposals::{self, NewProposal};
use crate::prelude::pages::*;
use crate::web::tx::May;
use domain::awards::AwardState;
use domain::proposals::Proposable;

const REASON: Field = Field::written("reason");

/// Withdraws it from today on.
pub struct Withdraw;

impl Form for Withdraw {
    const FIELDS: &'static [Field] = &[REASON];
    type At = AwardId;
    const ROUTE: Route<AwardId> = paths::WITHDRAW_AWARD;

    async fn act(_cx: &RequestCx, tx: &Tx, id: AwardId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WithdrawAward, id).await?;
        let award = may.state();
        let there = Done::to(paths::AWARD.to(id));
        if let Some(before) = &award.withdrawal {
            let on = words::date(before.on);
            return Err(Stop::Instead(
                there.warning(format!("{} withdrew this status already, on {on}. Nothing was saved.", before.by)),
            ));
        }
        still_held(award, may.today())?;
        let reason = fields::text(values.get(REASON), "the reason", REASON_MAX);
        let reason = reason.map_err(|message| Invalid::one(REASON.name, message))?;
        if takes_two(tx.catalogue(), award) {
            return Ok(ask(&may, reason).await?);
        }
        store::withdraw(&may, reason).await?;
        Ok(there.saying("The status is withdrawn. Its public page says so from now on."))
    }
}

/// Whether the body has said that a second registrar confirms it.
fn takes_two(catalogue: &Catalogue, award: &Award) -> bool {
    catalogue.bodies().policies_of(award.body.as_deref()).takes_two(Proposable::WithdrawAward)
}

/// Notes that it is asked for: the status is held until a second registrar confirms.
async fn ask(may: &May<'_, actions::WithdrawAward>, reason: String) -> Result<Done, AppError> {
    let subject = may.permit().subject();
    let (body, person) = subject.bodies.first().copied().zip(subject.trainee).ok_or(AppError::NotFound)?;
    let (act, award) = (Proposable::WithdrawAward, Some(may.on()));
    let new = NewProposal { act, person, award, email: None, reason };
    let id = proposals::propose(may, body, new).await?;
    Ok(Done::to(paths::PROPOSAL.to(id)).saying(
        "A second registrar of your body confirms it on this page. Until then the person still holds the status.",
    ))
}

/// Whether there is something to withdraw on a day.
pub fn still_held(award: &Award, on: NaiveDate) -> Result<(), Stop> {
    if award.state(on).is_some_and(AwardState::can_be_withdrawn) {
        return Ok(());
    }
    let why = "The person no longer holds this status, so there is nothing to withdraw. Nothing was saved.";
    Err(Stop::Instead(Done::to(paths::AWARD.to(award.id)).warning(why)))
}

/// The question, with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: AwardId) -> Result<Page, AppError> {
    let (award, withdraws) = award_of(&cx, id).await?;
    withdraws?;
    if !award.state(award.today(&cx)).is_some_and(AwardState::can_be_withdrawn) {
        // The award's page says how it ended, and by whom.
        return Ok(Page::elsewhere(paths::AWARD.to(id)));
    }
    if let Some(open) = proposals::about_award(cx.app.db.read(), id).await? {
        return Ok(Page::elsewhere(paths::PROPOSAL.to(open.id)));
    }
    let form = Sheet::<Withdraw>::on(&cx, &id).await?;
    let title = format!("Withdraw {} from {}?", award.title, award.holder);
    let two = takes_two(&cx.app.catalogue, &award);
    let back = paths::AWARD.to(award.id);
    let (intro, button) = if two {
        (
            "A second registrar of your body confirms it. From that day the person no longer holds the status. The public page says so at once, without the reason.",
            "Ask a second registrar",
        )
    } else {
        (
            "From today the person no longer holds the status. The public page says so at once, without the reason. What was decided before stays in the record.",
            "Withdraw the status",
        )
    };
    let page =
        FormPage { title, eyebrow: Words::default(), intro: intro.to_owned(), back: (back.clone(), award.holder) };
    Ok(form.page(page, move |form| {
        view! {
            <TextArea
                of=form.field(REASON)
                label="Why it is withdrawn"
                hint="It stays in the record. The trainee and the registrars of their professional body read it, the public never does."
                rows=4
            />
            <Buttons><Button label=button tone=ButtonTone::Danger/>" "<a href=back>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
