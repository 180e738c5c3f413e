//! What lies with others: requests and applications since when, and results that the provider has still to record.

use super::results;
use super::viewer::Viewer;
use crate::design::tag::{Tag, Tone};
use crate::features::enrolments::case::Waiting;
use crate::features::enrolments::store::Case;
use crate::features::frameworks::map::called;
use crate::paths;
use crate::web::words;
use chrono::NaiveDate;
use leptos::prelude::*;

/// So many missing results have a line each; more are told together.
const MOST_RESULTS: usize = 3;

/// One sentence for a page on which nothing is left to do but to wait; none where nothing is waited for.
pub(super) fn you_wait(case: &Case) -> Option<String> {
    if let Some(first) = case
        .waiting
        .iter()
        .find(|waiting| waiting.kind == "verification")
        .or(case.waiting.first())
    {
        let day = words::date(first.since);
        return Some(match first.kind.as_str() {
            "verification" => format!("You are waiting for {}, asked on {day}.", first.with),
            "application" => format!("You are waiting for {}. You applied on {day}.", first.with),
            "result" => format!(
                "You are waiting for {} to confirm a result, recorded on {day}.",
                first.with
            ),
            _ => format!("You are waiting for {}, to whom you sent a claim on {day}.", first.with),
        });
    }
    let stage = case.standing.current_stage(&case.framework)?;
    (!results::missing(case, stage).is_empty())
        .then(|| String::from("You are waiting for your training provider to record your results."))
}

/// The rows of what lies with others: what, with whom, since when, how it stands.
pub(super) fn rows(case: &Case, viewer: Viewer, today: NaiveDate) -> Vec<Vec<AnyView>> {
    let mut rows: Vec<Vec<AnyView>> = case.waiting.iter().map(|waiting| row(case, waiting, today)).collect();
    if viewer == Viewer::Trainee {
        rows.extend(missing_results(case));
    }
    rows
}

fn row(case: &Case, waiting: &Waiting, today: NaiveDate) -> Vec<AnyView> {
    let title = case
        .framework
        .find(&waiting.node)
        .map_or_else(|| waiting.node.clone(), |ix| called(&case.framework, ix));
    let href = if waiting.href.is_empty() {
        paths::node(case.id, &waiting.node)
    } else {
        waiting.href.clone()
    };
    let days = (today - waiting.since).num_days();
    let state = match waiting.kind.as_str() {
        "result" => "Provisional",
        "verification" => "Asked",
        "application" => "Applied",
        _ => "Sent",
    };
    let tag = if words::is_late(waiting.since, today) {
        view! { <Tag tone=Tone::Late label=format!("{state}, {days} days ago")/> }.into_any()
    } else {
        view! { <Tag tone=Tone::Wait label=state/> }.into_any()
    };
    vec![
        view! { <a href=href>{title}</a> }.into_any(),
        waiting.with.clone().into_any(),
        words::days_from(waiting.since, today).into_any(),
        tag,
    ]
}

/// Results of which nothing is recorded yet; those that are provisional have their row already.
fn missing_results(case: &Case) -> Vec<Vec<AnyView>> {
    let Some(stage) = case.standing.current_stage(&case.framework) else {
        return Vec::new();
    };
    let mut missing = results::missing(case, stage);
    missing.retain(|one| !one.is_provisional);
    let line = |href: String, title: String| {
        vec![
            view! { <a href=href>{title}</a> }.into_any(),
            "Your training provider".into_any(),
            "Not recorded yet".into_any(),
            view! { <Tag tone=Tone::Open label="No result yet"/> }.into_any(),
        ]
    };
    if missing.len() > MOST_RESULTS {
        let node = case.framework.node(stage);
        let title = format!("{} results of {}", missing.len(), node.title);
        return vec![line(paths::node(case.id, &node.id), title)];
    }
    let href = |ix| paths::node(case.id, &case.framework.node(ix).id);
    missing.into_iter().map(|one| line(href(one.node), one.title)).collect()
}
