//! Noting the number under which the body knows a trainee: files of results name people by it.

use crate::features::record::store;
use crate::prelude::pages::*;

const NUMBER: Field = Field::new("number");

/// The longest number, in characters.
const NUMBER_MAX: usize = 40;

/// Notes the number, or another one or none in its place.
pub struct NoteNumber;

impl Form for NoteNumber {
    const FIELDS: &'static [Field] = &[NUMBER];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::MEMBERSHIP_NUMBER;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::NoteJoining, id).await?;
        let db = tx.read().await?;
        let noted = store::number_of_record(&db, id).await?;
        let wrong = |why: String| Invalid::one(NUMBER.name, why);
        let number = match values.get(NUMBER) {
            // What was noted of the wrong person is taken out.
            typed if typed.trim().is_empty() && noted.is_some() => None,
            typed => Some(fields::line(typed, "the membership number", NUMBER_MAX).map_err(wrong)?),
        };
        if number == noted {
            return Err(wrong(String::from("Enter another number: this one is noted already")).into());
        }
        if let Some(number) = &number
            && let Some(other) = store::has_number(&db, (id, number)).await?
        {
            return Err(wrong(format!("Enter another number: this one is of {other}")).into());
        }
        let name = &may.state().name;
        let said = match &number {
            Some(number) => format!("{name} has the membership number {number}."),
            None => format!("{name} has no membership number any more."),
        };
        store::note_number(&may, number).await?;
        Ok(Done::to(paths::ENROLMENT.to(id)).saying(said))
    }
}

/// The page with the form.
///
/// # Errors
/// [`AppError::NotFound`] for anyone but the registrar; [`AppError::Forbidden`] for the registrar's own.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = store::case_for(&cx, id, actions::NoteJoining).await?;
    let noted = store::number_of_record(cx.app.db.read(), id).await?;
    let form = Sheet::<NoteNumber>::on(&cx, &id).await?;
    let page = FormPage {
        title: String::from("Membership number"),
        eyebrow: case.name.clone().into(),
        intro: format!(
            "The number under which {} knows them. Lists find them by it, and so do files with results.",
            case.body.look.short_name
        ),
        back: (paths::ENROLMENT.to(id), case.name),
    };
    Ok(form.page(page, move |form| {
        let hint = noted.as_ref().map_or("With all its zeros.", |_| "With all its zeros. Empty it to take the number out.");
        view! {
            <TextField of=form.field_or(NUMBER, noted.unwrap_or_default()) label="Membership number" hint=hint width=FieldWidth::Short/>
            <Buttons><Button label="Save the number"/>" "<a href=paths::ENROLMENT.to(id)>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
