//! The results that are recorded, and the form in which a second person confirms them.

use super::part::Part;
use super::sitting::View;
use super::words::result;
use crate::design::field::{Button, Buttons, Hidden};
use crate::design::filter::nothing_found;
use crate::design::table::DataTable;
use crate::design::tag::{Tag, Tone};
use crate::features::results::actions::ConfirmResults;
use crate::features::results::forms::outcome_field;
use crate::features::results::store::{Candidate, Recorded};
use crate::paths;
use crate::web::words;
use domain::access::{actions, permit};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The table, inside a form when this person may confirm any of it.
pub(super) fn table(view: &View<'_>, part: Part) -> AnyView {
    let links = part.links(view, "recorded");
    let confirmable = part
        .candidates
        .iter()
        .filter(|candidate| may_confirm(view, candidate))
        .count();
    let rows = part
        .candidates
        .into_iter()
        .map(|candidate| row(view, candidate))
        .collect::<Vec<_>>();
    let head = ["Candidate", "Attempt", "Result", "State", "Second person", "Change"]
        .map(String::from)
        .to_vec();
    let empty = nothing_found(view.search, &paths::sitting(view.id), "");
    let table = view! { <DataTable id="recorded" caption="Recorded results" caption_hidden=true head=head rows=rows empty=empty/> };
    if confirmable == 0 {
        return view! { {table}{links} }.into_any();
    }
    let sitting = view.id.to_string();
    view! {
        <form method="post" action=ConfirmResults::PATH novalidate>
            <Hidden name="sitting" value=sitting/>
            {table}
            <Buttons><Button label="Confirm the selected results"/></Buttons>
        </form>
        {links}
    }
    .into_any()
}

/// Whether the candidate's result waits for this person.
pub(super) fn may_confirm(view: &View<'_>, candidate: &Candidate) -> bool {
    candidate.result.is_some()
        && !candidate.is_confirmed()
        && permit(view.actor, actions::ConfirmResult, &view.sitting.subject_of(candidate)).is_ok()
}

fn row(view: &View<'_>, candidate: Candidate) -> Vec<AnyView> {
    let Some(stands) = &candidate.result else {
        return Vec::new();
    };
    // An error of the form above may speak of a result that someone else recorded meanwhile: its link leads here.
    let name = view! { <span id=outcome_field(candidate.enrolment_id) tabindex="-1">{candidate.name.clone()}</span> };
    vec![
        name.into_any(),
        candidate.attempt.to_string().into_any(),
        result(stands.outcome, stands.mark.as_deref(), view.is_course).into_any(),
        state_cell(stands),
        second_person_cell(view, &candidate, stands),
        change_cell(view, &candidate, stands),
    ]
}

fn state_cell(stands: &Recorded) -> AnyView {
    let (tone, label) = match stands.confirmed {
        Some(_) => (Tone::Met, "Confirmed"),
        None => (Tone::Wait, "Provisional"),
    };
    let verb = if stands.is_correction { "Corrected" } else { "Recorded" };
    let recorded = format!(
        "{verb} by {}, {}",
        stands.recorded_by_name,
        words::instant(stands.recorded_at)
    );
    view! { <div><Tag tone=tone label=label/><br/><span class="count">{recorded}</span></div> }.into_any()
}

fn second_person_cell(view: &View<'_>, candidate: &Candidate, stands: &Recorded) -> AnyView {
    if let Some((by, on)) = &stands.confirmed {
        return format!("Confirmed by {by}, {}", words::date(*on)).into_any();
    }
    if !may_confirm(view, candidate) {
        return "Waits for a colleague".into_any();
    }
    let id = format!("confirm-{}", stands.id);
    let value = stands.id.to_string();
    let of = format!(" the result of {}", candidate.name);
    view! {
        <div class="choice">
            <input type="checkbox" id=id.clone() name="result[]" value=value/>
            <div><label for=id>"Confirm"<span class="unseen">{of}</span></label></div>
        </div>
    }
    .into_any()
}

fn change_cell(view: &View<'_>, candidate: &Candidate, stands: &Recorded) -> AnyView {
    let may_correct = permit(view.actor, actions::RecordResult, &view.sitting.subject_of(candidate)).is_ok();
    let name = &candidate.name;
    let (label, of) = match (may_correct, stands.is_correction) {
        (true, false) => ("Correct", format!(" the result of {name}")),
        (true, true) => ("Correct, see history", format!(" of the result of {name}")),
        (false, true) => ("See history", format!(" of the result of {name}")),
        (false, false) => return ().into_any(),
    };
    let href = paths::correct_result(view.id, stands.id);
    view! { <a href=href>{label}<span class="unseen">{of}</span></a> }.into_any()
}
