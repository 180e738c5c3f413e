//! Rules: what each asks of a way.

use chrono::NaiveDate;

use super::choose::Place;
use super::{ASKS_NOT, Goal, Of, Search, Task, Tasks};
use crate::dates::in_words;
use crate::framework::{Attribute, Elapsed, KindIx, Leaf, NodeIx, Rule};
use crate::plan::What;
use crate::plan::carried::while_holding;
use crate::plan::clock::{days_after, days_of};
use crate::plan::wait::Awaited;
use crate::standing::{Explanation, NEVER, Standing, is_there_for_its_set};

impl<'a> Search<'a, '_> {
    /// Plans a rule of a node; see [`Search::node`].
    pub(super) fn rule(&mut self, rule: &'a Rule, of: Of, place: Place<'a, '_>) -> bool {
        match rule {
            Rule::Of { least, parts } if rule.all_of().is_none() => self.choose(of, *least as usize, parts, place),
            Rule::Of { .. } | Rule::At { .. } => {
                place.goals.extend(rule.parts().iter().rev().map(|part| Goal::Rule(part, of)));
                true
            }
            // What is so may end, but who one is, and what counts for good.
            Rule::Not(part) if self.at_least.is_some() && part.any_leaf(|leaf| !matches!(leaf, Leaf::Person(_))) => {
                let until = self.standing.holds_until(self.framework, part);
                until.is_none_or(|until| until != NEVER) || self.no_way(ASKS_NOT)
            }
            Rule::Not(part) => {
                // What the way leads to may come after.
                let names = part.any_leaf(|leaf| !leaf.nodes().is_empty());
                let as_is = names && self.standing.holds(self.framework, rule);
                let is_so = as_is || !names && self.holds(rule, of.by, place.way);
                let ends = if is_so { None } else { self.ends(part, of.node) };
                place.way.waits.extend(ends);
                is_so || ends.is_some() || self.no_way(ASKS_NOT)
            }
            Rule::Leaf(leaf) => self.leaf((rule, leaf), of, place),
        }
    }

    /// The day on which a rule holds no more that holds now, and what ends then.
    fn ends(&self, rule: &Rule, by: NodeIx) -> Option<Awaited> {
        let day = self.standing.holds_until(self.framework, rule)?;
        let mut named = Vec::new();
        rule.nodes(&mut named);
        let ends = named.into_iter().find(|ix| self.standing.until(*ix) == Some(day));
        ends.map(|ends| Awaited { by, day, ends: Some(ends) })
    }

    fn leaf(&mut self, (rule, leaf): (&'a Rule, &'a Leaf), of: Of, place: Place<'a, '_>) -> bool {
        match leaf {
            Leaf::Node(ix) => place.goals.push(Goal::Node(*ix, of.by)),
            Leaf::Person(attribute) => return self.person((rule, *attribute), of, place.way),
            Leaf::Unpublished(what) => {
                return self.no_way(format!("The body has not published {}", what.trim_end_matches('.')));
            }
            Leaf::Credits(least, nodes) => return self.credits(*least, nodes, of.by, place),
            Leaf::Exempt(nodes) => {
                let open = nodes.iter().find(|ix| !self.standing.is_exempt(self.framework, **ix));
                let title = |ix: &NodeIx| &self.framework.node(*ix).title;
                let because = open.map(|ix| format!("Only the body can grant an exemption from {}", title(ix)));
                return because.is_none_or(|because| self.no_way(because));
            }
            Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Elapsed(_) => {
                if let Some(mut task) = task(leaf, of.node, &self.standing.explain(self.framework, rule), self.standing)
                {
                    if let Some((title, day)) = leaf.kind().and_then(|kind| self.no_longer_confirmed(kind)) {
                        return self
                            .no_way(format!("{title} counts only if it was confirmed before {}", in_words(day)));
                    }
                    if matches!(leaf, Leaf::Claims(_)) && self.is_passed_over(task.node) {
                        return false;
                    }
                    if self.at_least.is_some() {
                        task.what = task.what.at_least();
                        place.way.renewals = place.way.renewals.max(self.renewals(task.what));
                    }
                    if self.is_too_late(task.what) {
                        return false;
                    }
                    place.way.gather(task, self.framework);
                    // The status that has to be held meanwhile.
                    let held = leaf.kind().map_or(&[][..], |_| leaf.nodes());
                    place.goals.extend(held.iter().map(|held| Goal::Node(*held, of.by)));
                    if let Leaf::Claims(claims) = leaf {
                        place.goals.extend(self.entry(claims.of, of.by).map(|(rule, of)| Goal::Rule(rule, of)));
                    }
                }
            }
        }
        true
    }

    /// Whether work takes so long that the target is no longer conferred after it.
    fn is_too_late(&self, what: What) -> bool {
        let (Some(of), Some(ends), Some(kind)) = (self.at_least, self.ends_on, what.gathers()) else { return false };
        let kinds = self.framework.kinds_counting_as(kind).iter().chain([&kind]);
        let takes_its_time = |kind: &KindIx| {
            let kind = self.framework.experience_kind(*kind);
            kind.minutes_flat.is_none() && kind.minutes_per_week.is_none()
        };
        let is_before = of.done_before && while_holding(what).is_none();
        !is_before && kinds.into_iter().all(takes_its_time) && days_after(self.standing.on(), days_of(what)) >= ends
    }

    /// What a kind of experience is called, and the last day before which it was to be confirmed, where that has passed for
    /// all that counts as it.
    fn no_longer_confirmed(&self, kind: KindIx) -> Option<(&'a str, NaiveDate)> {
        let own = self.framework.experience_kind(kind);
        let others = self.framework.kinds_counting_as(kind).iter().map(|other| self.framework.experience_kind(*other));
        let last = std::iter::once(own).chain(others).map(|kind| kind.confirmed_before).collect::<Option<Vec<_>>>()?;
        last.into_iter().max().filter(|day| *day <= self.standing.on()).map(|day| (own.title.as_str(), day))
    }

    fn person(&mut self, (rule, attribute): (&'a Rule, Attribute), of: Of, way: &mut Tasks<'a>) -> bool {
        if let Attribute::Specialism(wanted) = attribute
            && self.standing.specialism().or(way.specialism).is_none()
        {
            way.specialism = Some(wanted);
            way.tasks.push(Task { node: of.node, what: What::Choose(wanted) });
        }
        if self.holds(rule, of.by, way) {
            return true;
        }
        match attribute {
            Attribute::Specialism(wanted) => {
                self.others_asked.insert(self.framework.specialism(wanted).title.clone());
                false
            }
            Attribute::JoinedBefore(day) => {
                self.no_way(format!("It is only for those who joined before {}", in_words(day)))
            }
            Attribute::JoinedFrom(day) => {
                self.no_way(format!("It is only for those who joined on {} or later", in_words(day)))
            }
        }
    }

    /// Whether a node counts, or the way reaches it and not for the sake of it the one that asks.
    pub(super) fn is_there(&self, ix: NodeIx, by: NodeIx, way: &Tasks<'_>) -> bool {
        let counts = self.standing.state(ix).counts() && !self.is_too_old_for(by, ix);
        counts || (way.planned[ix.index()] && !way.is_for(by, ix))
    }

    /// Whether an element has to be sat after another in one window of their set, and that was passed in an earlier one.
    fn is_too_old_for(&self, by: NodeIx, first: NodeIx) -> bool {
        let node = self.framework.node(by);
        let set = node.whole_set().filter(|_| node.sat_after.contains(&first));
        set.is_some()
            && set == self.framework.node(first).whole_set()
            && !is_there_for_its_set(self.framework, self.standing, first)
    }

    /// Whether a rule holds as things are, with what the way reaches and the specialism that it has chosen.
    pub(super) fn holds(&self, rule: &Rule, by: NodeIx, way: &Tasks<'_>) -> bool {
        let leaf = |rule: &Rule, leaf: &Leaf| match leaf {
            Leaf::Node(ix) => self.is_there(*ix, by, way),
            Leaf::Person(Attribute::Specialism(wanted)) => {
                self.standing.specialism().or(way.specialism) == Some(*wanted)
            }
            Leaf::Credits(least, nodes) => {
                self.framework.credits(nodes.iter().filter(|ix| self.is_there(**ix, by, way))) >= *least
            }
            Leaf::Person(_) | Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Exempt(_) | Leaf::Elapsed(_) => {
                self.standing.holds(self.framework, rule)
            }
            Leaf::Unpublished(_) => false,
        };
        rule.holds_where(&leaf, &|part| !self.holds(part, by, way))
    }
}

