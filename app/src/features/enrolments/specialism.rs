//! Choosing the practice area.

use crate::features::record::store::{self, Case};
use crate::prelude::pages::*;
use domain::framework::Framework;

const SPECIALISM: Field = Field::new("specialism");

/// Chooses the practice area of one's own enrolment.
pub struct ChooseSpecialism;

impl Form for ChooseSpecialism {
    const FIELDS: &'static [Field] = &[SPECIALISM];
    type At = EnrolmentId;
    const ROUTE: Route<EnrolmentId> = paths::SPECIALISM;

    async fn act(_cx: &RequestCx, tx: &Tx, id: EnrolmentId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ChooseSpecialism, id).await?;
        let specialisms = may.state().framework.specialisms();
        let chosen = specialisms.iter().find(|one| one.id == values.get(SPECIALISM));
        let chosen = chosen.ok_or_else(|| Invalid::one(SPECIALISM.name, "Choose a specialism"))?;
        // What was chosen already is not chosen again: the record would tell of nothing.
        if may.state().facts.file().specialism.last() == Some(&chosen.id) {
            let said = format!("{} was your specialism already. Nothing was changed.", chosen.title);
            return Ok(Done::to(paths::ENROLMENT.to(id)).saying(said));
        }
        store::choose_specialism(&may, &chosen.id).await?;
        Ok(Done::to(paths::ENROLMENT.to(id)).saying(format!("Your specialism is {}.", chosen.title)))
    }
}

/// The page with the form, where the framework has specialisms.
///
/// # Errors
/// [`AppError::NotFound`] where it has none, and for someone else's.
pub async fn page(cx: RequestCx, id: EnrolmentId) -> Result<Page, AppError> {
    let (case, _) = store::case_for(&cx, id, actions::ChooseSpecialism).await?;
    if case.framework.specialisms().is_empty() {
        return Err(AppError::NotFound);
    }
    let form = Sheet::<ChooseSpecialism>::on(&cx, &id).await?;
    let page = FormPage {
        title: String::from("Your specialism"),
        eyebrow: case.framework.short_title().into(),
        intro: String::from(
            "The practice area in which you qualify. It decides which options count. You may change it: what you have passed stays on your record.",
        ),
        back: (paths::ENROLMENT.to(id), String::from("Where you are")),
    };
    Ok(form.page(page, move |form| fields(&case, form)))
}

fn fields(case: &Case, form: &Sheet<ChooseSpecialism>) -> AnyView {
    let chosen = case.facts.file().specialism.last().cloned().unwrap_or_default();
    let leave = paths::ENROLMENT.to(case.id);
    view! {
        <Radios of=form.field_or(SPECIALISM, chosen) legend="Practice area" options=options(&case.framework)/>
        <Buttons><Button label="Save specialism"/>" "<a href=leave>"Cancel"</a></Buttons>
    }
    .into_any()
}

fn options(framework: &Framework) -> Vec<Choice> {
    let specialisms = framework.specialisms().iter();
    specialisms
        .map(|one| {
            let choice = Choice::new(&one.id, &one.title);
            match &one.unpublished {
                Some(note) => choice.hinted(format!("Unpublished: {note}")),
                None => choice,
            }
        })
        .collect()
}
