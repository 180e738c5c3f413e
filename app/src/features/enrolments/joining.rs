//! Noting the day on which a trainee joined the professional body.

use crate::features::record::store;
use crate::prelude::pages::*;

const JOINED_ON: Field = Field::new("joined_on");

/// Notes the day of joining, or another one in its place.
pub struct NoteJoining;

impl Form for NoteJoining {
    const FIELDS: &'static [Field] = &[JOINED_ON];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::JOINING;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::NoteJoining, id).await?;
        let day = joined_on(values.get(JOINED_ON), may.today());
        let day = day.map_err(|message| Invalid::one(JOINED_ON.name, message))?;
        store::note_joining(&may, day).await?;
        let said = format!("{} joined on {}.", may.state().name, words::date(day));
        Ok(Done::to(paths::ENROLMENT.to(id)).saying(said))
    }
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
        let noted = noted.map(|day| day.to_string()).unwrap_or_default();
        view! {
            <TextField of=form.field_or(JOINED_ON, noted) label="Joined on" kind="date" width=FieldWidth::Short/>
            <Buttons><Button label="Save the day"/>" "<a href=paths::ENROLMENT.to(id)>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