/// What a leaf asks one to do; nothing where it holds.
pub(in crate::plan) fn task(leaf: &Leaf, of: NodeIx, explained: &Explanation<'_>, standing: &Standing) -> Option<Task> {
    if explained.holds {
        return None;
    }
    let (left, signed) = (explained.count.left(), explained.count.signers);
    let (node, what) = match leaf {
        Leaf::Claims(claims) => {
            // Where only a signature is missing, one more claim carries it.
            let examples = left.max(i64::from(claims.signers.saturating_sub(signed))).max(1);
            let examples = u32::try_from(examples).unwrap_or(u32::MAX);
            (claims.of, What::Claim { examples, distinct_signers: claims.signers, signed: signed.min(claims.signers) })
        }
        Leaf::Minutes(minutes) => {
            // Whoever confirms the missing hours is one more, or need not be.
            let signers = if minutes.signers > 1 { minutes.signers.saturating_sub(signed) } else { 0 };
            let (kind, while_holding) = (minutes.kind, minutes.while_holding);
            (of, What::GatherMinutes { kind, minutes: left.max(1), while_holding, signers, signed })
        }
        Leaf::Elapsed(elapsed) => {
            let days = days_left(elapsed, explained, standing);
            let whole = standing.first_day_of(explained).is_none().then_some(elapsed.length);
            (of, What::GatherDays { kind: elapsed.kind, days, whole, while_holding: elapsed.while_holding })
        }
        Leaf::Node(_) | Leaf::Person(_) | Leaf::Credits(..) | Leaf::Exempt(_) | Leaf::Unpublished(_) => return None,
    };
    Some(Task { node, what })
}

/// Days that are enough whenever they begin: added up from a separate stretch a month may take more days than by the
/// calendar, and a year over a leap day takes one more.
fn days_left(elapsed: &Elapsed, explained: &Explanation<'_>, standing: &Standing) -> i64 {
    let Some(first) = standing.first_day_of(explained) else { return elapsed.length.most_days() };
    let by_calendar = (elapsed.length.after(first) - standing.on()).num_days();
    explained.count.left().max(elapsed.length.in_days() - explained.count.done).max(by_calendar).max(1)
}
