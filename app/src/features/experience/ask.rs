//! Asking the employer to confirm a spell of work that was recorded.

use super::store;
use crate::features::record::store as records;
use crate::prelude::pages::*;
use domain::experience::SpellState;

/// Asks the employer for whom the work was done.
pub struct AskToConfirm;

impl Form for AskToConfirm {
    const FIELDS: &'static [Field] = &[];
    type At = ExperienceId;
    const ROUTE: Route<ExperienceId> = paths::ASK_TO_CONFIRM;
    const SHOWN_ON: Route<ExperienceId> = paths::SPELL;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ExperienceId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WriteExperience, id).await?;
        let ((case, spell), there) = (may.state(), Done::to(paths::SPELL.to(id)));
        let why = match spell.state() {
            SpellState::Recorded | SpellState::Returned | SpellState::Declined | SpellState::Withdrawn => {
                let employers = records::employers(&tx.read().await?, case.id).await?;
                if let Err(why) = store::confirmable_at(spell, &employers) {
                    return Err(Stop::Instead(there.warning(format!("Nobody was asked. {why}."))));
                }
                store::ask(&may, case, spell).await?;
                return Ok(there.saying(format!("{} is asked to confirm it.", spell.employer)));
            }
            SpellState::Asked => "The employer has been asked already.",
            SpellState::Confirmed => "It is confirmed already.",
            SpellState::TakenOut => "You took it out of your record: record it again.",
        };
        Err(Stop::Instead(there.warning(why)))
    }
}
