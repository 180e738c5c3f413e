//! Rules in plain English.

use super::{Reason, Teller, Verdict};
use crate::dates::in_words;
use crate::framework::{NodeIx, NodeKind, Rule};
use crate::standing::State;

impl Teller<'_> {
    pub(super) fn rule(self, rule: &Rule) -> Reason {
        match rule {
            Rule::All(parts) => {
                let children: Vec<Reason> = parts.iter().map(|part| self.rule(part)).collect();
                let there = met(&children);
                let sentence = match self.is_missing(rule) {
                    Some(missing) => upper_first(&missing),
                    None if parts.is_empty() => String::from("Nothing is asked for"),
                    None => format!("All {} of these are there", children.len()),
                };
                Reason::new(verdict(there == children.len(), there), sentence).with(children)
            }
            Rule::Any(parts) => self.any(parts),
            Rule::AtLeast { n, of } => {
                let children: Vec<Reason> = of.iter().map(|part| self.rule(part)).collect();
                let there = met(&children);
                let sentence = format!("At least {n} of these {}: {there} there", children.len());
                Reason::new(verdict(there >= *n as usize, there), sentence).with(children)
            }
            Rule::Node(ix) | Rule::Holds(ix) => self.named(*ix),
            Rule::Outcomes(nodes) => {
                let children: Vec<Reason> = nodes.iter().map(|ix| self.named(*ix)).collect();
                let (done, of) = nodes.iter().fold((0u32, 0u32), |sum, ix| {
                    let (done, of) = self.standing.progress(*ix);
                    (sum.0.saturating_add(done), sum.1.saturating_add(of))
                });
                let there = met(&children);
                let sentence = format!(
                    "{done} of {of} examples are there, for {there} of {} outcomes",
                    nodes.len()
                );
                Reason::new(verdict(there == nodes.len(), done as usize), sentence).with(children)
            }
            Rule::Exempt(nodes) => {
                let told = nodes.iter().map(|ix| {
                    let title = &self.framework.node(*ix).title;
                    match self.standing.state(*ix) {
                        State::Exempt => Reason::new(Verdict::Met, format!("Exempt from {title}")),
                        _ => Reason::new(Verdict::Unmet, format!("Not exempt from {title}")),
                    }
                    .of(self.framework, *ix)
                });
                let children: Vec<Reason> = told.collect();
                let there = met(&children);
                let (sentence, children) = match (&nodes[..], there) {
                    ([only], 0) => {
                        let title = &self.framework.node(*only).title;
                        (format!("An exemption from {title} (none yet)"), Vec::new())
                    }
                    ([only], _) => (format!("Exempt from {}", self.framework.node(*only).title), Vec::new()),
                    (all, there) if all.len() == there => (format!("Exempt from all {there} of these"), children),
                    (all, there) => (
                        format!("Exemptions from all {} of these ({})", all.len(), so_far(there)),
                        children,
                    ),
                };
                Reason::new(verdict(there == nodes.len(), there), sentence).with(children)
            }
            Rule::Examples(examples) => self.examples(examples),
            Rule::Hours(hours) => self.hours(hours),
            Rule::Period(period) => self.period(period),
            Rule::Credits { n, of } => {
                let children: Vec<Reason> = of.iter().map(|ix| self.named(*ix)).collect();
                let total = self.credits(of);
                let sentence = format!("{total} of {n} credits");
                Reason::new(verdict(total >= *n, total as usize), sentence).with(children)
            }
            Rule::Matches(ix) => {
                let title = &self.framework.specialism(*ix).title;
                match self.facts.specialism {
                    Some(chosen) if chosen == *ix => Reason::new(Verdict::Met, format!("The specialism is {title}")),
                    Some(chosen) => {
                        let chosen = &self.framework.specialism(chosen).title;
                        Reason::new(Verdict::Unmet, format!("The specialism is {chosen}, not {title}"))
                    }
                    None => Reason::new(
                        Verdict::Unmet,
                        format!("No specialism is chosen; this asks for {title}"),
                    ),
                }
            }
            Rule::JoinedBefore(day) => self.joined(&format!("before {}", in_words(*day)), |joined| joined < *day),
            Rule::JoinedFrom(day) => self.joined(&format!("on {} or later", in_words(*day)), |joined| joined >= *day),
            Rule::Unpublished(what) => {
                let sentence = format!("The body has not published {}", what.trim_end_matches('.'));
                Reason::new(Verdict::Unmet, sentence)
            }
        }
    }

    /// The nearest of several ways; the others stand beneath it as other ways.
    fn any(self, parts: &[Rule]) -> Reason {
        let mut ways = self.nearest_first(parts).into_iter().map(|at| self.rule(&parts[at]));
        let Some(mut nearest) = ways.next() else {
            return Reason::new(Verdict::Unmet, "Nothing is enough for this");
        };
        if nearest.verdict == Verdict::Met {
            let others = ways.map(|way| Reason {
                alternative: true,
                ..way
            });
            let children = std::iter::once(nearest).chain(others).collect();
            return Reason::new(Verdict::Met, "One of these is enough").with(children);
        }
        nearest.children.extend(ways.map(|way| Reason {
            sentence: format!("Or: {}", lower_first(&way.sentence)),
            alternative: true,
            ..way
        }));
        nearest
    }

    fn joined(self, when: &str, fits: impl Fn(chrono::NaiveDate) -> bool) -> Reason {
        match self.facts.file().joined_on {
            Some(day) if fits(day) => Reason::new(Verdict::Met, format!("Joined on {}, {when}", in_words(day))),
            Some(day) => Reason::new(Verdict::Unmet, format!("Joined on {}, not {when}", in_words(day))),
            None => Reason::new(
                Verdict::Unmet,
                format!("The day of joining is not recorded; this asks for {when}"),
            ),
        }
    }

    /// A node named by a rule: how it stands, and what keeps its facts from counting.
    pub(super) fn named(self, ix: NodeIx) -> Reason {
        let node = self.framework.node(ix);
        let (title, state) = (&node.title, self.standing.state(ix));
        let since = self
            .standing
            .since(ix)
            .map(|day| format!(", since {}", in_words(day)))
            .unwrap_or_default();
        let so_far = self.standing.progress_in_words(self.framework, ix);
        let so_far = so_far.map(|words| format!(": {words}")).unwrap_or_default();
        let sentence = match state {
            State::Met | State::Exempt | State::Held => format!("{title} is {}{since}", state.word()),
            State::InProgress | State::Available if matches!(node.kind, NodeKind::Stage(_)) => {
                let missing = self.stage_is_missing(ix).map(|missing| format!(": {missing}"));
                format!("The {title} stage is not met yet{}", missing.unwrap_or_default())
            }
            State::InProgress => format!("{title} is in progress{so_far}"),
            State::Available => match node.kind {
                NodeKind::StepOff { .. } | NodeKind::Status(_) => format!("{title} may be applied for"),
                _ => format!("{title} is still to be done"),
            },
            State::Blocked if matches!(node.kind, NodeKind::Stage(_)) => format!("The {title} stage is not open yet"),
            State::Blocked => format!("{title} is not open yet"),
            State::Expired => match self.standing.until(ix) {
                Some(day) => format!("{title} lapsed on {}", in_words(day)),
                None => format!("{title} lapsed"),
            },
        };
        let verdict = match state {
            state if state.counts() => Verdict::Met,
            State::InProgress => Verdict::NotYet,
            _ => Verdict::Unmet,
        };
        let mut why = if verdict == Verdict::Met {
            Vec::new()
        } else {
            self.own_facts(ix)
        };
        why.retain(|reason| reason.verdict != Verdict::Met && !reason.facts.is_empty());
        let mut reason = Reason::new(verdict, sentence).of(self.framework, ix).with(why);
        reason.facts = self.standing.counted(ix).map(str::to_owned).collect();
        reason
    }

    pub(super) fn ids(self, facts: &[u32]) -> Vec<String> {
        facts
            .iter()
            .map(|fact| self.facts.ids[*fact as usize].clone())
            .collect()
    }
}

/// "none yet", "2 so far".
fn so_far(there: usize) -> String {
    match there {
        0 => String::from("none yet"),
        there => format!("{there} so far"),
    }
}

fn met(reasons: &[Reason]) -> usize {
    reasons.iter().filter(|reason| reason.verdict == Verdict::Met).count()
}

pub(super) fn verdict(holds: bool, begun: usize) -> Verdict {
    match (holds, begun) {
        (true, _) => Verdict::Met,
        (false, 0) => Verdict::Unmet,
        (false, _) => Verdict::NotYet,
    }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !text.chars().take(2).all(char::is_uppercase) => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
