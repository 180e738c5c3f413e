//! Correcting the day of a sitting: its results go to a sitting on the day that was right, and wait for a second person there.

use super::add_sitting::{self, NewSitting};
use super::store::{self, OneResult, Sitting};
use super::words::of_sitting;
use crate::prelude::pages::*;
use crate::web::tx::May;
use domain::sittings::{Moving, NotHeld, NotMoved, not_moved};
use domain::standing::Outcome;

const HELD_ON: Field = Field::new("held_on");
const REASON: Field = Field::new("reason");

/// Moves the results of a sitting to another day.
#[derive(Debug)]
pub struct CorrectDay;

impl Form for CorrectDay {
    const FIELDS: &'static [Field] = &[HELD_ON, REASON];
    type At = SittingId;
    const ROUTE: Route<SittingId> = paths::SITTING_DAY;

    async fn act(cx: &RequestCx, tx: &Tx, id: SittingId, values: &Values) -> Result<Done, Stop> {
        let may = tx.may(actions::ManageSitting, id).await?;
        let sitting = may.state();
        let (new, reason) = parse(cx, values, sitting)?;
        let adding = tx.may(actions::AddSitting, sitting.provider_id).await?;
        let read = tx.read().await?;
        let all = store::standing_at(&read, id).await?;
        let (by, stand) = (tx.actor().await?.person, store::results(&read, &all).await?);
        refuse(not_moved(&stand.iter().map(|one| moving(one, false)).collect::<Vec<_>>(), by))?;
        let to = store::find_sitting(&read, &new).await?;
        let all = tx.may_all(actions::CorrectResult, all).await?;
        let sat: Vec<_> = all.into_iter().filter(|may| may.state().outcome != Outcome::NotSat).collect();
        if sat.is_empty() {
            let none = "This sitting has no result any more: they were moved, or taken back.";
            return Err(Stop::Instead(Done::to(paths::SITTING.to(id)).warning(none)));
        }
        if let Some(to) = to {
            let of: Vec<EnrolmentId> = sat.iter().map(|may| may.state().enrolment).collect();
            let there = store::recorded_of(&read, to, &of).await?;
            let sat = sat.iter().map(May::state).map(|one| moving(one, there.contains(&one.enrolment)));
            refuse(not_moved(&sat.collect::<Vec<_>>(), by))?;
        }
        let to = store::move_results(&adding, &sat, (to, &new), &reason).await?;
        let moved = words::count(sat.len(), "result was", "results were");
        let said = format!("{moved} moved to this day. Each counts on it when a second person confirms it.");
        Ok(Done::to(paths::SITTING.to(to)).saying(said))
    }
}

/// A result that is to be moved, as the rule looks at it.
fn moving(one: &OneResult, is_there: bool) -> Moving<'_> {
    let waits_of = one.confirmed.is_none().then_some(one.recorded_by);
    Moving { name: &one.name, trainee: one.trainee, waits_of, is_there }
}

fn refuse(why: Vec<NotMoved>) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    for why in why {
        invalid.add(HELD_ON.name, why.to_string());
    }
    if invalid.is_empty() { Ok(()) } else { Err(invalid) }
}

fn parse(cx: &RequestCx, values: &Values, sitting: &Sitting) -> Result<(NewSitting, String), Invalid> {
    let mut invalid = Invalid::default();
    let framework = (sitting.framework_slug.clone(), sitting.framework_version.clone());
    let day = add_sitting::held_on(&mut invalid, values.get(HELD_ON), cx, Some(&framework));
    if day == Some(sitting.held_on) {
        invalid.add(HELD_ON.name, NotHeld::SameDay.to_string());
    }
    let reason = invalid.take(REASON.name, fields::text(values.get(REASON), "why the day was wrong", 1000));
    match (day, reason) {
        (Some(held_on), Some(reason)) if invalid.is_empty() => Ok((
            NewSitting { provider: sitting.provider_id, framework, element: sitting.element.clone(), held_on },
            reason,
        )),
        _ => Err(invalid),
    }
}

/// The form for the right day.
///
/// # Errors
/// [`AppError::NotFound`] for who does not act for its provider.
pub async fn page(cx: RequestCx, id: SittingId) -> Result<Page, AppError> {
    let sitting = store::sitting(cx.app.db.read(), id).await?;
    permit(cx.actor()?, actions::ManageSitting, &sitting.subject())?;
    let form = Sheet::<CorrectDay>::on(&cx, &id).await?;
    let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
    let page = FormPage {
        title: String::from("Correct the day of the sitting"),
        eyebrow: format!("{element}, {}", words::date(sitting.held_on)).into(),
        intro: String::from(
            "Every result of the sitting is put on the right day. Each counts on it when a second person confirms it; until then the earlier day counts. Both stay visible.",
        ),
        back: (paths::SITTING.to(id), String::from("The sitting")),
    };
    Ok(form.page(page, move |form| {
        view! {
            <TextField of=form.field_or(HELD_ON, sitting.held_on) label="Right day" kind="date" width=FieldWidth::Short/>
            <TextArea of=form.field(REASON) label="Why the day was wrong" hint="It stays with each result: people who look at its history can read it." rows=3/>
            <Buttons><Button label="Correct the day"/>" "<a href=paths::SITTING.to(id)>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
