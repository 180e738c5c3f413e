//! The form in which results are recorded: a row for each candidate that has none.

use super::part::Part;
use super::sitting::View;
use super::words::outcomes;
use crate::design::field::{Button, Buttons, Hidden};
use crate::design::filter::nothing_found;
use crate::design::table::DataTable;
use crate::features::results::actions::RecordResults;
use crate::features::results::forms::{mark_field, outcome_field};
use crate::features::results::posted::posted_key;
use crate::features::results::store::Candidate;
use crate::paths;
use crate::web::words;
use domain::access::{actions, permit};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The form of one page of the list. A candidate whose result this person may not record has the reason in place of the
/// fields; `others` are not listed, because they need not sit the element any more.
pub(super) fn form(view: &View<'_>, part: Part, others: usize) -> AnyView {
    let links = part.links(view, "page");
    let others = (others > 0).then(|| {
        let people = words::count(others, "candidate is", "candidates are");
        view! { <p class="count">{format!("{people} not listed: met or exempt before this sitting. A search by name finds them too.")}</p> }
    });
    if part.candidates.is_empty() {
        let none = nothing_found(view.search, &paths::sitting(view.id), "Nobody still has to sit it.");
        return view! { <p class="none" id="to-record">{none}</p>{others} }.into_any();
    }
    let number = part.number().to_string();
    let rows = part
        .candidates
        .into_iter()
        .map(|candidate| row(view, candidate))
        .collect::<Vec<_>>();
    let head = ["Candidate", "Attempt", "Result", "Mark (optional)"]
        .map(String::from)
        .to_vec();
    let (sitting, search) = (view.id.to_string(), view.search.to_owned());
    view! {
        <p class="hint">"Leave a candidate at “Not recorded” to record the result later. Record what you have entered before you search or go to another page."</p>
        <form method="post" action=RecordResults::PATH novalidate>
            <Hidden name="sitting" value=sitting/>
            <Hidden name="q" value=search/>
            <Hidden name="page" value=number/>
            <DataTable id="to-record" caption="Candidates without a result" caption_hidden=true head=head rows=rows/>
            <Buttons><Button label="Record results"/></Buttons>
        </form>
        {links}
        {others}
    }
    .into_any()
}

fn row(view: &View<'_>, candidate: Candidate) -> Vec<AnyView> {
    let refused = permit(view.actor, actions::RecordResult, &view.sitting.subject_of(&candidate)).err();
    let (outcome, mark) = match refused {
        Some(why) => (
            view! { <span class="hint">{why.to_string()}</span> }.into_any(),
            ().into_any(),
        ),
        None => (outcome_cell(view, &candidate), mark_cell(view, &candidate)),
    };
    vec![
        candidate.name.into_any(),
        candidate.attempt.to_string().into_any(),
        outcome,
        mark,
    ]
}

fn outcome_cell(view: &View<'_>, candidate: &Candidate) -> AnyView {
    let id = outcome_field(candidate.enrolment_id);
    let name = format!("outcome[{}]", posted_key(candidate.enrolment_id));
    let value = view.form.value(&id, "");
    let options = outcomes(view.is_course)
        .into_iter()
        .map(|option| {
            let selected = option.value == value;
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect_view();
    let label = format!("Result of {}", candidate.name);
    let error = view.form.error(&id);
    let told = Told::new(&id, error.is_some());
    view! {
        <div class=told.class>
            <label class="unseen" for=id.clone()>{label}</label>
            {error_text(&id, error)}
            <select class="input short" id=id name=name aria-describedby=told.described_by aria-invalid=told.invalid>
                <option value="">"Not recorded"</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn mark_cell(view: &View<'_>, candidate: &Candidate) -> AnyView {
    let id = mark_field(candidate.enrolment_id);
    let name = format!("mark[{}]", posted_key(candidate.enrolment_id));
    let value = view.form.value(&id, "");
    let label = format!("Mark of {}", candidate.name);
    let error = view.form.error(&id);
    let told = Told::new(&id, error.is_some());
    view! {
        <div class=told.class>
            <label class="unseen" for=id.clone()>{label}</label>
            {error_text(&id, error)}
            <input class="input short" type="text" id=id name=name value=value autocomplete="off" aria-describedby=told.described_by aria-invalid=told.invalid/>
        </div>
    }
    .into_any()
}

/// What a field in a cell says of itself: the column's heading is its label to the eye, the hidden one to the ear.
struct Told {
    class: &'static str,
    described_by: Option<String>,
    invalid: Option<&'static str>,
}

impl Told {
    fn new(id: &str, is_wrong: bool) -> Self {
        Self {
            class: if is_wrong { "field has-error" } else { "field" },
            described_by: is_wrong.then(|| format!("{id}-error")),
            invalid: is_wrong.then_some("true"),
        }
    }
}

fn error_text(id: &str, error: Option<String>) -> Option<AnyView> {
    let id = format!("{id}-error");
    error.map(|error| view! { <p class="error" id=id><span class="unseen">"Error: "</span>{error}</p> }.into_any())
}
