//! Correcting one result, with everything that was recorded before.

use super::store::{self, Confirmed, OneResult, Recorded};
use super::words::{is_course, mark, marks_of, of_sitting, outcome, outcomes, result};
use crate::design::timeline::{Timeline, TimelineItem};
use crate::prelude::pages::*;
use crate::web::clock::civil_date;
use crate::web::forms::entered;
use chrono_tz::Tz;
use domain::access::known_answer;
use domain::framework::MarkScheme;
use domain::sittings::{Now, Rounds};
use domain::standing::Outcome;

const OUTCOME: Field = Field::new("outcome");
const MARK: Field = Field::new("mark");
const REASON: Field = Field::written("reason");

/// Corrects the result that stands.
#[derive(Debug)]
pub struct CorrectResult;

impl Form for CorrectResult {
    const FIELDS: &'static [Field] = &[OUTCOME, MARK, REASON];
    type At = (SittingId, ResultId);
    const ROUTE: Route<Self::At> = paths::CORRECTION;

    async fn entered(cx: &RequestCx, (sitting, _): &Self::At, values: &Values) -> Vec<String> {
        let Ok(sitting) = store::sitting(cx.app.db.read(), *sitting).await else { return Vec::new() };
        let came =
            Outcome::from_code(values.get(OUTCOME)).map(|one| outcome(one, is_course(&sitting, &cx.app.catalogue)));
        entered([("Result", came.map(str::to_owned)), ("Mark", Some(values.get(MARK).trim().to_owned()))])
    }

    async fn act(_cx: &RequestCx, tx: &Tx, (sitting, result): Self::At, values: &Values) -> Result<Done, Stop> {
        let scheme = marks_of(tx.may(actions::ManageSitting, sitting).await?.state(), tx.catalogue());
        let may = tx.may(actions::CorrectResult, result).await?;
        let before = may.state();
        if before.sitting != sitting {
            return Err(AppError::NotFound.into());
        }
        let done = Done::to(paths::SITTING.to(sitting));
        if before.now == Now::Corrected {
            let history = store::history(&tx.read().await?, before).await?;
            let stands = history.stands().ok_or(AppError::NotFound)?;
            return Err(Stop::Instead(overtaken(done, before, stands, may.permit().by())));
        }
        let (new, reason) = parse((values, scheme.as_ref()), before)?;
        store::correct(&may, new, &reason).await?;
        let name = &before.name;
        Ok(done.saying(format!(
            "The correction of {name}’s result is recorded. It waits for a second person, who confirms it."
        )))
    }
}

/// What came of the sitting, the mark, and why the earlier result was wrong.
fn parse(
    (values, scheme): (&Values, Option<&MarkScheme>),
    before: &OneResult,
) -> Result<((Outcome, Option<String>), String), Invalid> {
    let mut invalid = Invalid::default();
    let outcome = Outcome::from_code(values.get(OUTCOME));
    if outcome.is_none() {
        invalid.add(OUTCOME.name, "Choose what the result should have been");
    }
    // Who was not there has no mark: the field still holds the one of the earlier result.
    let typed = if outcome == Some(Outcome::NotSat) { "" } else { values.get(MARK) };
    let mark = invalid.take(MARK.name, mark(scheme, typed, ""));
    if let (Some(outcome), Some(mark)) = (outcome, &mark)
        && (outcome, mark) == (before.outcome, &before.mark)
    {
        invalid.add(OUTCOME.name, "Change the result or the mark: both are the same as before");
    }
    let reason = fields::text(values.get(REASON), "why the result was wrong", 1000);
    let reason = invalid.take(REASON.name, reason);
    match (outcome, mark, reason) {
        (Some(outcome), Some(mark), Some(reason)) if invalid.is_empty() => Ok(((outcome, mark), reason)),
        _ => Err(invalid),
    }
}

/// The result was corrected since the page was opened: by someone else, or by this person in another window.
fn overtaken(done: Done, before: &OneResult, stands: &Recorded, who: PersonId) -> Done {
    if stands.recorded_by == who {
        done.saying(format!("You have corrected {}’s result already.", before.name))
    } else {
        let by = &stands.recorded_by_name;
        done.warning(format!("{by} corrected this result meanwhile. Nothing was saved."))
    }
}

