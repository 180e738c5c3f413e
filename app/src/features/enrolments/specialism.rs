//! Choosing the practice area.

use crate::features::frameworks::map::called;
use crate::features::record::store::{self, Case};
use crate::prelude::pages::*;
use crate::web::forms::Place;
use crate::web::forms::present;
use domain::framework::{Framework, NodeIx};
use domain::journal::Digest;
use domain::plan::WhatIf;
use domain::standing::{Dated, Loss, standing};

const SPECIALISM: Field = Field::new("specialism");
/// What was shown that the choice takes away.
const AGREED: Field = Field::new("agreed");
/// Where that is shown.
const PLACE: Place = "loss";

/// Chooses the practice area of one's own enrolment.
pub struct ChooseSpecialism;

impl Form for ChooseSpecialism {
    const FIELDS: &'static [Field] = &[SPECIALISM, AGREED, present::PRESENT];
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
        let now = may.state().facts.file().specialism.last().map_or("", String::as_str);
        let title = titled(&may.state().framework, now).unwrap_or(now);
        present::is_seen(values, SPECIALISM, now, &format!("{title} was chosen"))?;
        let lost = lost(may.state(), &chosen.id)?;
        if !lost.is_empty() && values.get(AGREED) != agreed(&chosen.id, &lost) {
            let mut shown = values.clone();
            shown.set(AGREED, agreed(&chosen.id, &lost));
            return Err(Stop::Changed(shown, PLACE));
        }
        store::choose_specialism(&may, &chosen.id).await?;
        Ok(Done::to(paths::ENROLMENT.to(id)).saying(format!("Your specialism is {}.", chosen.title)))
    }
}

/// What stands now and would not with another specialism from today on, by the rules.
fn lost(case: &Case, specialism: &str) -> Result<Vec<(NodeIx, Loss)>, AppError> {
    let (framework, today) = (&case.framework, case.today());
    let what_if = WhatIf { specialism: framework.specialism_of_id(specialism), ..WhatIf::default() };
    let facts = what_if.beside(framework, &case.facts, today);
    let facts = facts.map_err(|unknown| AppError::internal(&format!("{unknown:?}")))?;
    Ok(case.standing.lost_in(framework, &standing(framework, &facts, today, today)))
}

/// What a choice takes away, as the form says that it was shown.
fn agreed(specialism: &str, lost: &[(NodeIx, Loss)]) -> String {
    Digest::of(&format!("{specialism} {lost:?}")).to_string()
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
    let loss = loss(&case, &form)?;
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
    Ok(form.page(page, move |form| fields(&case, form, loss)))
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

/// What the choice would take away, where that is what the form came back for.
fn loss(case: &Case, form: &Sheet<ChooseSpecialism>) -> Result<Option<AnyView>, AppError> {
    let Some(typed) = form.typed().filter(|typed| !typed.get(AGREED).is_empty()) else { return Ok(None) };
    let chosen = typed.get(SPECIALISM);
    let lost = lost(case, chosen)?;
    if lost.is_empty() {
        return Ok(None);
    }
    let framework = &case.framework;
    let items = lost.iter().map(|(ix, loss)| {
        let what = match loss {
            Loss::Counts => " counts no longer",
            Loss::Held => " is held no longer",
            Loss::Entered => ": the stage is open no longer",
            Loss::MayBeAppliedFor => " can be applied for no longer",
        };
        let href = paths::node(case.id, &framework.node(*ix).id);
        view! { <li><a href=href>{called(framework, *ix)}</a>{what}</li> }
    });
    let items = items.collect_view();
    let title = format!("What counts no longer with {}", titled(framework, chosen).unwrap_or(chosen));
    let agreed = form.fixed(AGREED, agreed(chosen, &lost));
    Ok(Some(
        view! {
            <Section id=PLACE title=title>
                {agreed}
                <ul>{items}</ul>
                <p>"It stays on your record, and counts again if you take the present one again. Save it to take the other one all the same."</p>
            </Section>
        }
        .into_any(),
    ))
}

fn fields(case: &Case, form: &Sheet<ChooseSpecialism>, loss: Option<AnyView>) -> AnyView {
    let chosen = case.facts.file().specialism.last().cloned();
    let leave = paths::ENROLMENT.to(case.id);
    let legend = if chosen.is_some() { "Practice area from today on" } else { "Practice area" };
    let try_first = chosen.is_some().then(|| {
        view! { <p><a href=paths::PLAN.to(case.id)>"See first how the way would change"</a>", under “What if?”. Nothing is recorded there."</p> }
    });
    view! {
        {present::held(form, chosen.as_deref().unwrap_or_default())}
        {so_far(case)}
        {try_first}
        <Radios of=form.field_or(SPECIALISM, chosen.unwrap_or_default()) legend=legend options=options(&case.framework)/>
        {loss}
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
