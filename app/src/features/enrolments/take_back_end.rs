//! Taking the end of an enrolment back.

use super::earlier::{READERS, REASON, reason};
use crate::features::record::store::{self, Case};
use crate::prelude::pages::*;
use sea_orm::ConnectionTrait;

/// Takes it back: the enrolment goes on, as if it had never ended.
pub struct TakeBackEnd;

impl Form for TakeBackEnd {
    const FIELDS: &'static [Field] = &[REASON];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::TAKE_BACK_END;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::EndEnrolment, id).await?;
        let there = Done::to(paths::ENROLMENT.to(id));
        if let Some(why) = why_not(&tx.read().await?, may.state()).await? {
            return Err(Stop::Instead(there.warning(why)));
        }
        let why = reason(values, "the reason", true).map_err(|message| Invalid::one(REASON.name, message))?;
        store::take_back_end(&may, &why.unwrap_or_default()).await?;
        Ok(there.saying(format!("The enrolment of {} goes on.", may.state().name)))
    }
}

/// Why there is nothing to take back, or why it can't be.
async fn why_not(db: &impl ConnectionTrait, case: &Case) -> Result<Option<String>, AppError> {
    if case.ended.is_none() {
        return Ok(Some(String::from("This enrolment goes on, so there is no end to take back. Nothing was saved.")));
    }
    let version = (case.framework.slug(), case.framework.version());
    let again = store::is_enrolled_again(db, case.id, version).await?;
    Ok(again.then(|| {
        format!(
            "{} is enrolled again on the same version. End that enrolment first, and then take the end of this one back. Nothing was saved.",
            case.name
        )
    }))
}

/// The question before it goes on.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = store::case_for(&cx, id, actions::EndEnrolment).await?;
    let there = paths::ENROLMENT.to(id);
    if case.ended.is_none() {
        return Ok(Page::elsewhere(there));
    }
    let form = Sheet::<TakeBackEnd>::on(&cx, &id).await?;
    let question = Question {
        title: format!("Take the end of the enrolment of {} back?", case.name),
        eyebrow: format!("{}, version {}", case.framework.short_title(), case.framework.version()).into(),
        intro: String::from(
            "It goes on as if it had never ended: what waited then waits again. What was refused meanwhile, such as a row of a file of results, stays refused: it is sent again. The end stays in the record, with your reason.",
        ),
        yes: "Take the end back",
        back: (there, "The enrolment"),
    };
    Ok(form.ask_with(question, |form| {
        view! { <TextArea of=form.field(REASON) label="Reason" hint=READERS rows=3/> }.into_any()
    }))
}
