//! Correcting the day of a sitting: its results go to a sitting on the day that was right, and wait for a second person there.

use super::add_sitting;
use super::store::{self, NewSitting, OneResult, Sitting};
use super::words::of_sitting;
use crate::prelude::pages::*;
use crate::web::tx::May;
use domain::sittings::{Moving, NotHeld, NotMoved, Now, not_moved};
use domain::standing::Outcome;
use std::collections::HashMap;

const HELD_ON: Field = Field::new("held_on");
const REASON: Field = Field::written("reason");

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
        if let Some(why) = nothing_to_move(&stand) {
            return Err(Stop::Instead(Done::to(paths::SITTING.to(id)).warning(why)));
        }
        let of: Vec<EnrolmentId> = stand.iter().map(|one| one.enrolment).collect();
        let since = store::candidates_since(&read, sitting.provider_id, &of).await?;
        let standing: Vec<_> = stand.iter().map(|one| moving(one, false, &since)).collect();
        refuse(not_moved(&standing, by, new.held_on))?;
        let to = store::find_sitting(&read, &new).await?;
        let all = tx.may_all(actions::CorrectResult, all).await?;
        let sat: Vec<_> = all.into_iter().filter(|may| may.state().outcome != Outcome::NotSat).collect();
        if let Some(to) = to {
            let of: Vec<EnrolmentId> = sat.iter().map(|may| may.state().enrolment).collect();
            let there = store::recorded_of(&read, to, &of).await?;
            let sat = sat.iter().map(May::state).map(|one| moving(one, there.contains(&one.enrolment), &since));
            refuse(not_moved(&sat.collect::<Vec<_>>(), by, new.held_on))?;
        }
        let to = store::move_results(&adding, &sat, (to, &new), &reason).await?;
        let moved = words::count(sat.len(), "result was", "results were");
        let left = match store::left_behind(&tx.read().await?, id).await? {
            0 => String::new(),
            n => format!(
                " {} on the earlier day: the enrolment has ended.",
                words::count(n, "result stays", "results stay")
            ),
        };
        let said = format!("{moved} moved to this day. Each counts on it when a second person confirms it.{left}");
        Ok(Done::to(paths::SITTING.to(to)).saying(said))
    }
}

/// Why nothing of a sitting goes to another day, by what stands there: of who was not there no result is moved.
fn nothing_to_move(stand: &[OneResult]) -> Option<String> {
    if stand.iter().any(|one| one.outcome != Outcome::NotSat) {
        return None;
    }
    let waits: Vec<&str> = stand.iter().filter(|one| one.now == Now::Waits).map(|one| one.name.as_str()).collect();
    Some(match waits[..] {
        [] => String::from("This sitting has no result any more: they were moved, or taken back."),
        [one] => format!(
            "Nothing can be moved: a second person still has to confirm that {one} was not at this sitting. They do it on the page of the sitting."
        ),
        _ => format!(
            "Nothing can be moved: a second person still has to confirm that these were not at this sitting: {}. They do it on the page of the sitting.",
            waits.join(", ")
        ),
    })
}

/// A result that is to be moved, as the rule looks at it.
fn moving<'a>(one: &'a OneResult, is_there: bool, since: &HashMap<EnrolmentId, NaiveDate>) -> Moving<'a> {
    let waits_of = (one.now == Now::Waits).then_some(one.recorded_by);
    let since = since.get(&one.enrolment).copied();
    Moving { name: &one.name, trainee: one.trainee, waits_of, is_there, since }
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
    let db = cx.app.db.read();
    let nothing = nothing_to_move(&store::results(db, &store::standing_at(db, id).await?).await?);
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
        if let Some(why) = nothing {
            let there = format!("{}#results", paths::SITTING.to(id));
            return view! { <p>{why}</p><p><a href=there>"Go to the sitting"</a></p> }.into_any();
        }
        view! {
            <TextField of=form.field_or(HELD_ON, sitting.held_on) label="Right day" kind="date" width=FieldWidth::Short/>
            <TextArea of=form.field(REASON) label="Why the day was wrong" hint="The trainees of the sitting read it, and so do their professional body and the officers who look at the history of a result." rows=3/>
            <Buttons><Button label="Correct the day"/>" "<a href=paths::SITTING.to(id)>"Cancel"</a></Buttons>
        }
        .into_any()
    }))
}
