//! Noting the day on which a trainee joined the professional body.

use super::earlier;
use crate::features::record::store;
use crate::journal::Because;
use crate::prelude::pages::*;
use crate::web::forms::present;

const JOINED_ON: Field = Field::new("joined_on");

/// What is asked for where a day is noted already.
const WHY: &str = "why the day that is noted was wrong";

/// Notes the day of joining, or another one in its place.
pub struct NoteJoining;

impl Form for NoteJoining {
    const FIELDS: &'static [Field] = &[JOINED_ON, earlier::REASON, present::PRESENT];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::JOINING;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::NoteJoining, id).await?;
        let noted = may.state().facts.file().joined_on.last().copied();
        let is_noted = noted.is_some();
        let words = noted.map_or_else(String::new, |day| format!("{} was noted as the day", words::date(day)));
        present::is_seen(values, JOINED_ON, iso(noted), &words)?;
        let mut invalid = Invalid::default();
        let day = joined_on(values.get(JOINED_ON), may.today()).and_then(|day| {
            let same = || String::from("Enter another day: this one is noted already");
            Some(day).filter(|day| noted != Some(*day)).ok_or_else(same)
        });
        let day = invalid.take(JOINED_ON.name, day);
        let why = invalid.take(earlier::REASON.name, earlier::reason(values, WHY, is_noted));
        let (day, why) = day.zip(why).ok_or(invalid)?;
        store::note_joining(&may, day, &Because::new(why.as_deref())?).await?;
        let said = format!("{} joined on {}.", may.state().name, words::date(day));
        Ok(Done::to(paths::ENROLMENT.to(id)).saying(said))
    }
}

/// A day as a form has it; empty where none is noted.
fn iso(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The day of joining the professional body, which is not to come.
pub fn joined_on(value: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let day = fields::date(value, "the membership date")?;
    if day > today {
        return Err(String::from("Enter a membership date that is not in the future"));
    }
    Ok(day)
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = store::case_for(&cx, id, actions::NoteJoining).await?;
    let noted = case.facts.file().joined_on.last().copied();
    let form = Sheet::<NoteJoining>::on(&cx, &id).await?;
    let page = FormPage {
        title: String::from("Membership date"),
        eyebrow: case.name.clone().into(),
        intro: String::from(
            "The day on which they joined the professional body. Some routes are open only to those who joined before a day, or from it on.",
        ),
        back: (paths::ENROLMENT.to(id), case.name),
    };
    Ok(form.page(page, move |form| {
        let reason = noted.map(|_| view! { <TextArea of=form.field(earlier::REASON) label="Why the day that is noted was wrong" hint=earlier::READERS rows=3/> });
        let noted = iso(noted);
        view! {
            {present::held(form, &noted)}
            <TextField of=form.field_or(JOINED_ON, noted) label="Joined on" kind="date" width=FieldWidth::Short/>
            {reason}
            <Buttons><Button label="Save the day"/>" "<a href=paths::ENROLMENT.to(id)>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
