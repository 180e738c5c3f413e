//! Confirming results that someone else recorded.

use super::record::{OUTCOME, SEARCH};
use super::sitting::View;
use super::store::{self, Candidate, Confirmed, OneResult, Recorded};
use super::words::{outcome, result};
use crate::design::field::Hidden;
use crate::design::filter::nothing_found;
use crate::features::record::store::ended_among;
use crate::prelude::pages::*;
use crate::web::forms::Place;
use crate::web::names::by_name;
use crate::web::pages::PAGE;
use chrono_tz::Tz;
use domain::sign_off::SigningKind;
use domain::sittings::Now;
use domain::standing::Outcome;
use sea_orm::ConnectionTrait;

const RESULT: Field = Field::new("result");
/// The results that the page shows and this person may confirm.
const SHOWN: Field = Field::new("shown");
/// After whom the page begins.
const AFTER: Field = Field::new("recorded");
/// The button that selects all shown.
const ALL: Field = Field::new("all");
/// Where the form stands on the page.
const PLACE: Place = "results";

/// Confirms several results. One that may not be confirmed refuses them all, one of an enrolment that has ended by name; one with which someone else was faster is named
/// afterwards.
#[derive(Debug)]
pub struct ConfirmResults;

impl Form for ConfirmResults {
    const FIELDS: &'static [Field] = &[RESULT, SHOWN, SEARCH, AFTER, ALL];
    type At = SittingId;
    const ROUTE: Route<SittingId> = paths::CONFIRMATION;

    fn shown_on(id: &SittingId, values: &Values) -> String {
        paths::sitting_page(*id, values.get(SEARCH), (AFTER.name, values.get(AFTER)))
    }

    async fn act(_cx: &RequestCx, tx: &Tx, sitting: SittingId, values: &Values) -> Result<Done, Stop> {
        tx.may(actions::ManageSitting, sitting).await?;
        if values.has(ALL) {
            return Err(Stop::Changed(with_all(values), PLACE));
        }
        let chosen = chosen(values)?;
        let ended = ended(&tx.read().await?, sitting, &chosen).await?;
        if !ended.is_empty() {
            let mut invalid = Invalid::default();
            let others = chosen.len() > ended.len();
            for name in ended {
                let text = match others {
                    true => format!("Confirm the others without {name}: their enrolment has ended"),
                    false => format!("The result of {name} can not be confirmed: their enrolment has ended"),
                };
                invalid.add(PLACE, text);
            }
            return Err(invalid.into());
        }
        let all = tx.may_all(actions::ConfirmResult, chosen).await?;
        if all.iter().any(|may| may.state().sitting != sitting) {
            return Err(AppError::NotFound.into());
        }
        let overtaken: Vec<String> = all.iter().filter_map(|may| overtaken_by(may.state())).collect();
        let left: Vec<_> = all.iter().filter(|may| overtaken_by(may.state()).is_none()).collect();
        store::confirm(&left).await?;
        let taken_back = left.iter().filter(|may| may.state().outcome == Outcome::NotSat).count();
        let said = said((left.len() - taken_back, taken_back), &overtaken);
        let done = Done::to(Self::shown_on(&sitting, values));
        Ok(if overtaken.is_empty() { done.saying(said) } else { done.warning(said) })
    }
}

/// The form with all selected that are shown.
fn with_all(values: &Values) -> Values {
    let mut all = values.clone();
    all.take(ALL.name);
    while all.take(RESULT.name).is_some() {}
    values.all(SHOWN.name).for_each(|shown| all.add(RESULT, shown));
    all
}

fn chosen(values: &Values) -> Result<Vec<ResultId>, Stop> {
    let chosen = values.all(RESULT.name).map(|id| ResultId::parse(id).ok_or(AppError::NotFound));
    let mut chosen: Vec<ResultId> = chosen.collect::<Result<_, _>>()?;
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        return Err(Invalid::one("results", "Choose one result or more to confirm").into());
    }
    if chosen.len() > PAGE {
        let text = format!("Confirm at most {PAGE} results at once, as many as a page shows");
        return Err(Invalid::one("results", text).into());
    }
    Ok(chosen)
}

/// Of whom of some results of a sitting the enrolment has ended, by name.
async fn ended(db: &impl ConnectionTrait, sitting: SittingId, chosen: &[ResultId]) -> Result<Vec<String>, AppError> {
    let results = store::results(db, chosen).await?;
    let enrolments: Vec<EnrolmentId> = results.iter().map(|one| one.enrolment).collect();
    let ended = ended_among(db, &enrolments).await?;
    let here = results.into_iter().filter(|one| one.sitting == sitting && ended.contains(&one.enrolment));
    Ok(by_name(here.map(|one| one.name).collect(), |name: &String| name.as_str()))
}

