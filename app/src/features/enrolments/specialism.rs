//! Choosing the practice area.

use crate::features::record::store::{self, Case};
use crate::prelude::pages::*;
use domain::framework::Framework;
use domain::standing::Dated;

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
    let intro = match chosen(&case) {
        None => String::from(
            "The practice area in which you qualify. It decides which options count. You can take another one later.",
        ),
        Some(title) => format!(
            "Yours is {title}. You can take another in its place: it counts from today on, and decides which options count. What you have passed stays on your record, and {title} stands there with its days."
        ),
    };
    let page = FormPage {
        title: String::from("Your specialism"),
        eyebrow: case.framework.short_title().into(),
        intro,
        back: (paths::ENROLMENT.to(id), String::from("Where you are")),
    };
    Ok(form.page(page, move |form| fields(&case, form)))
}

/// The way to the page, which says what is chosen.
pub(super) fn link(case: &Case) -> AnyView {
    let said = match chosen(case) {
        None => String::from("Your specialism: choose one"),
        Some(title) => format!("Your specialism: {title}, or another in its place"),
    };
    view! { <a href=paths::SPECIALISM.to(case.id)>{said}</a> }.into_any()
}

/// The title of the specialism that was chosen last.
pub(super) fn chosen(case: &Case) -> Option<&str> {
    titled(&case.framework, case.facts.file().specialism.last()?)
}

fn titled<'f>(framework: &'f Framework, id: &str) -> Option<&'f str> {
    Some(framework.specialism(framework.specialism_of_id(id)?).title.as_str())
}

fn fields(case: &Case, form: &Sheet<ChooseSpecialism>) -> AnyView {
    let chosen = case.facts.file().specialism.last().cloned();
    let leave = paths::ENROLMENT.to(case.id);
    let legend = if chosen.is_some() { "Practice area from today on" } else { "Practice area" };
    let try_first = chosen.is_some().then(|| {
        view! { <p><a href=paths::PLAN.to(case.id)>"See first how the way would change"</a>", under “What if?”. Nothing is recorded there."</p> }
    });
    view! {
        {so_far(case)}
        {try_first}
        <Radios of=form.field_or(SPECIALISM, chosen.unwrap_or_default()) legend=legend options=options(&case.framework)/>
        <Buttons><Button label="Save specialism"/>" "<a href=leave>"Cancel"</a></Buttons>
    }
    .into_any()
}

/// What was chosen, and from when on; nothing where there is one and no day of it is known.
fn so_far(case: &Case) -> Option<AnyView> {
    let Dated::Changing(chosen) = &case.facts.file().specialism else { return None };
    let items = chosen.iter().filter_map(|one| {
        let (title, from) = (titled(&case.framework, &one.is)?, words::date(one.since?));
        Some(view! { <li>{format!("{title}, from {from} on")}</li> })
    });
    let items = items.collect_view();
    (!chosen.is_empty()).then(|| view! { <p>"Chosen so far:"</p><ul>{items}</ul> }.into_any())
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
