//! Ending a supervision.

use crate::features::record::store::{self, SupervisionRow};
use crate::prelude::pages::*;
use crate::web::days::Days;
use domain::access::{Actor, managed_employers};
use sea_orm::ConnectionTrait;

/// Ends a supervision today. An administrator ends those by people of their own employer.
pub struct EndSupervision;

impl Form for EndSupervision {
    const FIELDS: &'static [Field] = &[];
    type At = (EnrolmentId, SupervisionId);
    const ROUTE: Route<Self::At> = paths::END_SUPERVISION;

    async fn act(cx: &RequestCx, tx: &Tx, (id, supervision): Self::At, _values: &Values) -> Result<Done, Stop> {
        permit(cx.actor()?, actions::ListOrganisations, &Subject::default())?;
        let may = tx.may(actions::ManageSupervision, id).await?;
        let db = tx.read().await?;
        let there = store::supervisions(&db, id).await?;
        let found = there.iter().find(|one| one.id == supervision);
        let found = found.ok_or(AppError::NotFound)?;
        if !ends(&db, &tx.actor().await?, may.permit().subject(), (id, supervision), cx.days(tx.today())).await? {
            let why = "This supervisor works for another employer, whose administrator ends the supervision.";
            return Err(AppError::Forbidden(String::from(why)).into());
        }
        let there = Done::to(paths::SUPERVISION.to(id));
        if !found.spell().can_end(tx.today()) {
            return Err(Stop::Instead(there.warning("This supervision has ended already.")));
        }
        store::end_supervision(&may, found).await?;
        Ok(there.saying("The supervision has ended. What was signed stays signed."))
    }
}

/// Whether it is this person who ends it.
async fn ends(
    db: &impl ConnectionTrait,
    actor: &Actor,
    subject: &Subject,
    (id, supervision): (EnrolmentId, SupervisionId),
    days: Days,
) -> Result<bool, AppError> {
    let managed = managed_employers(actor, subject);
    Ok(actor.is_registrar_of(subject) || store::supervisions_at(db, id, &managed, days).await?.contains(&supervision))
}

/// The question before it ends.
///
/// # Errors
/// [`AppError::NotFound`] where there is none that whoever asks could end.
pub async fn page(cx: RequestCx, at: (EnrolmentId, SupervisionId)) -> Result<Page, AppError> {
    let (id, supervision) = at;
    permit(cx.actor()?, actions::ListOrganisations, &Subject::default())?;
    let (case, permit) = store::case_for(&cx, id, actions::ManageSupervision).await?;
    let db = cx.app.db.read();
    if !ends(db, cx.actor()?, permit.subject(), at, cx.days(case.today())).await? {
        return Err(AppError::NotFound);
    }
    let there = store::supervisions(db, id).await?;
    let found = there
        .iter()
        .find(|one| one.id == supervision && one.spell().can_end(case.today()))
        .ok_or(AppError::NotFound)?;
    let title = format!("End the supervision by {}?", found.name);
    let intro = what_then(found, &there, &case.name, case.today());
    let form = Sheet::<EndSupervision>::on(&cx, &at).await?;
    let (eyebrow, back) = (Words::default(), (paths::SUPERVISION.to(id), "Supervision"));
    Ok(form.ask(Question { title, eyebrow, intro, yes: "End the supervision today", back }))
}

/// What ending a supervision means: who signs no more, and with whom undecided claims then lie.
fn what_then(ending: &SupervisionRow, there: &[SupervisionRow], trainee: &str, today: NaiveDate) -> String {
    let name = &ending.name;
    if !ending.spell().has_begun(today) {
        return format!("It has not begun. {name} will not supervise {trainee}, unless they are named again.");
    }
    let others = there.iter().filter(|one| one.spell().is_in_force(today));
    let others = others.filter(|one| one.supervisor_id != ending.supervisor_id);
    let claims = if others.count() == 0 {
        format!("Nobody else supervises {trainee} today: undecided claims wait until you name someone.")
    } else {
        format!("Undecided claims can be decided by the others who supervise {trainee}.")
    };
    format!("From today {name} no longer decides {trainee}’s claims. What they signed stays valid. {claims}")
}
