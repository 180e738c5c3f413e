//! The rules of a node, as lists: what all, one or some of is needed, each part a link.

use super::map::{called, capital};
use crate::web::words;
use domain::framework::{Attempts, Expiry, Framework, KeyRule, NodeIx, Rule};
use leptos::prelude::*;

/// A rule with its parts, each part a link to its own page.
pub fn rule(framework: &Framework, rule: &Rule, href: &dyn Fn(&str) -> String) -> AnyView {
    let parts = |of: &[Rule]| {
        of.iter()
            .map(|part| self::rule(framework, part, href))
            .collect::<Vec<_>>()
    };
    let nodes = |of: &[NodeIx]| of.iter().map(|ix| link(framework, *ix, href)).collect::<Vec<_>>();
    match rule {
        Rule::All(of) | Rule::Any(of) if of.len() == 1 => self::rule(framework, &of[0], href),
        Rule::All(of) if !of.is_empty() => group("All of these:", parts(of)),
        Rule::Any(of) => group("One of these:", parts(of)),
        Rule::AtLeast { n, of } => group(&format!("At least {n} of these:"), parts(of)),
        Rule::Node(ix) | Rule::Holds(ix) => link(framework, *ix, href),
        Rule::Exempt(of) => group("Exempt from all of these:", nodes(of)),
        Rule::Credits { n, of } => group(&format!("{n} credits from these:"), nodes(of)),
        Rule::Outcomes(of) => {
            let examples = of.iter().filter_map(|ix| framework.node(*ix).examples.as_ref());
            let times = words::count(
                examples.map(|examples| examples.n as usize).sum(),
                "example",
                "examples",
            );
            group(&format!("{times} of these:"), nodes(of))
        }
        other => capital(&framework.rule_in_words(other)).into_any(),
    }
}

/// What turns a key, or why the stage has none.
pub fn key(framework: &Framework, key: &KeyRule, href: &dyn Fn(&str) -> String) -> AnyView {
    match key {
        KeyRule::Needs(needs) => rule(framework, needs, href),
        KeyRule::Absent(why) => format!("Not needed: {}", why.trim_end_matches('.')).into_any(),
    }
}

/// "3 at most, within 6 years of the first".
#[must_use]
pub fn attempts(attempts: Attempts) -> String {
    match attempts.within {
        Some(window) => format!("{} at most, within {window} of the first", attempts.max),
        None => format!("{} at most", attempts.max),
    }
}

/// How long a pass is good.
#[must_use]
pub fn lasting(expiry: Expiry) -> String {
    let after = expiry.after;
    match expiry.whole_set {
        Some(_) => {
            format!("{after} from the first pass of its set; for good once the whole set is passed in that time")
        }
        None => format!("{after} from the sitting"),
    }
}

fn link(framework: &Framework, ix: NodeIx, href: &dyn Fn(&str) -> String) -> AnyView {
    view! { <a href=href(&framework.node(ix).id)>{called(framework, ix)}</a> }.into_any()
}

fn group(lead: &str, parts: Vec<AnyView>) -> AnyView {
    let items = parts.into_iter().map(|part| view! { <li>{part}</li> }).collect_view();
    view! { <div class="rule"><p>{lead.to_owned()}</p><ul>{items}</ul></div> }.into_any()
}