/// The form for the result that stands; for an earlier one only its history.
///
/// # Errors
/// [`AppError::NotFound`] where there is none or it is not of this sitting.
pub async fn page(cx: RequestCx, (id, result_id): (SittingId, ResultId)) -> Result<Page, AppError> {
    let db = cx.app.db.read();
    let sitting = store::sitting(db, id).await?;
    permit(cx.actor()?, actions::ManageSitting, &sitting.subject())?;
    let found = store::result(db, result_id).await?;
    if found.sitting != id {
        return Err(AppError::NotFound);
    }
    let history = store::history(db, &found).await?;
    let form = Sheet::<CorrectResult>::on(&cx, &(id, result_id)).await?;
    let today = cx.day_of_version(&sitting.framework_slug, &sitting.framework_version);
    let officers = store::officers(db, sitting.provider_id, today).await?;
    // As the list calls them from which one comes, where another candidate has the same name.
    let candidate = store::candidates_of(db, &sitting, &[found.enrolment], today).await?.pop();
    let has_ended = candidate.as_ref().is_some_and(|one| one.has_ended);
    let subject = sitting.subject_to_correct((found.trainee, has_ended), (found.correction_by(), &officers));
    let corrects = known_answer(cx.actor()?, actions::CorrectResult, &subject)?;
    let name = candidate.map_or_else(|| found.name.clone(), |one| one.name);
    let is_to_correct = corrects.is_ok() && found.now != Now::Corrected;
    let title = if is_to_correct { format!("Correct the result of {name}") } else { format!("The result of {name}") };
    Ok(Page::new(title.clone(), move || {
        let is_course = is_course(&sitting, &cx.app.catalogue);
        let zone = cx.app.catalogue.zone_of_version(&sitting.framework_slug, &sitting.framework_version);
        let (_, element) = of_sitting(&sitting, &cx.app.catalogue);
        let until_then = match history.counts(Recorded::is_confirmed) {
            Some((_, counts)) if counts.outcome == Outcome::NotSat => "it stands that they were not at this sitting",
            Some(_) => "the earlier result counts",
            None => "no result counts, because the earlier one was not confirmed",
        };
        let intro =
            format!("A correction counts when someone else confirms it. Until then {until_then}. Both stay visible.");
        let intro = if is_to_correct { intro } else { String::new() };
        let correction = match corrects {
            _ if found.now == Now::Corrected => overtaken_by_newer(&history),
            Err(why) => view! { <p>{why.to_string()}</p> }.into_any(),
            Ok(()) => draw(&form, &found, (is_course, marks_of(&sitting, &cx.app.catalogue))),
        };
        view! {
            <BackLink href=paths::SITTING.to(id) label="The sitting"/>
            <Heading
                title=title
                eyebrow=format!("{element}, {}", words::date(sitting.held_on))
                intro=intro
            />
            {correction}
            <Section id="history" title="What was recorded">
                <Timeline items=timeline(&history, is_course, zone)/>
            </Section>
        }
    })
    .reading())
}

fn overtaken_by_newer(history: &Rounds<Recorded>) -> AnyView {
    let newest = history.stands().map(|newest| paths::CORRECTION.to((newest.sitting, newest.id)));
    view! { <p>"A newer result is recorded, and only that one can be corrected. "<a href=newest>"Go to the newest result"</a></p> }.into_any()
}

fn draw(form: &Sheet<CorrectResult>, before: &OneResult, (is_course, marks): (bool, Option<MarkScheme>)) -> AnyView {
    let hint = marks.map(|marks| format!("A mark is {}.", marks.wanted()));
    let mark = before.mark.clone().unwrap_or_default();
    let not_sat = Choice::new(Outcome::NotSat.code(), outcome(Outcome::NotSat, is_course));
    let not_sat = not_sat.hinted("The result was recorded for the wrong person. It counts as no attempt.");
    let choices: Vec<Choice> = outcomes(is_course).into_iter().chain([not_sat]).collect();
    let (first, back) = (before.outcome.code(), paths::SITTING.to(before.sitting));
    form.around(view! {
        <Radios of=form.field_or(OUTCOME, first) legend="Result" options=choices/>
        <TextField of=form.field_or(MARK, mark) label="Mark" hint=hint optional=true width=FieldWidth::Short/>
        <TextArea
            of=form.field(REASON)
            label="Why the earlier result was wrong"
            hint="The trainee reads it, and so do their professional body and the officers who look at the history of the result."
            rows=3
        />
        <Buttons><Button label="Correct the result"/>" "<a href=back>"Cancel"</a></Buttons>
    })
}

/// Oldest first, as things happened.
fn timeline(history: &Rounds<Recorded>, is_course: bool, zone: Tz) -> Vec<TimelineItem> {
    let last = history.len().saturating_sub(1);
    let counting = history.counts(Recorded::is_confirmed).map(|(place, _)| place);
    let is_moved = history.iter().any(|one| Some(one.held_on) != history.first().map(|first| first.held_on));
    let item = |(place, version): (usize, Recorded)| {
        let result = result(version.outcome, version.mark.as_deref(), is_course);
        let verb = if version.reason.is_some() { "corrected" } else { "recorded" };
        let day = if is_moved { format!(" on {}", words::date(version.held_on)) } else { String::new() };
        let title = format!("{result}{day}: {verb} by {}", version.recorded_by_name);
        let confirmed = match (&version.confirmed, version.declined()) {
            (Some(Confirmed { by, on }), _) => format!("Confirmed by {by}, {}.", words::date(*on)),
            (None, Some(file)) if place == last => {
                format!(
                    "Declined with its file by {}, {}. It waits to be corrected or confirmed.",
                    file.by,
                    words::date(file.on)
                )
            }
            (None, _) if place == last => String::from("Provisional: it waits for a second person."),
            (None, _) => String::from("Never confirmed."),
        };
        let reason = version.reason.map(|reason| view! { <p>{format!("Reason: {reason}")}</p> });
        let counts = counting == Some(place);
        let replaced = match (place < last, counts) {
            (true, true) if version.outcome == Outcome::NotSat => Some("It stands until a correction is confirmed."),
            (true, true) => Some("It counts until a correction is confirmed."),
            (true, false) => Some("The next one took its place."),
            (false, _) => None,
        };
        let replaced = replaced.map(|text| view! { <p>{text}</p> });
        TimelineItem {
            on: words::instant(version.recorded_at, zone),
            at: Some(civil_date(version.recorded_at, zone).to_string()),
            title: title.into_any(),
            body: Some(view! { {reason}<p>{confirmed.clone()}</p>{replaced} }.into_any()),
            tone: match (place == last, counts) {
                (_, true) => Tone::Met,
                (false, false) => Tone::Later,
                (true, false) => Tone::Wait,
            },
        }
    };
    history.iter().cloned().enumerate().map(item).collect()
}