/// What someone else did with a result since the page was opened.
fn overtaken_by(result: &OneResult) -> Option<String> {
    let name = &result.name;
    match (result.now, &result.confirmed) {
        (Now::Corrected, _) => Some(format!("{name}: the result was corrected meanwhile. Look at the new one.")),
        (Now::Confirmed, Some(Confirmed { by, on })) => {
            Some(format!("{name}: confirmed already by {by}, {}.", words::date(*on)))
        }
        (Now::Confirmed | Now::Waits, _) => None,
    }
}

/// What was confirmed: results that count from now on, and corrections by which somebody was not there, who has none.
fn said((counting, taken_back): (usize, usize), overtaken: &[String]) -> String {
    let counting = match counting {
        0 if taken_back > 0 => None,
        0 => Some(String::from("Nothing was left to confirm.")),
        1 => Some(String::from("1 result is confirmed and counts.")),
        n => Some(format!("{n} results are confirmed and count.")),
    };
    let taken_back = match taken_back {
        0 => None,
        1 => {
            Some(String::from("It is confirmed that 1 candidate was not at this sitting: no result of theirs counts."))
        }
        n => Some(format!("It is confirmed that {n} candidates were not at this sitting: no result of theirs counts.")),
    };
    let all: Vec<String> = counting.into_iter().chain(taken_back).chain(overtaken.iter().cloned()).collect();
    all.join(" ")
}

/// The results that are recorded, inside the form when this person may confirm any of them.
pub(super) fn draw(
    view: &View<'_>,
    form: &Sheet<ConfirmResults>,
    candidates: Vec<Candidate>,
    links: AnyView,
) -> AnyView {
    let is_form = candidates.iter().any(|candidate| may_confirm(view, candidate));
    // What came back is confirmed by whoever chooses it, and not among all.
    let confirmable = candidates.iter().filter(|candidate| may_confirm(view, candidate));
    let confirmable = confirmable.filter_map(|candidate| candidate.result.as_ref());
    let confirmable: Vec<ResultId> =
        confirmable.filter(|result| result.declined().is_none()).map(|result| result.id).collect();
    let rows = candidates.into_iter().map(|candidate| row(view, form, candidate)).collect::<Vec<_>>();
    let head = ["Candidate", "Attempt", "Result", "State", "Second person", "Change"].map(String::from).to_vec();
    let empty = nothing_found(view.search, &paths::SITTING.to(view.id), "");
    let table = view! { <DataTable id="recorded" named_by="results-title" head=head rows=rows empty=empty/> };
    if !is_form {
        return view! { {table}{links} }.into_any();
    }
    let all = (confirmable.len() > 1).then(|| {
        let label = format!("Select all {} shown", confirmable.len());
        view! { <Button label=label tone=ButtonTone::Quiet name=ALL.name value="yes"/> }
    });
    let shown = confirmable.iter().map(|id| (SHOWN, id.to_string()));
    let after = view.after_recorded.map(|last| last.to_string()).unwrap_or_default();
    let hidden = shown.chain([(SEARCH, view.search.to_owned()), (AFTER, after)]);
    let hidden = hidden.map(|(field, value)| view! { <Hidden name=field.name value=value/> }).collect_view();
    let confirm = view! {
        {table}
        {hidden}
        <Buttons><Button label="Confirm the selected results"/>{all}</Buttons>
    };
    view! { {form.around(confirm)}{links} }.into_any()
}

/// Whether the candidate's result waits for this person.
pub(super) fn may_confirm(view: &View<'_>, candidate: &Candidate) -> bool {
    let waits = candidate.result.as_ref().filter(|_| !candidate.is_confirmed());
    waits.is_some_and(|result| {
        let verified_by = view.verifiers.get(&candidate.enrolment_id).cloned().unwrap_or_default();
        let subject = view.sitting.subject_of_result(candidate.whose(), result.recorded_by, verified_by);
        permit(view.actor, actions::ConfirmResult, &subject).is_ok()
    })
}

fn row(view: &View<'_>, form: &Sheet<ConfirmResults>, candidate: Candidate) -> Vec<AnyView> {
    let Some(stands) = &candidate.result else {
        return Vec::new();
    };
    // An error of the form above may speak of a result that someone else recorded meanwhile: its link leads here.
    let name = view! { <span id=OUTCOME.of(candidate.enrolment_id) tabindex="-1">{candidate.name.clone()}</span> };
    vec![
        name.into_any(),
        attempt(&candidate, stands).into_any(),
        result(stands.outcome, stands.mark.as_deref(), view.is_course).into_any(),
        state_cell(stands, view.is_course, view.zone),
        second_person_cell(view, form, (&candidate, stands)),
        change_cell(view, &candidate, stands),
    ]
}

