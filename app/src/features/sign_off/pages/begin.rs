//! A new claim: of which outcome, and its beginning.

use crate::design::back::BackLink;
use crate::design::field::{Button, Buttons, Hidden};
use crate::design::filter::{Filter, nothing_found};
use crate::design::heading::Heading;
use crate::design::table::DataTable;
use crate::design::tag::Tag;
use crate::error::AppError;
use crate::features::enrolments::store::{self as enrolments, Case};
use crate::features::frameworks::map::{called, tone, word};
use crate::features::sign_off::actions::BeginClaim;
use crate::features::sign_off::request::{meaning_view, unpublished_view};
use crate::paths;
use crate::web::page::{Page, page};
use crate::web::random;
use crate::web::words;
use domain::access::actions;
use domain::framework::{CompetencyLevel, NodeIx, NodeKind};
use domain::ids::EnrolmentId;
use domain::standing::State;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// A new claim: which outcome, and what it asks.
#[component]
pub fn NewClaim() -> impl IntoView {
    page(|cx, params| async move {
        let asked = params.query("enrolment");
        let id = if asked.is_empty() {
            // An address that was typed or kept: the first enrolment is meant, most people have one.
            let person = cx.person.as_deref().ok_or(AppError::SignedOut)?;
            person.enrolments.first().cloned().ok_or(AppError::NotFound)?
        } else {
            EnrolmentId::parse(&asked).ok_or(AppError::NotFound)?
        };
        let (case, _) = enrolments::case_for(&cx, id, actions::WriteClaim).await?;
        match case.framework.find(&params.query("outcome")) {
            Some(ix) if is_outcome(&case, ix) => Ok(begin_page(&case, ix)),
            _ => Ok(choose_page(&case, params.query("q"))),
        }
    })
}

fn is_outcome(case: &Case, ix: NodeIx) -> bool {
    matches!(
        case.framework.node(ix).kind,
        NodeKind::Competency(CompetencyLevel::Outcome)
    )
}

fn choose_page(case: &Case, search: String) -> Page {
    let found = case
        .framework
        .in_file_order()
        .map(|(ix, _)| ix)
        .filter(|ix| is_outcome(case, *ix) && words::is_found(&called(&case.framework, *ix), &search));
    let present = case.standing.current_stage(&case.framework);
    let is_first = |ix: &NodeIx| {
        let stage = case.framework.node(*ix).stage;
        !case.standing.state(*ix).counts() && (stage.is_none() || stage == present)
    };
    // Whoever searches, or is on no stage, is shown everything at once.
    let (first, rest): (Vec<NodeIx>, Vec<NodeIx>) =
        found.partition(|ix| !search.trim().is_empty() || present.is_none() || is_first(ix));
    let others = (!rest.is_empty()).then(|| {
        let rows = rest.into_iter().map(|ix| row(case, ix)).collect::<Vec<_>>();
        let summary = format!("{} more, met already or of other stages", rows.len());
        view! {
            <details>
                <summary>{summary}</summary>
                <DataTable caption="Other outcomes" caption_hidden=true head=head() rows=rows/>
            </details>
        }
    });
    let rows = first.into_iter().map(|ix| row(case, ix)).collect::<Vec<_>>();
    let all = format!("{}?enrolment={}", paths::NEW_CLAIM, case.id);
    let empty = if others.is_some() {
        view! { "Every outcome of your stage is met." }.into_any()
    } else {
        nothing_found(&search, &all, "This framework has no outcome to claim.")
    };
    Page::new(
        "Which outcome?",
        view! {
            <BackLink href=paths::CLAIMS label="Claims"/>
            <Heading title="Which outcome does the work show?" lede="One claim, one outcome. The same work may be claimed for several."/>
            <Filter label="Filter outcomes" value=search list="outcome-list" keep=vec![("enrolment", case.id.to_string())]/>
            <DataTable id="outcome-list" caption="Outcomes" caption_hidden=true head=head() rows=rows empty=empty/>
            {others}
        },
    )
}

fn head() -> Vec<String> {
    ["Outcome", "Stage", "State"].map(String::from).to_vec()
}

fn row(case: &Case, ix: NodeIx) -> Vec<AnyView> {
    let node = case.framework.node(ix);
    let (done, of) = case.standing.progress(ix);
    let state = case.standing.state(ix);
    let stage = node.stage.map(|stage| case.framework.node(stage).title.clone());
    let progress = (of > 1).then(|| format!(" {done} of {of}"));
    vec![
        view! { <a href=paths::new_claim(case.id, &node.id)>{called(&case.framework, ix)}</a> }.into_any(),
        stage.unwrap_or_default().into_any(),
        view! { <Tag tone=tone(state) label=word(state)/>{progress} }.into_any(),
    ]
}

fn begin_page(case: &Case, ix: NodeIx) -> Page {
    let node = case.framework.node(ix);
    let (done, of) = case.standing.progress(ix);
    let title = format!("Claim {}", called(&case.framework, ix));
    let unpublished = unpublished_view(case.framework.unpublished(ix));
    let closed = (case.standing.state(ix) == State::Blocked).then(|| {
        view! { <p>"This is not open to you yet. You can claim it, and it counts once what comes first is there."</p> }
    });
    let meaning = case
        .framework
        .meaning(ix)
        .map(|meaning| meaning_view(meaning.to_owned()));
    let counted = if done >= of && of > 0 {
        String::from("It is met already. A further claim does no harm and counts no more.")
    } else {
        format!(
            "{done} of {} met so far.",
            words::count(of as usize, "example", "examples")
        )
    };
    Page::new(
        title.clone(),
        view! {
            <BackLink href=paths::node(case.id, &node.id) label=node.title.clone()/>
            <Heading title=title lede=counted/>
            {meaning}
            {closed}
            {unpublished}
            <ol>
                <li>"Say what you did, and when."</li>
                <li>"Add evidence: a text, a link or a file. Remove names of clients and other people from it first."</li>
                <li>"Send it to the person who supervised the work."</li>
            </ol>
            <form method="post" action=BeginClaim::PATH>
                <Hidden name="enrolment" value=case.id.to_string()/>
                <Hidden name="outcome" value=node.id.clone()/>
                <Hidden name="form_key" value=random::token()/>
                <Buttons><Button label="Begin"/></Buttons>
            </form>
        },
    )
    .reading()
}
