//! Ending a supervision.

use super::ending;
use super::store::{Signers, last_signed};
use crate::entities::query::Dated;
use crate::entities::supervision;
use crate::features::record::store::{self, SupervisionRow};
use crate::prelude::pages::*;
use domain::access::SupervisorAt;
use domain::enrolments::LastUse;

/// Ends a supervision. An administrator ends those for their own employer.
pub struct EndSupervision;

impl Form for EndSupervision {
    const FIELDS: &'static [Field] = ending::FIELDS;
    type At = (EnrolmentId, SupervisionId);
    const ROUTE: Route<Self::At> = paths::END_SUPERVISION;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, supervision): Self::At, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::EndSupervision, supervision).await?;
        if may.state().enrolment_id != id {
            return Err(AppError::NotFound.into());
        }
        let there = Done::to(paths::SUPERVISION.to(id));
        let spell = supervision::Entity::interval(may.state());
        if !spell.can_end(may.today()) {
            return Err(Stop::Instead(there.warning("This supervision has ended already.")));
        }
        let by =
            Signers::Supervisor(SupervisorAt { person: may.state().supervisor_id, employer: may.state().employer_id });
        let last = last_signed(&tx.read().await?, &[id], by).await?;
        let (day, why) = ending::parse(values, spell, may.today(), last.map(|(on, who)| (on, LastUse::Signed(who))))?;
        store::end_supervision(&may, (day, &why)).await?;
        Ok(there.saying("The supervision has ended. What was signed stays signed."))
    }
}

/// The question before it ends.
///
/// # Errors
/// [`AppError::NotFound`] where there is none that could end, and what the rule refuses.
pub async fn page(cx: RequestCx, at: (EnrolmentId, SupervisionId)) -> Result<Page, AppError> {
    let (id, supervision) = at;
    let (case, manages) = store::case_for(&cx, id, actions::ManageSupervision).await?;
    let db = cx.app.db.read();
    let there = store::supervisions(db, id).await?;
    let found = there
        .iter()
        .find(|one| one.id == supervision && one.spell().can_end(case.today()))
        .ok_or(AppError::NotFound)?;
    permit(cx.actor()?, actions::EndSupervision, &manages.subject().of_employer(found.employer_id))?;
    let title = format!("End the supervision by {} for {}?", found.name, found.employer);
    let intro = what_then(found, &there, &case.name, case.today());
    let form = Sheet::<EndSupervision>::on(&cx, &at).await?;
    let (eyebrow, back) = (Words::default(), (paths::SUPERVISION.to(id), "Supervision"));
    let (spell, today) = (found.spell(), case.today());
    let question = Question { title, eyebrow, intro, yes: "End the supervision", back };
    Ok(form.ask_with(question, move |form| ending::fields_of(form, spell, today).into_any()))
}

/// What ending a supervision means: who signs no more, and with whom undecided claims then lie.
fn what_then(ending: &SupervisionRow, there: &[SupervisionRow], trainee: &str, today: NaiveDate) -> String {
    let name = &ending.name;
    if !ending.spell().has_begun(today) {
        return format!("It has not begun. {name} will not supervise {trainee}, unless they are named again.");
    }
    let others = there.iter().filter(|one| one.spell().is_in_force(today));
    let others =
        others.filter(|one| one.employer_id == ending.employer_id && one.supervisor_id != ending.supervisor_id);
    let at = &ending.employer;
    let claims = if others.count() == 0 {
        format!("Nobody else supervises {trainee} there today: undecided claims wait until you name someone.")
    } else {
        format!("Undecided claims can be decided by the others who supervise {trainee} there.")
    };
    format!("{name} then no longer decides {trainee}’s claims for {at}. What they signed stays valid. {claims}")
}
