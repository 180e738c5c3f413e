//! Recording the results of a sitting: a row for each candidate that has none.

use super::sitting::View;
use super::store::Entry;
use super::store::{self, Candidate, ToRecord};
use super::words::{is_course, mark, marks_of, outcomes, result as said};
use crate::design::field::{CellSelect, CellText, Hidden};
use crate::design::filter::nothing_found;
use crate::prelude::pages::*;
use crate::web::forms::Place;
use crate::web::names::by_name;
use crate::web::pages::PAGE;
use crate::web::tx::May;
use domain::framework::MarkScheme;
use domain::sittings::{LEFT, registered_later};
use domain::standing::Outcome;
use std::collections::HashMap;

pub(super) const OUTCOME: Field = Field::new("outcome");
const MARK: Field = Field::new("mark");
pub(super) const SEARCH: Field = Field::new("q");
pub(super) const AFTER: Field = Field::new("after");
/// Which button was pressed, where it is another than the one that records and stays: [`REST`], or the page that comes next.
const THEN: Field = Field::new("then");

/// Sets every result that is shown and not chosen yet.
const REST: &str = "rest";
/// The page that comes next is the first one.
const FIRST: &str = "first";
/// Where the form stands on the page.
const PLACE: Place = "record";

/// Records the results of several candidates, or none of them.
#[derive(Debug)]
pub struct RecordResults;

impl Form for RecordResults {
    const FIELDS: &'static [Field] = &[OUTCOME, MARK, SEARCH, AFTER, THEN];
    type At = SittingId;
    const ROUTE: Route<SittingId> = paths::SITTING;

    fn shown_on(id: &SittingId, values: &Values) -> String {
        paths::sitting_page(*id, values.get(SEARCH), (AFTER.name, values.get(AFTER)))
    }

    async fn act(_cx: &RequestCx, tx: &Tx, id: SittingId, values: &Values) -> Result<Done, Stop> {
        let (named, next) = (named(values)?, turned(values));
        let sitting = tx.may(actions::ManageSitting, id).await?;
        match values.get(THEN) {
            REST => return Err(Stop::Changed(with_the_rest(&next), PLACE)),
            // Nothing to record: the sheet goes on to the next page, and can still be sent where it was.
            then if !then.is_empty() && named.is_empty() => return Err(Stop::Changed(next, PLACE)),
            _ => {}
        }
        if named.len() > PAGE {
            let text = format!("Record the results of at most {PAGE} candidates at once, as many as a page shows");
            return Err(Invalid::one("record", text).into());
        }
        let left = store::left(&tx.read().await?, sitting.state(), &named, sitting.today()).await?;
        if !left.is_empty() {
            return Err(of_who_left(values, left, (named.len(), is_course(sitting.state(), tx.catalogue()))).into());
        }
        let recording = named.iter().map(|enrolment| (id, *enrolment)).collect();
        let all = tx.may_all(actions::RecordResult, recording).await?;
        let scheme = marks_of(sitting.state(), tx.catalogue());
        let (of, held_on) = (sitting.state().provider_id, sitting.state().held_on);
        let since = store::candidates_since(&tx.read().await?, of, &named).await?;
        let candidates = by_name(all.iter().map(May::state).collect(), |one| &one.name);
        let is_course = is_course(sitting.state(), tx.catalogue());
        let entries = entries((values, scheme.as_ref(), is_course), &candidates, (held_on, &since))?;
        store::record(&all, sitting.state(), &entries, None).await?;
        let said = match entries.len() {
            0 => String::from("These results are recorded already."),
            1 => String::from("1 result is recorded. It counts when someone else confirms it."),
            n => format!("{n} results are recorded. They count when someone else confirms them."),
        };
        Ok(Done::to(Self::shown_on(&id, &next)).saying(said))
    }
}