/// Which go it is; who was not there used none.
fn attempt(candidate: &Candidate, stands: &Recorded) -> String {
    match stands.outcome {
        Outcome::NotSat if stands.confirmed.is_some() => String::from("None"),
        Outcome::NotSat | Outcome::Pass | Outcome::Fail => candidate.attempt.to_string(),
    }
}

fn state_cell(stands: &Recorded, is_course: bool, zone: Tz) -> AnyView {
    let declined = stands.declined();
    let (tone, label) = match stands.confirmed {
        Some(_) => (Tone::Met, "Confirmed"),
        None if declined.is_some() => (Tone::Late, "Declined"),
        None => (Tone::Wait, "Provisional"),
    };
    let declined = declined.map(|file| {
        let why = file.reason.as_deref().unwrap_or_default();
        let text = format!("Its file was declined by {}, {}: {why}", file.by, words::date(file.on));
        view! { <br/><span class="count">{text}</span> }
    });
    let verb = if stands.supersedes.is_some() { "Corrected" } else { "Recorded" };
    let when = words::instant(stands.recorded_at, zone);
    let recorded = format!("{verb} by {}, {when}", stands.recorded_by_name);
    let meanwhile = stands.counts_meanwhile.as_ref().map(|counts| {
        let verb = if counts.outcome == Outcome::NotSat { "stands" } else { "counts" };
        let day =
            if stands.held_on == counts.held_on { String::new() } else { format!(" on {}", words::date(counts.held_on)) };
        let mark = match (&counts.mark, &stands.mark) {
            (Some(mark), _) => format!(", {mark}"),
            (None, Some(_)) => String::from(", without a mark"),
            (None, None) => String::new(),
        };
        let came = outcome(counts.outcome, is_course);
        let text = format!("Until it is confirmed, the earlier one {verb}: {came}{mark}{day}.");
        let before = counts.reasons.iter().map(|reason| {
            view! { <br/><span class="count">{format!("It was corrected before, and nobody has confirmed that either: {reason}")}</span> }
        });
        view! { <br/><span class="count">{text}</span>{before.collect_view()} }
    });
    // Why it took another's place is what a second person looks at, and whoever comes later.
    let reason = stands.reason.as_ref();
    let reason =
        reason.map(|reason| view! { <br/><span class="count">{format!("Reason for the correction: {reason}")}</span> });
    view! { <div><Tag tone=tone label=label/><br/><span class="count">{recorded}</span>{declined}{reason}{meanwhile}</div> }
        .into_any()
}

fn second_person_cell(
    view: &View<'_>,
    form: &Sheet<ConfirmResults>,
    (candidate, stands): (&Candidate, &Recorded),
) -> AnyView {
    if let Some(Confirmed { by, on }) = &stands.confirmed {
        return format!("Confirmed by {by}, {}", words::date(*on)).into_any();
    }
    if !may_confirm(view, candidate) {
        return match (stands.declined(), view.own_keys.get(&candidate.enrolment_id)) {
            _ if candidate.has_ended => String::from("The enrolment has ended"),
            (Some(_), _) => String::from("Came back"),
            (None, Some((kind, on))) => {
                format!("Waits for a colleague: you {} on {}", signed(*kind), words::date(*on))
            }
            (None, None) => String::from("Waits for a colleague"),
        }
        .into_any();
    }
    let id = format!("confirm-{}", stands.id);
    let of = format!(" the result of {}", candidate.name);
    let value = stands.id.to_string();
    let chosen = form.field_with(RESULT, []).values.contains(&value);
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name=RESULT.name value=value checked=chosen/>
            <div><label for=id>"Confirm"<span class="unseen">{of}</span></label></div>
        </div>
    }
    .into_any()
}

/// What somebody did at work who turned the employer's key of a stage.
fn signed(kind: SigningKind) -> &'static str {
    match kind {
        SigningKind::Stage => "verified the stage",
        SigningKind::Claim => "found a claim of it met",
        SigningKind::Experience => "confirmed work of it",
    }
}

fn change_cell(view: &View<'_>, candidate: &Candidate, stands: &Recorded) -> AnyView {
    let subject = view.sitting.subject_to_correct(candidate.whose(), (stands.correction_by(), view.officers));
    let may_correct = permit(view.actor, actions::CorrectResult, &subject).is_ok();
    let name = &candidate.name;
    let (label, of) = match (may_correct, stands.supersedes.is_some()) {
        (true, false) => ("Correct", format!(" the result of {name}")),
        (true, true) => ("Correct, see history", format!(" of the result of {name}")),
        (false, true) => ("See history", format!(" of the result of {name}")),
        (false, false) => return ().into_any(),
    };
    let href = paths::CORRECTION.to((view.id, stands.id));
    view! { <a href=href>{label}<span class="unseen">{of}</span></a> }.into_any()
}
