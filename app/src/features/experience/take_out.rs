//! Taking a spell of work out of the record that nobody has confirmed.

use super::spell::own;
use super::store;
use crate::prelude::pages::*;
use domain::experience::SpellState;

/// Takes it out, and back from whoever was asked.
pub struct TakeOut;

impl Form for TakeOut {
    const FIELDS: &'static [Field] = &[];
    type At = ExperienceId;
    const ROUTE: Route<ExperienceId> = paths::TAKE_OUT;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ExperienceId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteExperience, id).await?;
        let (case, spell) = may.state();
        if let Some(why) = why_not(spell.state()) {
            return Err(Stop::Instead(Done::to(paths::SPELL.to(id)).warning(why)));
        }
        store::take_out(&may).await?;
        Ok(Done::to(paths::record_like(case.id, id)).saying("It is taken out. Put right here what was wrong and record it again. You find it later under Experience, “Taken out”."))
    }
}

/// Why it stays.
fn why_not(state: SpellState) -> Option<&'static str> {
    match state {
        SpellState::Recorded
        | SpellState::Returned
        | SpellState::Asked
        | SpellState::Declined
        | SpellState::Withdrawn => None,
        SpellState::Confirmed => Some("It is confirmed, and stays in your record."),
        SpellState::TakenOut => Some("It is taken out already."),
    }
}

/// The question before.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the trainee.
pub async fn page(cx: RequestCx, id: ExperienceId) -> Result<Page, AppError> {
    let spell = own(&cx, id).await?;
    if why_not(spell.state()).is_some() {
        return Ok(Page::elsewhere(paths::SPELL.to(id)));
    }
    let form = Sheet::<TakeOut>::on(&cx, &id).await?;
    let asked = match spell.state() {
        SpellState::Asked => format!(" {} is no longer asked about it.", spell.employer),
        _ => String::new(),
    };
    Ok(form
        .ask(Question {
            title: String::from("Take this work out?"),
            eyebrow: format!("{}, {}", spell.employer, spell.days()).into(),
            intro: format!("Your record keeps that it was there, and it counts for nothing.{asked} You can record it again with other days or hours."),
            yes: "Take it out",
            back: (paths::SPELL.to(id), "This work"),
        })
        .about(spell.row.enrolment_id))
}
