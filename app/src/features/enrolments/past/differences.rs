//! What the two readings of a past day say differently.

use super::{Past, Reading};
use crate::features::frameworks::map::{called, word};
use crate::features::record::store::Case;
use crate::prelude::pages::*;
use domain::framework::NodeIx;
use domain::standing::{Key, Standing};

/// What stands differently, of these nodes, in both readings.
pub(super) fn differences(case: &Case, past: &Past, nodes: impl Iterator<Item = NodeIx>) -> AnyView {
    let [then, now] = [Reading::Then, Reading::Now].map(|reading| case.standing_on(past.on, past.known(reading)));
    let rows: Vec<Vec<AnyView>> = nodes
        .filter(|ix| case.shows(*ix))
        .flat_map(|ix| lines(case, ix, [&then, &now]))
        .filter(|(_, then, now)| then != now)
        .map(|(what, then, now)| vec![what.into_any(), then.into_any(), now.into_any()])
        .collect();
    let content = if rows.is_empty() {
        view! { <p>"Both readings say the same."</p> }.into_any()
    } else {
        let head = vec![
            String::from("What"),
            format!("As we knew it on {}", words::date(past.on)),
            String::from("As we know it today"),
        ];
        view! { <DataTable caption="What differs" caption_hidden=true head=head rows=rows/> }.into_any()
    };
    view! { <Section id="differs" title="What differs between the two readings">{content}</Section> }.into_any()
}

/// A node, and the keys of a stage, in both readings.
fn lines(case: &Case, ix: NodeIx, readings: [&Standing; 2]) -> Vec<(String, String, String)> {
    let title = called(&case.framework, ix);
    let [then, now] = readings.map(|standing| {
        let since = standing.since(ix).map(|since| format!(" since {}", words::date(since)));
        format!("{}{}", word(case.state_in(standing, ix)), since.unwrap_or_default())
    });
    let mut lines = vec![(title.clone(), then, now)];
    if case.framework.stages().contains(&ix) {
        for (key, name) in [(Key::Results, "results key"), (Key::Employer, "employer key")] {
            let [then, now] = readings.map(|standing| turned(standing, ix, key));
            lines.push((format!("{title}, {name}"), then, now));
        }
    }
    lines
}

fn turned(standing: &Standing, stage: NodeIx, key: Key) -> String {
    let key = standing.key(stage, key);
    match (key.turned, key.since) {
        (false, _) => String::from("not turned"),
        (true, None) => String::from("turned"),
        (true, Some(since)) => format!("turned {}", words::date(since)),
    }
}