/// That some are no candidates any more, each with what was entered: no row of the page shows it again.
fn of_who_left(values: &Values, left: HashMap<EnrolmentId, String>, (entered, is_course): (usize, bool)) -> Invalid {
    let mut invalid = Invalid::default();
    let others = entered > left.len();
    for (id, name) in by_name(left.into_iter().collect::<Vec<_>>(), |(_, name)| name.as_str()) {
        let (outcome, mark) = (values.get(OUTCOME.of(id)).trim(), values.get(MARK.of(id)).trim());
        let yours = match Outcome::from_code(outcome) {
            Some(outcome) => said(outcome, Some(mark).filter(|mark| !mark.is_empty()), is_course),
            None => format!("mark {mark}"),
        };
        let what = match others {
            true => format!("Record the others without {name}"),
            false => format!("No result of {name} can be recorded"),
        };
        invalid.add(PLACE, format!("{what}: {LEFT}. You entered {yours}"));
    }
    invalid
}

/// The form as it stands on the page that comes next.
fn turned(values: &Values) -> Values {
    let mut next = values.clone();
    match next.take(THEN.name).as_deref() {
        None | Some(REST) => {}
        Some(FIRST) => next.set(AFTER, ""),
        Some(last) => next.set(AFTER, last),
    }
    next
}

/// The form with every result that is not chosen set to a pass.
fn with_the_rest(values: &Values) -> Values {
    let mut set = values.clone();
    let open = values.each(OUTCOME).filter(|(_, outcome)| outcome.is_empty());
    open.for_each(|(id, _)| set.set(OUTCOME.of(id), Outcome::Pass.code()));
    set
}

/// The candidates for whom something was entered; a name of a field that names nobody is the form of nobody.
fn named(values: &Values) -> Result<Vec<EnrolmentId>, AppError> {
    let filled = values.each(OUTCOME).chain(values.each(MARK));
    let filled = filled.filter(|(_, value)| !value.trim().is_empty());
    let mut named: Vec<EnrolmentId> =
        filled.map(|(id, _)| EnrolmentId::parse(id).ok_or(AppError::NotFound)).collect::<Result<_, _>>()?;
    named.sort_unstable();
    named.dedup();
    Ok(named)
}

/// The results of a filled-in list. Empty when everything in it is recorded already, as when it is sent twice.
fn entries(
    (values, scheme, is_course): (&Values, Option<&MarkScheme>, bool),
    candidates: &[&Candidate],
    (held_on, since): (NaiveDate, &HashMap<EnrolmentId, NaiveDate>),
) -> Result<Vec<Entry>, Invalid> {
    let mut invalid = Invalid::default();
    let mut entries = Vec::new();
    for candidate in candidates {
        let (outcome_field, mark_field) = (OUTCOME.of(candidate.enrolment_id), MARK.of(candidate.enrolment_id));
        let name = &candidate.name;
        let outcome = Outcome::from_code(values.get(&outcome_field).trim()).filter(|one| Outcome::SAT.contains(one));
        if outcome.is_none() {
            let text = format!("Choose the result of {name}, or clear the mark");
            invalid.add(&outcome_field, text);
        }
        if candidate.result.is_none()
            && let Some(why) = registered_later(since.get(&candidate.enrolment_id).copied(), held_on)
        {
            invalid.add(&outcome_field, format!("Clear the result of {name}: {why}"));
        }
        let mark = mark(scheme, values.get(&mark_field), &format!(" of {name}"));
        let mark = invalid.take(&mark_field, mark);
        let (Some(outcome), Some(mark)) = (outcome, mark) else {
            continue;
        };
        match &candidate.result {
            None => entries.push(Entry { enrolment: candidate.enrolment_id, outcome, mark }),
            Some(result) if result.outcome == outcome && result.mark == mark => {}
            Some(result) => invalid.add(
                &outcome_field,
                format!(
                    "{} recorded a result of {name} meanwhile, and yours ({}) was not saved. Look at it, and correct it if it is wrong",
                    result.recorded_by_name,
                    said(outcome, mark.as_deref(), is_course)
                ),
            ),
        }
    }
    if candidates.is_empty() {
        // The section and not a field in it: which candidates the page shows is not known here.
        invalid.add("record", "Choose the result of one candidate or more");
    }
    if invalid.is_empty() { Ok(entries) } else { Err(invalid) }
}

