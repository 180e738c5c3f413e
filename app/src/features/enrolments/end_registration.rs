//! Ending a registration with a training provider.

use super::ending;
use super::store::last_sitting;
use crate::features::record::store::{self, Registration};
use crate::prelude::pages::*;
use domain::enrolments::LastUse;

/// Ends a registration: the provider then no longer sees the candidate.
pub struct EndRegistration;

impl Form for EndRegistration {
    const FIELDS: &'static [Field] = ending::FIELDS;
    type At = (EnrolmentId, OrganisationId);
    const ROUTE: Route<Self::At> = paths::END_REGISTRATION;

    async fn act(_cx: &RequestCx, tx: &Tx, (id, provider): Self::At, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManageEmployersAndProviders, id).await?;
        let back = Done::to(paths::EMPLOYERS_AND_PROVIDERS.to(id));
        let there = store::registrations(&tx.read().await?, id).await?;
        let Some(ends) = there.iter().find(|one| can_end(one, provider, may.today())) else {
            return Err(Stop::Instead(back.warning("This registration has ended already.")));
        };
        let last = last_sitting(&tx.read().await?, id, provider).await?;
        let last = last.map(|on| (on, LastUse::Sat));
        let (day, why) = ending::parse(values, ends.spell(), may.today(), last)?;
        store::end_registration(&may, provider, (day, &why)).await?;
        Ok(back.saying(format!(
            "The registration is ended: {} is not among this provider’s candidates. What it recorded stays.",
            may.state().name
        )))
    }
}

fn can_end(registration: &Registration, provider: OrganisationId, today: NaiveDate) -> bool {
    registration.provider == provider && registration.spell().can_end(today)
}

/// The question before it ends.
///
/// # Errors
/// [`AppError::NotFound`] where there is none that could end, and for anyone but the registrar.
pub async fn page(cx: RequestCx, at: (EnrolmentId, OrganisationId)) -> Result<Page, AppError> {
    let (id, provider) = at;
    let (case, _) = store::case_for(&cx, id, actions::ManageEmployersAndProviders).await?;
    let there = store::registrations(cx.app.db.read(), id).await?;
    let found = there.into_iter().find(|one| can_end(one, provider, case.today()));
    let found = found.ok_or(AppError::NotFound)?;
    let (title, intro, yes) = question(&found, &case.name, case.today());
    let form = Sheet::<EndRegistration>::on(&cx, &at).await?;
    let back = paths::EMPLOYERS_AND_PROVIDERS.to(id);
    let (spell, today) = (found.spell(), case.today());
    let question = Question { title, eyebrow: Words::default(), intro, yes, back: (back, "Employers and providers") };
    Ok(form.ask_with(question, move |form| ending::fields_of(form, spell, today).into_any()))
}

fn question(found: &Registration, candidate: &str, today: NaiveDate) -> (String, String, &'static str) {
    let name = &found.name;
    if found.spell().has_begun(today) {
        (
            format!("Has {candidate} left {name}?"),
            format!(
                "{name} then no longer sees the candidate. Results that it recorded stay, and it can still confirm and correct results of sittings held before."
            ),
            "End the registration",
        )
    } else {
        (
            format!("Remove the registration with {name}?"),
            format!("It has not begun. {name} will not see {candidate}, unless it is named again."),
            "Remove the registration",
        )
    }
}
