//! What the verification of a stage stands on: how many of its outcomes are met, who signed them, and each of them for those
//! who ask.

use crate::features::frameworks::map::{called, tone, word};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use crate::web::names::in_order;
use domain::framework::NodeIx;
use domain::sign_off::outcomes_of_stage;
use domain::standing::State;
use domain::text::list;
use std::collections::BTreeMap;

/// What still has to be met before the stage can be verified, for a table with "What" and "State".
pub(super) fn missing_rows(case: &Case, missing: Vec<NodeIx>) -> Vec<Vec<AnyView>> {
    missing
        .into_iter()
        .map(|ix| {
            let node = case.framework.node(ix);
            let state = case.standing.state(ix);
            let (done, of) = case.standing.progress(&case.framework, ix);
            vec![
                view! { <a href=paths::node(case.id, &node.id)>{called(&case.framework, ix)}</a> }.into_any(),
                view! { <Tag tone=tone(state) label=word(state)/>{format!(" {done} of {of}")} }.into_any(),
            ]
        })
        .collect()
}

/// One sentence, and the outcomes folded below it: names and titles, nothing of what was written.
pub fn basis_view(case: &Case, verification: NodeIx) -> AnyView {
    let outcomes: Vec<NodeIx> = outcomes_of_stage(&case.framework, verification).collect();
    if outcomes.is_empty() {
        return view! { <p>"This stage asks for no claims."</p> }.into_any();
    }
    let rows = outcomes.iter().map(|outcome| row(case, *outcome)).collect::<Vec<_>>();
    view! {
        <p><b>{in_a_sentence(case, &outcomes)}</b></p>
        <details>
            <summary>"Each outcome, and who signed it"</summary>
            <DataTable caption="Outcomes" caption_hidden=true head=["Outcome", "Signed by", "Examples", "State"].map(String::from).to_vec() rows=rows/>
        </details>
    }
    .into_any()
}

fn row(case: &Case, outcome: NodeIx) -> Vec<AnyView> {
    let node = case.framework.node(outcome);
    let (done, of) = case.standing.progress(&case.framework, outcome);
    let state = case.standing.state(outcome);
    vec![
        view! { <a href=paths::node(case.id, &node.id)>{called(&case.framework, outcome)}</a> }.into_any(),
        names(case, &signers(case, outcome)).join(", ").into_any(),
        format!("{done} of {of}").into_any(),
        view! { <Tag tone=tone(state) label=word(state)/> }.into_any(),
    ]
}

/// "9 of 9 outcomes met, signed by Ruth Hale (8) and Jonas Brandt (1)."
fn in_a_sentence(case: &Case, outcomes: &[NodeIx]) -> String {
    let met = |ix: &&NodeIx| case.standing.state(**ix) == State::Met;
    let mut signed: BTreeMap<&str, usize> = BTreeMap::new();
    for signer in outcomes.iter().filter(met).flat_map(|outcome| signers(case, *outcome)) {
        *signed.entry(signer).or_default() += 1;
    }
    let name_of = |signer| case.facts.file().name_of(signer);
    let mut signed: Vec<(&str, usize)> = signed.into_iter().map(|(signer, times)| (name_of(signer), times)).collect();
    signed.sort_by(|(one, more), (other, less)| less.cmp(more).then_with(|| in_order(one, other)));
    let names: Vec<String> = signed.iter().map(|(name, times)| format!("{name} ({times})")).collect();
    let by = if names.is_empty() { String::new() } else { format!(", signed by {}", list(&names)) };
    format!("{} of {} outcomes met{by}.", outcomes.iter().filter(met).count(), outcomes.len())
}

/// The ids of those who decided the claims that counted for an outcome, each once: two people may have one name.
fn signers(case: &Case, outcome: NodeIx) -> Vec<&str> {
    let counted: Vec<&str> = case.standing.counted(&case.framework, outcome);
    let claims = case.facts.file().claims.iter();
    let decisions = claims.filter(|claim| counted.contains(&claim.id.as_str()));
    let mut signers = Vec::new();
    for decision in decisions.filter_map(|claim| claim.decision.as_ref()) {
        if !signers.contains(&decision.by.as_str()) {
            signers.push(&decision.by);
        }
    }
    signers
}

fn names<'a>(case: &'a Case, signers: &[&'a str]) -> Vec<&'a str> {
    signers.iter().map(|signer| case.facts.file().name_of(signer)).collect()
}
