//! Correcting the first day of an enrolment.

use super::earlier;
use super::new_enrolment::after_the_earlier;
use crate::features::history::earliest::earliest;
use crate::features::record::store::{self, Case};
use crate::journal::Because;
use crate::prelude::pages::*;
use crate::web::forms::present;
use domain::enrolments::{begins_before_use, enrolled_from};

const FROM: Field = Field::new("from_on");
const REASON: Field = earlier::REASON;

/// Puts another first day in the place of the one that was noted.
pub struct CorrectFirstDay;

impl Form for CorrectFirstDay {
    const FIELDS: &'static [Field] = &[FROM, REASON, present::PRESENT];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::FIRST_DAY;

    async fn act(cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::CorrectFirstDay, id).await?;
        let earliest = earliest(cx, tx, may.state()).await?;
        let version = (may.state().framework.slug(), may.state().framework.version());
        let left = store::left_from(&tx.read().await?, may.state().trainee, version).await?;
        let (from, why) = parse(values, may.state(), may.today(), (earliest, left))?;
        let now = may.state().from_on;
        present::is_seen(values, FROM, now, &format!("the first day was changed to {}", words::date(now)))?;
        store::correct_first_day(&may, from, &Because::new(Some(&why))?).await?;
        let said = format!("The enrolment of {} begins on {}.", may.state().name, words::date(from));
        Ok(Done::to(paths::ENROLMENT.to(id)).saying(said))
    }
}

fn parse(
    values: &Values,
    case: &Case,
    today: NaiveDate,
    (earliest, left): (Option<(NaiveDate, String)>, Option<NaiveDate>),
) -> Result<(NaiveDate, String), Invalid> {
    let mut invalid = Invalid::default();
    let (in_force_from, on_record) = (case.framework.effective_from(), !case.facts.is_empty());
    let from = fields::date(values.get(FROM), "the first day");
    // Who puts it earlier takes nothing out of the enrolment.
    let from = from.and_then(|from| {
        let earliest = earliest.filter(|_| from > case.from_on);
        let begins = begins_before_use(from, earliest);
        begins.and_then(|()| enrolled_from(from, today, in_force_from, on_record)).map_err(|why| why.to_string())
    });
    let from = from.and_then(|from| after_the_earlier(from, left)).and_then(|from| {
        let another = from != case.from_on;
        another.then_some(from).ok_or_else(|| String::from("Enter another day: this one is noted already"))
    });
    let from = invalid.take(FROM.name, from);
    let why = invalid.take(REASON.name, earlier::reason(values, "why the day was wrong", true)).flatten();
    from.zip(why).ok_or(invalid)
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = store::case_for(&cx, id, actions::CorrectFirstDay).await?;
    let form = Sheet::<CorrectFirstDay>::on(&cx, &id).await?;
    let page = FormPage {
        title: String::from("First day of the enrolment"),
        eyebrow: case.name.clone().into(),
        intro: String::from(
            "Employments, registrations and supervisions keep their own days: end one from its first day and add it again, where that is wrong too.",
        ),
        back: (paths::ENROLMENT.to(id), case.name.clone()),
    };
    Ok(form.page(page, move |form| {
        let hint = format!("It stays with the correction. {}", earlier::READERS);
        view! {
            {present::held(form, case.from_on)}
            <TextField of=form.field_or(FROM, case.from_on) label="First day" kind="date" width=FieldWidth::Short/>
            <TextArea of=form.field(REASON) label="Why the day was wrong" hint=hint rows=3/>
            <Buttons><Button label="Correct the day"/>" "<a href=paths::ENROLMENT.to(id)>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
