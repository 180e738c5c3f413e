//! The rules of a node, as lists: what all, one or some of is needed, each part a link.

use super::map::{called, capital};
use crate::prelude::pages::*;
use domain::framework::{Attempts, Expiry, Framework, KeyRule, Leaf, NodeIx, Rule};

/// A rule with its parts, each part a link to its own page.
pub fn rule(framework: &Framework, rule: &Rule, href: &dyn Fn(&str) -> String) -> AnyView {
    let parts = |of: &[Rule]| of.iter().map(|part| self::rule(framework, part, href)).collect::<Vec<_>>();
    let nodes = |of: &[NodeIx]| of.iter().map(|ix| link(framework, *ix, href)).collect::<Vec<_>>();
    match rule {
        Rule::Of { parts: of, .. } if of.len() == 1 => self::rule(framework, &of[0], href),
        Rule::Of { parts: of, .. } if of.is_empty() => capital(&framework.rule_in_words(rule)).into_any(),
        Rule::Of { least, parts: of } if *least as usize >= of.len() => match examples_of(framework, of) {
            Some(times) => group(&format!("{times} of these:"), parts(of)),
            None => group("All of these:", parts(of)),
        },
        Rule::Of { least: 1, parts: of } => group("One of these:", parts(of)),
        Rule::Of { least, parts: of } => group(&format!("At least {least} of these:"), parts(of)),
        Rule::Leaf(Leaf::Node(ix)) => link(framework, *ix, href),
        Rule::Leaf(Leaf::Exempt(of)) => group("Exempt from all of these:", nodes(of)),
        Rule::Leaf(Leaf::Credits(least, of)) => group(&format!("{least} credits from these:"), nodes(of)),
        Rule::Not(_)
        | Rule::At { .. }
        | Rule::Leaf(Leaf::Person(_) | Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Elapsed(_) | Leaf::Unpublished(_)) => {
            capital(&framework.rule_in_words(rule)).into_any()
        }
    }
}

/// "47 examples", where all that is asked for are outcomes.
fn examples_of(framework: &Framework, of: &[Rule]) -> Option<String> {
    let examples = of.iter().map(|part| match part {
        Rule::Leaf(Leaf::Node(ix)) => {
            let node = framework.node(*ix);
            node.examples().map(|examples| examples.least)
        }
        Rule::Leaf(_) | Rule::Of { .. } | Rule::Not(_) | Rule::At { .. } => None,
    });
    let sum = examples.sum::<Option<i64>>()?;
    Some(words::count(usize::try_from(sum).ok()?, "example", "examples"))
}

/// What turns a key, or why the stage has none.
pub fn key(framework: &Framework, key: &KeyRule, href: &dyn Fn(&str) -> String) -> AnyView {
    match key {
        KeyRule::Needs(needs) => rule(framework, needs, href),
        KeyRule::Absent(why) => format!("Not needed: {}", why.trim_end_matches('.')).into_any(),
    }
}

/// "3 at most, within 6 years of the first".
pub fn attempts(attempts: Attempts) -> String {
    match attempts.within {
        Some(window) => format!("{} at most, within {window} of the first", attempts.max),
        None => format!("{} at most", attempts.max),
    }
}

/// How long a pass is good.
pub fn lasting(expiry: Expiry) -> String {
    let after = expiry.after;
    match expiry.whole_set {
        Some(_) => {
            format!("{after} from the first sitting of its set; for good once the whole set is passed in that time")
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
