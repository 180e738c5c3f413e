//! Choosing the outcome of a new claim.

use super::begin::is_outcome;
use crate::design::filter::{Filter, nothing_found};
use crate::features::frameworks::map::{called, tone, word};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;

/// The outcomes that can be claimed: those of the present stage that are not met first, the others folded.
pub fn draw(case: &Case, search: String) -> AnyView {
    let found = case
        .framework
        .in_file_order()
        .map(|(ix, _)| ix)
        .filter(|ix| is_outcome(&case.framework, *ix) && words::is_found(&called(&case.framework, *ix), &search));
    let present = case.standing.current_stage(&case.framework);
    let is_first = |ix: &NodeIx| {
        let stage = case.framework.node(*ix).stage;
        !case.standing.state(*ix).counts() && (stage.is_none() || stage == present)
    };
    // A person who searches, or is on no stage, is shown everything at once.
    let (first, rest): (Vec<NodeIx>, Vec<NodeIx>) =
        found.partition(|ix| !search.trim().is_empty() || present.is_none() || is_first(ix));
    let others = (!rest.is_empty()).then(|| {
        let rows = rest.into_iter().map(|ix| row(case, ix)).collect::<Vec<_>>();
        let summary = format!("{} more: met already, or of other stages", rows.len());
        view! {
            <details>
                <summary>{summary}</summary>
                <DataTable caption="Other outcomes" caption_hidden=true head=head() rows=rows/>
            </details>
        }
    });
    let rows = first.into_iter().map(|ix| row(case, ix)).collect::<Vec<_>>();
    let all = format!("{}?enrolment={}", paths::NEW_CLAIM.to(()), case.id);
    let empty = if others.is_some() {
        view! { "Every outcome of your stage is met." }.into_any()
    } else {
        nothing_found(&search, &all, "This framework has no outcome to claim.")
    };
    view! {
        <BackLink href=paths::CLAIMS.to(()) label="Claims"/>
        <Heading title="Which outcome does the work show?" intro="One claim, one outcome. The same work may be claimed for several."/>
        <Filter label="Filter outcomes" value=search list="outcome-list" keep=vec![("enrolment", case.id.to_string())]/>
        <DataTable id="outcome-list" named_by="page-title" head=head() rows=rows empty=empty/>
        {others}
    }
    .into_any()
}

fn head() -> Vec<String> {
    ["Outcome", "Stage", "State"].map(String::from).to_vec()
}

fn row(case: &Case, ix: NodeIx) -> Vec<AnyView> {
    let node = case.framework.node(ix);
    let (done, of) = case.standing.progress(&case.framework, ix);
    let state = case.standing.state(ix);
    let stage = node.stage.map(|stage| case.framework.node(stage).title.clone());
    let progress = (of > 1).then(|| format!(" {done} of {of}"));
    vec![
        view! { <a href=paths::new_claim(case.id, &node.id)>{called(&case.framework, ix)}</a> }.into_any(),
        stage.unwrap_or_default().into_any(),
        view! { <Tag tone=tone(state) label=word(state)/>{progress} }.into_any(),
    ]
}