/// The form of one page of the list. A candidate whose result this person may not record has the reason in place of the
/// fields. Who need not sit the element any more is not listed.
pub(super) fn draw(view: &View<'_>, form: &Sheet<RecordResults>, page: ToRecord, links: AnyView) -> AnyView {
    let others = (page.left_out > 0).then(|| {
        let people = words::count(
            page.left_out,
            "candidate who has passed already or is exempt",
            "candidates who have passed already or are exempt",
        );
        view! { <p class="count">{format!("Not listed here: {people}. A search by name finds them.")}</p> }
    });
    if page.part.rows.is_empty() {
        let nobody = match (page.part.next, view.after) {
            (Some(_), _) => "Nobody on this page still needs a result. Go to the next page.",
            (None, Some(_)) => "Nobody further still needs a result.",
            (None, None) => "Nobody still needs a result.",
        };
        let none = nothing_found(view.search, &paths::SITTING.to(view.id), nobody);
        return view! { <p class="none" id="to-record">{none}</p>{links}{others} }.into_any();
    }
    let after = view.after.map(|last| last.to_string()).unwrap_or_default();
    let turn = |value: String, label| view! { <Button label=label tone=ButtonTone::Quiet name=THEN.name value=value/> };
    let first = view.after.map(|_| turn(FIRST.to_owned(), "Record and go to the first page"));
    let next = page.part.next.map(|last| turn(last.to_string(), "Record and go to the next page"));
    let rows = page.part.rows.into_iter().map(|candidate| row(view, form, candidate)).collect::<Vec<_>>();
    let rest = if view.is_course { "Fill in Completed for the others" } else { "Fill in Passed for the others" };
    let head = ["Candidate", "Attempt", "Result", "Mark (optional)"].map(String::from).to_vec();
    let marks =
        view.marks.as_ref().map(|marks| view! { <p class="hint">{format!("A mark is {}.", marks.wanted())}</p> });
    view! {
        {marks}
        <p class="hint">{format!("Leave a candidate at “Not recorded” to record the result later. “{rest}” below does so for every candidate of this page for whom you have chosen nothing. It records nothing yet: you can still change each. Record what you have entered before you search.")}</p>
        {form.around(view! {
            <Hidden name=SEARCH.name value=view.search.to_owned()/>
            <Hidden name=AFTER.name value=after/>
            <DataTable id="to-record" named_by="record-title" head=head rows=rows/>
            // The first button is what the Enter key presses.
            <Buttons>
                <Button label="Record results"/>
                <Button label=rest tone=ButtonTone::Quiet name=THEN.name value=REST/>
                {next}
                {first}
            </Buttons>
        })}
        {others}
    }
    .into_any()
}

fn row(view: &View<'_>, form: &Sheet<RecordResults>, candidate: Candidate) -> Vec<AnyView> {
    let subject = view.sitting.subject_of(candidate.whose());
    let (id, called) = (candidate.enrolment_id, candidate.name);
    let (outcome, mark) = match permit(view.actor, actions::RecordResult, &subject) {
        Err(why) => (view! { <span class="hint">{why.to_string()}</span> }.into_any(), ().into_any()),
        Ok(_) => {
            let (result, mark) = (format!("Result of {called}"), format!("Mark of {called}"));
            let options = outcomes(view.is_course);
            (
                view! { <CellSelect of=form.field_of(OUTCOME, id, "") label=result prompt="Not recorded" options=options/> }.into_any(),
                view! { <CellText of=form.field_of(MARK, id, "") label=mark/> }.into_any(),
            )
        }
    };
    vec![called.into_any(), candidate.attempt.to_string().into_any(), outcome, mark]
}
