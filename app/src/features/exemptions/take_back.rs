//! Taking back what was sent, before anybody decided on it.

use super::one::own;
use super::store;
use crate::prelude::pages::*;

/// Takes it back.
pub struct TakeBack;

impl Form for TakeBack {
    const FIELDS: &'static [Field] = &[];
    type At = PriorLearningId;
    const ROUTE: Route<PriorLearningId> = paths::TAKE_BACK_PRIOR_LEARNING;

    async fn act(_cx: &RequestCx, tx: &Tx, id: PriorLearningId, _values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ChangePriorLearning, id).await?;
        let there = Done::to(paths::PRIOR_LEARNING.to(id));
        if !may.state().one.state().can_be_taken_back() {
            let why = "It was decided or taken back meanwhile, and stays as it is.";
            return Err(Stop::Instead(there.warning(why)));
        }
        store::take_back(&may).await?;
        Ok(there.saying("It is taken back. Nobody decides on it."))
    }
}

/// The question before.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the trainee.
pub async fn page(cx: RequestCx, id: PriorLearningId) -> Result<Page, AppError> {
    let one = own(&cx, id).await?;
    if !one.state().can_be_taken_back() {
        return Ok(Page::elsewhere(paths::PRIOR_LEARNING.to(id)));
    }
    let form = Sheet::<TakeBack>::on(&cx, &id).await?;
    Ok(form
        .ask(Question {
            title: String::from("Take this back?"),
            eyebrow: one.row.title.clone().into(),
            intro: String::from("Nobody decides on it then. Your record keeps that it was sent, and you can send it again, with another proof."),
            yes: "Take it back",
            back: (paths::PRIOR_LEARNING.to(id), "This qualification"),
        })
        .about(one.row.enrolment_id))
}
