//! Withdrawing an exemption.

use super::store;
use crate::features::frameworks::map::called_by_id;
use crate::features::record::store::case_for;
use crate::prelude::pages::*;

const REASON: Field = Field::written("reason");

/// Withdraws it from today on.
pub struct Withdraw;

impl Form for Withdraw {
    const FIELDS: &'static [Field] = &[REASON];
    type At = ExemptionId;
    const ROUTE: Route<ExemptionId> = paths::WITHDRAW_EXEMPTION;

    async fn act(_cx: &RequestCx, tx: &Tx, id: ExemptionId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::WithdrawExemption, id).await?;
        let row = &may.state().1;
        let there = Done::to(paths::PRIOR_LEARNING.to(row.prior_learning_id));
        if !store::is_in_force(&tx.read().await?, row, may.today()).await? {
            let why = "It counts no longer, so there is nothing to withdraw. Nothing was saved.";
            return Err(Stop::Instead(there.warning(why)));
        }
        let reason = fields::text(values.get(REASON), "the reason", 2_000);
        let reason = reason.map_err(|message| Invalid::one(REASON.name, message))?;
        store::withdraw(&may, reason).await?;
        Ok(there.saying("The exemption is withdrawn from today on. The trainee reads your reason."))
    }
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own, and for who was overruled.
pub async fn page(cx: RequestCx, id: ExemptionId) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let row = store::exemption(db, id).await?;
    let (case, seen) = case_for(&cx, row.enrolment_id, actions::ViewPriorLearning).await?;
    let subject = store::subject_of(db, &row, seen.subject().clone()).await?;
    permit(cx.actor()?, actions::WithdrawExemption, &subject)?;
    let back = paths::PRIOR_LEARNING.to(row.prior_learning_id);
    if !store::is_in_force(db, &row, case.today()).await? {
        return Ok(Page::elsewhere(back));
    }
    let form = Sheet::<Withdraw>::on(&cx, &id).await?;
    let element = called_by_id(&case.framework, &row.element);
    let page = FormPage {
        title: format!("Withdraw the exemption of {} from {element}?", case.name),
        eyebrow: case.framework.short_title().to_owned().into(),
        intro: String::from(
            "From today it counts no longer. What was done before that rests on it stays in the record, and so does the decision. A withdrawal can't be undone: decide anew on a new request.",
        ),
        back: (back.clone(), case.name.clone()),
    };
    Ok(form.page(page, move |form| {
        view! {
            <TextArea of=form.field(REASON) label="Why it is withdrawn" hint="It stays in the record. The trainee and the registrars of their professional body read it." rows=4/>
            <Buttons><Button label="Withdraw the exemption" tone=ButtonTone::Danger/>" "<a href=back.clone()>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
