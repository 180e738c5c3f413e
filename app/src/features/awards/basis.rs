//! What the decision on an application stands on, as of today: the reasons, and both keys of each stage that the status asks for.

use super::store::Application;
use crate::design::reason::Reasons;
use crate::features::frameworks::map::{reason_items, tone, word};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;
use domain::standing::{Key, KeyProblem, State, parts_in_words};

/// The whole of it; the stages that the status does not ask for are folded.
pub(super) fn basis(application: &Application, case: &Case) -> AnyView {
    let (framework, standing) = (&case.framework, &case.standing);
    let href = |node: &str| paths::node(case.id, node);
    let step_off = framework.step_off(&application.step_off).map(|(step_off, _)| step_off);
    let asked = step_off.map_or(&[][..], |step_off| framework.needs(step_off));
    let (asked, others): (Vec<NodeIx>, Vec<NodeIx>) =
        framework.stages().iter().copied().partition(|stage| asked.contains(stage));
    let why = step_off.map(|step_off| {
        let reasons = reason_items(standing.reasons(framework, step_off), &href);
        let (tone, label) = match standing.state(step_off) {
            State::Available => (Tone::Met, "Every requirement is met"),
            State::Met => (Tone::Held, "Held already"),
            _ => (Tone::Late, "Not every requirement is met"),
        };
        view! { <p><Tag tone=tone label=label/></p><Reasons items=reasons/> }
    });
    let rests_on = (!asked.is_empty()).then(|| stages(case, "Stages that the status needs, and their keys", &asked));
    let others = (!others.is_empty()).then(|| {
        view! { <details><summary>"The other stages"</summary>{stages(case, "Other stages, and their keys", &others)}</details> }
    });
    view! {
        <Section id="why" title=format!("Requirements of the status, on {}", words::date(standing.on()))>
            {why}
            {rests_on}
            {others}
        </Section>
    }
    .into_any()
}

fn stages(case: &Case, caption: &'static str, of: &[NodeIx]) -> AnyView {
    let rows: Vec<Vec<AnyView>> = of
        .iter()
        .map(|stage| {
            let node = case.framework.node(*stage);
            let state = case.standing.state(*stage);
            vec![
                view! { <a href=paths::node(case.id, &node.id)>{node.title.clone()}</a> }.into_any(),
                view! { <Tag tone=tone(state) label=word(state)/> }.into_any(),
                key_cell(case, *stage, Key::Results),
                key_cell(case, *stage, Key::Employer),
            ]
        })
        .collect();
    let head = ["Stage", "State", "Results key", "Employer key"].map(String::from).to_vec();
    view! { <DataTable caption=caption caption_hidden=true head=head rows=rows/> }.into_any()
}

fn key_cell(case: &Case, stage: NodeIx, key: Key) -> AnyView {
    let parts = case.standing.parts(&case.framework, stage, key);
    let begun = parts.iter().any(|part| part.done > 0);
    let (key, parts) = (case.standing.key(stage, key), parts_in_words(&parts));
    let (tone, label, text) = match (&key.because, key.turned) {
        (Some(KeyProblem::Absent(why)), _) => (Tone::Plain, "Not needed", why.clone()),
        (Some(KeyProblem::SamePerson(_)), _) => (
            Tone::Late,
            "Not turned",
            String::from("One person signed for both keys. A different person has to sign for one of them."),
        ),
        (Some(KeyProblem::NotProved) | None, true) => {
            (Tone::Met, "Turned", key.since.map_or(parts, |since| format!("since {}", words::date(since))))
        }
        (Some(KeyProblem::NotProved) | None, false) if begun => (Tone::Now, "Part turned", parts),
        (Some(KeyProblem::NotProved) | None, false) => (Tone::Later, "Not turned", parts),
    };
    view! { <div><Tag tone=tone label=label/><br/><span class="count">{text}</span></div> }.into_any()
}
