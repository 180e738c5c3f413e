//! Rules that can never hold, because what they ask for excludes other things that they ask for.

use std::collections::BTreeSet;

use super::gaps::Checks;
use super::link::above;
use super::parse_node::Draft;
use super::{Attribute, Claims, Leaf, Minutes, Rule};

/// Of more conditions than this that depend on each other not every combination is tried.
const MOST: usize = 12;

/// Reports each part of a rule, and the rule, that can never hold by itself. The key and its line are where it stands.
pub(super) fn report(checks: &mut Checks<'_, '_>, drafts: &[Draft], (key, line): (&'static str, usize), rule: &Rule) {
    excluding(checks, (key, line), rule);
    never(drafts, rule, &mut |what, fix| checks.own(key, line, what, fix));
}

/// Reports attributes of a person that exclude each other.
fn excluding(checks: &mut Checks<'_, '_>, (key, line): (&'static str, usize), rule: &Rule) {
    rule.parts().iter().for_each(|part| excluding(checks, (key, line), part));
    let (mut specialisms, mut before, mut from) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for part in together(rule) {
        if let Rule::Leaf(Leaf::Person(attribute)) = part {
            match attribute {
                Attribute::Specialism(ix) => specialisms.insert(*ix),
                Attribute::JoinedBefore(day) => before.insert(*day),
                Attribute::JoinedFrom(day) => from.insert(*day),
            };
        }
    }
    if specialisms.len() > 1 {
        let what = "a rule that can never hold: it asks for two specialisms at once";
        checks.own(key, line, what, "Write { any = [ … ] } around them");
    }
    if let (Some(before), Some(from)) = (before.first(), from.last())
        && before <= from
    {
        let what = format!("a rule that can never hold: joined before {before} and from {from} on");
        checks.own_days(key, line, what, "Put `joined_from` before `joined_before`");
    }
}

/// All that has to hold at once for a rule to hold.
fn together(rule: &Rule) -> Vec<&Rule> {
    rule.all_of().map_or_else(|| vec![rule], |parts| parts.iter().flat_map(together).collect())
}

/// Tells of each part of a rule, and of the rule, that something is so and is not. Gives what was told of.
fn never<'r>(drafts: &[Draft], rule: &'r Rule, tell: &mut dyn FnMut(&str, &str)) -> Vec<&'r Rule> {
    let mut told: Vec<&Rule> = rule.parts().iter().flat_map(|part| never(drafts, part, tell)).collect();
    if !may_hold(drafts, rule, &told) {
        tell(
            "a rule that can never hold: it asks that something is so and that it is not",
            "Take one of the two out, or write { any = [ … ] } around them",
        );
        told.push(rule);
    }
    told
}

/// Whether a rule can hold, where those parts that can't were told already and are left out.
fn may_hold(drafts: &[Draft], rule: &Rule, told: &[&Rule]) -> bool {
    let mut sides: [Vec<&Leaf>; 2] = [Vec::new(), Vec::new()];
    leaves(rule, true, &mut sides);
    let [so, not_so] = sides;
    let mut open: Vec<&Leaf> = Vec::new();
    for (is, is_not) in so.iter().flat_map(|is| not_so.iter().map(move |is_not| (*is, *is_not))) {
        if implies(drafts, is, is_not) {
            let new = [is, is_not].into_iter().filter(|leaf| !open.contains(leaf)).collect::<Vec<_>>();
            open.extend(new);
        }
    }
    open.dedup();
    if open.is_empty() || open.len() > MOST || rule.asks_at_a_moment() {
        return true;
    }
    (0..(1usize << open.len())).any(|holding| {
        let is_so = |leaf: &Leaf, or: bool| {
            open.iter().position(|other| *other == leaf).map_or(or, |at| (holding >> at) & 1 == 1)
        };
        let fits = open.iter().all(|one| {
            let follows = |other: &&Leaf| !is_so(one, true) || is_so(other, true) || !implies(drafts, one, other);
            open.iter().all(follows)
        });
        fits && holds(rule, true, told, &is_so)
    })
}

/// What a rule asks to be so, and what not to be so. What can't be read, or is not published, may be anything.
fn leaves<'r>(rule: &'r Rule, is_so: bool, sides: &mut [Vec<&'r Leaf>; 2]) {
    match rule {
        Rule::Leaf(Leaf::Unpublished(_)) => {}
        Rule::Leaf(leaf) => sides[usize::from(!is_so)].push(leaf),
        Rule::Not(part) => leaves(part, !is_so, sides),
        Rule::Of { parts, .. } => parts.iter().for_each(|part| leaves(part, is_so, sides)),
        Rule::At { rule, .. } => leaves(rule, is_so, sides),
    }
}

/// Whether a rule holds where some of its leaves are so; all else is as it is asked for.
fn holds(rule: &Rule, asked: bool, told: &[&Rule], is_so: &dyn Fn(&Leaf, bool) -> bool) -> bool {
    if told.iter().any(|part| std::ptr::eq(*part, rule)) {
        return asked;
    }
    match rule {
        Rule::Leaf(Leaf::Unpublished(_)) => asked,
        Rule::Leaf(leaf) => is_so(leaf, asked),
        Rule::Not(part) => !holds(part, !asked, told, is_so),
        Rule::At { rule, .. } => holds(rule, asked, told, is_so),
        Rule::Of { least, parts } => {
            parts.iter().filter(|part| holds(part, asked, told, is_so)).count() >= *least as usize
        }
    }
}

/// Whether what one leaf asks for cannot be so without what another asks for.
fn implies(drafts: &[Draft], one: &Leaf, other: &Leaf) -> bool {
    match (one, other) {
        (Leaf::Minutes(one), Leaf::Minutes(other)) => {
            one.least >= other.least && Minutes { least: other.least, ..*one } == *other
        }
        (Leaf::Claims(one), Leaf::Claims(other)) => {
            one.least >= other.least && Claims { least: other.least, ..*one } == *other
        }
        (Leaf::Credits(one, of), Leaf::Credits(other, others)) => one >= other && of == others,
        (Leaf::Exempt(of), Leaf::Node(node)) => of.contains(node),
        (Leaf::Exempt(of), Leaf::Exempt(others)) => others.iter().all(|other| of.contains(other)),
        // A competency is met when all beneath it are.
        (Leaf::Node(one), Leaf::Node(other)) => one == other || above(drafts, other.index()).any(|ix| ix == *one),
        (Leaf::Person(Attribute::JoinedBefore(one)), Leaf::Person(Attribute::JoinedBefore(other))) => one <= other,
        (Leaf::Person(Attribute::JoinedFrom(one)), Leaf::Person(Attribute::JoinedFrom(other))) => one >= other,
        (Leaf::Node(_) | Leaf::Person(_) | Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Credits(..), _)
        | (Leaf::Exempt(_) | Leaf::Elapsed(_) | Leaf::Unpublished(_), _) => one == other,
    }
}
