//! Ending an employment.

use super::ending;
use super::store::{Signers, earliest, end_employment, last_signed, last_worked};
use crate::features::record::store::{self, Employment};
use crate::prelude::pages::*;
use domain::access::EmploymentsAt;
use domain::enrolments::LastUse;
use domain::sign_off::SigningKind;

/// Ends a trainee's employment: the employer then no longer sees the record.
pub struct EndEmployment;

impl Form for EndEmployment {
    const FIELDS: &'static [Field] = ending::FIELDS;
    type At = (EnrolmentId, OrganisationId);
    const ROUTE: Route<Self::At> = paths::END_EMPLOYMENT;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, employer): Self::At, values: &Values) -> Result<Done, Stop> {
        let all = store::chapters_with(&tx.read().await?, id).await?.into_iter();
        let all = all.map(|enrolment| EmploymentsAt { enrolment, employer });
        let all = tx.may_all(actions::EndEmployment, all.collect()).await?;
        let this = all.iter().find(|may| may.on().enrolment == id).ok_or(AppError::NotFound)?;
        let to = match tx.actor().await?.is_registrar_of(this.permit().subject()) {
            true => paths::EMPLOYERS_AND_PROVIDERS.to(id),
            false => paths::TRAINEES.to(()),
        };
        let there = store::employments(&tx.read().await?, id).await?;
        let today = earliest(&all)?.today();
        let Some(ends) = there.iter().find(|one| can_end(one, employer, today)) else {
            let done = Done::to(to).warning("This employment has ended already.");
            return Err(Stop::Instead(done));
        };
        let enrolments: Vec<EnrolmentId> = all.iter().map(|may| may.on().enrolment).collect();
        let db = tx.read().await?;
        let signed = last_signed(&db, &enrolments, Signers::Of(employer)).await?;
        let worked = last_worked(&db, &enrolments, employer).await?;
        let signed = signed.map(|(on, who)| (on, LastUse::Signed(who)));
        let last = signed.into_iter().chain(worked.map(|on| (on, LastUse::Worked))).max_by_key(|(on, _)| *on);
        let (day, why) = ending::parse(values, ends.spell(), this.today(), last)?;
        let closed = end_employment(&all, (day.min(today), &why)).await?;
        Ok(Done::to(to).saying(format!(
            "The employment is ended. This employer no longer sees the record of {}.{}",
            this.state().name,
            went_back(&closed)
        )))
    }
}

fn can_end(employment: &Employment, employer: OrganisationId, today: NaiveDate) -> bool {
    employment.employer == employer && employment.spell().can_end(today)
}

fn went_back(closed: &[SigningKind]) -> String {
    let of = |kind| closed.iter().filter(|one| **one == kind).count();
    let parts: Vec<String> = SigningKind::ALL
        .into_iter()
        .filter(|kind| of(*kind) > 0)
        .map(|kind| match kind {
            SigningKind::Claim => words::count(of(kind), "claim", "claims"),
            SigningKind::Stage => words::count(of(kind), "request to verify a stage", "requests to verify a stage"),
            SigningKind::Experience => words::count(of(kind), "period of work", "periods of work"),
        })
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!(" Returned to the trainee without a decision: {}.", parts.join(", "))
    }
}

/// The question before it ends.
///
/// # Errors
/// [`AppError::NotFound`] where there is none that whoever asks could end.
pub async fn page(cx: RequestCx, at: (EnrolmentId, OrganisationId)) -> Result<Page, AppError> {
    let (id, employer) = at;
    let actor = cx.actor()?;
    let (case, manages) = store::case_for(&cx, id, actions::ManageSupervision).await?;
    permit(actor, actions::EndEmployment, &manages.subject().of_employer(employer))?;
    let is_registrar = actor.is_registrar_of(manages.subject());
    let there = store::employments(cx.app.db.read(), id).await?;
    let found = there.into_iter().find(|one| can_end(one, employer, case.today()));
    let found = found.ok_or(AppError::NotFound)?;
    let (title, intro, yes) = question(&found, &case.name, case.today());
    let form = Sheet::<EndEmployment>::on(&cx, &at).await?;
    let back = if is_registrar {
        (paths::EMPLOYERS_AND_PROVIDERS.to(id), "Employers and providers")
    } else {
        (paths::SUPERVISION.to(id), "Supervision")
    };
    let (spell, today) = (found.spell(), case.today());
    let question = Question { title, eyebrow: Words::default(), intro, yes, back };
    Ok(form.ask_with(question, move |form| ending::fields_of(form, spell, today).into_any()))
}

fn question(found: &Employment, trainee: &str, today: NaiveDate) -> (String, String, &'static str) {
    let name = &found.name;
    if found.spell().has_begun(today) {
        (
            format!("Has {trainee} left {name}?"),
            format!(
                "{name} then no longer sees the record, and its people no longer supervise. What they signed stays valid. Claims and stages that are with them undecided go back to {trainee}, who may ask another employer; so does work on days that are no longer part of the employment."
            ),
            "End the employment",
        )
    } else {
        (
            format!("Remove the employment at {name}?"),
            format!("It has not begun. {name} will not see {trainee}’s record, unless it is named again."),
            "Remove the employment",
        )
    }
}
