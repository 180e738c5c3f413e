//! Noting the number under which the body knows a trainee: files of results name people by it.

use super::earlier;
use crate::features::record::store;
use crate::journal::Because;
use crate::prelude::pages::*;
use crate::web::forms::present;

const NUMBER: Field = Field::new("number");

/// The longest number, in characters.
const NUMBER_MAX: usize = 40;

/// What is asked for where a number is noted already: it decides whose results a file records.
const WHY: &str = "why the number that is noted was wrong";

/// Notes the number, or another one or none in its place.
pub struct NoteNumber;

impl Form for NoteNumber {
    const FIELDS: &'static [Field] = &[NUMBER, earlier::REASON, present::PRESENT];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::MEMBERSHIP_NUMBER;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::NoteJoining, id).await?;
        let db = tx.read().await?;
        let noted = store::number_of_record(&db, id).await?;
        let now = noted.clone().unwrap_or_default();
        let words = if now.is_empty() {
            String::from("the number was taken out")
        } else {
            format!("the number {now} was noted")
        };
        present::is_seen(values, NUMBER, &now, &words)?;
        let mut number = parse(values.get(NUMBER), noted.as_deref());
        if let Ok(Some(typed)) = &number
            && let Some(other) = store::has_number(&db, (id, typed)).await?
        {
            number = Err(format!("Enter another number: this one is of {other}"));
        }
        let mut invalid = Invalid::default();
        let number = invalid.take(NUMBER.name, number);
        let why = invalid.take(earlier::REASON.name, earlier::reason(values, WHY, noted.is_some()));
        let (number, why) = number.zip(why).ok_or(invalid)?;
        let name = &may.state().name;
        let said = match &number {
            Some(number) => format!("{name} has the membership number {number}."),
            None => format!("{name} has no membership number any more."),
        };
        let near = match &number {
            Some(number) => store::has_near_number(&db, (id, number)).await?,
            None => None,
        };
        store::note_number(&may, number, &Because::new(why.as_deref())?).await?;
        let done = Done::to(paths::ENROLMENT.to(id));
        Ok(match near {
            None => done.saying(said),
            Some((other, theirs)) => done.warning(format!(
                "{said} {other} has {theirs}, which differs by its zeros alone: check that both are right, because files of results name people by them."
            )),
        })
    }
}

/// A number as it was typed; none takes what was noted of the wrong person out.
fn parse(typed: &str, noted: Option<&str>) -> Result<Option<String>, String> {
    let number = match typed {
        typed if typed.trim().is_empty() && noted.is_some() => None,
        typed => Some(fields::number(typed, "the membership number", NUMBER_MAX)?),
    };
    match &number {
        number if number.as_deref() == noted => Err(String::from("Enter another number: this one is noted already")),
        _ => Ok(number),
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
        let why = noted.is_some().then(|| {
            let hint = format!("It stays with the correction. {}", earlier::READERS);
            view! { <TextArea of=form.field(earlier::REASON) label="Why the number that is noted was wrong" hint=hint rows=3/> }
        });
        let hint = noted.as_ref().map_or("With all its zeros.", |_| "With all its zeros. Empty it to take the number out.");
        let noted = noted.unwrap_or_default();
        view! {
            {present::held(form, &noted)}
            <TextField of=form.field_or(NUMBER, noted) label="Membership number" hint=hint width=FieldWidth::Short/>
            {why}
            <Buttons><Button label="Save the number"/>" "<a href=paths::ENROLMENT.to(id)>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
