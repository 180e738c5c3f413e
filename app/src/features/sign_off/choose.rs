//! Choosing the outcome of a new claim.

use super::begin::is_outcome;
use super::store::unfinished::Begun;
use crate::design::filter::{Filter, nothing_found};
use crate::features::frameworks::map::{called, tone, word};
use crate::features::record::store::Case;
use crate::features::record::waiting;
use crate::prelude::pages::*;
use domain::framework::NodeIx;

/// The outcomes that can be claimed: those of the present stage that are not met first, the others folded.
pub fn draw(case: &Case, drafts: &[Begun], search: String) -> AnyView {
    let framework = &case.framework;
    let outcomes = || framework.in_file_order().map(|(ix, _)| ix).filter(|ix| is_outcome(framework, *ix));
    let found = outcomes().filter(|ix| words::is_found(&called(framework, *ix), &search));
    let present = case.standing.current_stages(framework);
    let is_present = |ix: NodeIx| framework.node(ix).stage.is_none_or(|stage| present.contains(&stage));
    // A person who searches, or is on no stage that has outcomes, is shown everything at once.
    let all = !search.trim().is_empty() || !outcomes().any(is_present);
    let (first, rest): (Vec<NodeIx>, Vec<NodeIx>) =
        found.partition(|ix| all || (is_present(*ix) && !case.standing.state(*ix).counts()));
    let others = (!rest.is_empty()).then(|| {
        let rows = rest.into_iter().map(|ix| row(case, drafts, ix)).collect::<Vec<_>>();
        let summary = format!("{} more outcomes: already met, or of other stages", rows.len());
        view! {
            <details>
                <summary>{summary}</summary>
                <DataTable caption="Other outcomes" caption_hidden=true head=head() rows=rows/>
            </details>
        }
    });
    let rows = first.into_iter().map(|ix| row(case, drafts, ix)).collect::<Vec<_>>();
    let all = format!("{}?enrolment={}", paths::NEW_CLAIM.to(()), case.id);
    let empty = if others.is_some() {
        view! { "Every outcome of your stage is met." }.into_any()
    } else {
        nothing_found(&search, &all, "This framework has no outcome to claim.")
    };
    view! {
        <BackLink href=paths::claims(case.id) label="Claims"/>
        <Heading title="Which outcome does the work show?" intro="Each claim is of one outcome. You can use the same work in several claims."/>
        <Filter label="Filter outcomes" value=search list="outcome-list" keep=vec![("enrolment", case.id.to_string())]/>
        <DataTable id="outcome-list" named_by="page-title" head=head() rows=rows empty=empty/>
        {others}
    }
    .into_any()
}

fn head() -> Vec<String> {
    ["Outcome", "Stage", "State"].map(String::from).to_vec()
}

fn row(case: &Case, drafts: &[Begun], ix: NodeIx) -> Vec<AnyView> {
    let node = case.framework.node(ix);
    let (done, of) = case.standing.progress(&case.framework, ix);
    let state = case.standing.state(ix);
    let stage = node.stage.map(|stage| case.framework.node(stage).title.clone());
    let progress = (of > 1).then(|| format!(" {done} of {of}"));
    let sent = case.lies_with(&node.id);
    let sent = sent.map(|sent| view! { <br/><span class="count">{waiting::since(case, sent)}</span> });
    let begun = drafts.iter().any(|one| one.outcome == node.id);
    let begun = begun.then(|| view! { <br/><span class="count">"You have a draft of it"</span> });
    vec![
        view! { <a href=paths::new_claim(case.id, &node.id)>{called(&case.framework, ix)}</a> }.into_any(),
        stage.unwrap_or_default().into_any(),
        view! { <Tag tone=tone(state) label=word(state)/>{progress}{sent}{begun} }.into_any(),
    ]
}
