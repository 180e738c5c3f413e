//! Rules in plain English.

use super::{Reason, Verdict, Writer};
use crate::dates::in_words;
use crate::framework::{Attribute, Leaf, NodeIx, NodeKind, Rule, Source, Tally};
use crate::standing::State;
use crate::standing::explanation::Explanation;

impl Writer<'_> {
    pub(super) fn rule(self, explained: &Explanation<'_>) -> Reason {
        match explained.rule {
            Rule::Of { least, parts } => self.of(explained, *least as usize, parts.len()),
            Rule::Not(_) => {
                let verdict = if explained.holds { Verdict::Met } else { Verdict::Unmet };
                let parts = explained.parts.iter().map(|part| self.rule(part)).collect();
                Reason::new(verdict, "What follows has not to be so").with(parts)
            }
            Rule::At { .. } => explained
                .parts
                .first()
                .map_or_else(|| Reason::new(Verdict::Unmet, "Nothing is asked for"), |part| self.rule(part)),
            Rule::Leaf(leaf) => self.leaf(explained, leaf),
        }
    }

    fn of(self, explained: &Explanation<'_>, least: usize, of: usize) -> Reason {
        if self.is_of_outcomes(explained) {
            return self.outcomes(explained);
        }
        if least == 1 && of > 1 && !self.are_as_near(&explained.parts) {
            return self.any(&explained.parts);
        }
        let children: Vec<Reason> = explained.parts.iter().map(|part| self.rule(part)).collect();
        let there = met(&children);
        let sentence = if least < of {
            format!("At least {least} of these {of}: {there} there")
        } else {
            match self.is_missing(explained) {
                Some(missing) => upper_first(&missing),
                None if of == 0 => String::from("Nothing is asked for"),
                None => format!("All {of} of these are there"),
            }
        };
        Reason::new(verdict(explained.holds, there), sentence).with(children)
    }

    /// Whether all that is asked for are outcomes, all of them.
    pub(super) fn is_of_outcomes(self, explained: &Explanation<'_>) -> bool {
        let Rule::Of { least, parts } = explained.rule else {
            return false;
        };
        let is_outcome = |part: &Rule| match part {
            Rule::Leaf(Leaf::Node(ix)) => self.framework.node(*ix).kind == NodeKind::OUTCOME,
            Rule::Leaf(_) | Rule::Of { .. } | Rule::Not(_) | Rule::At { .. } => false,
        };
        !parts.is_empty() && *least as usize >= parts.len() && parts.iter().all(is_outcome)
    }

    fn outcomes(self, explained: &Explanation<'_>) -> Reason {
        let children: Vec<Reason> = explained.parts.iter().map(|part| self.rule(part)).collect();
        let (done, of) = (explained.progress.done, explained.progress.of);
        let (there, all) = (met(&children), children.len());
        let sentence = if of as usize == all {
            format!("{done} of {of} {}", if of == 1 { "outcome" } else { "outcomes" })
        } else {
            format!("{done} of {of} examples, {there} of {all} outcomes")
        };
        Reason::new(verdict(explained.holds, done as usize), sentence).with(children)
    }

    /// The nearest of several ways; the others stand beneath it as other ways.
    fn any(self, parts: &[Explanation<'_>]) -> Reason {
        let mut ways = self.nearest_first(parts).into_iter().map(|at| self.rule(&parts[at]));
        let Some(mut nearest) = ways.next() else {
            return Reason::new(Verdict::Unmet, "Nothing is enough for this");
        };
        if nearest.verdict == Verdict::Met {
            let others = ways.map(|way| Reason { alternative: true, ..way });
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

    fn leaf(self, explained: &Explanation<'_>, leaf: &Leaf) -> Reason {
        match leaf {
            Leaf::Node(ix) => self.named(*ix),
            Leaf::Person(attribute) => self.person(explained.holds, *attribute),
            Leaf::Tally(tally) => self.tally(explained, tally),
            Leaf::Elapsed(elapsed) => self.elapsed(explained, elapsed),
            Leaf::Unpublished(what) => {
                let sentence = format!("The body has not published {}", what.trim_end_matches('.'));
                Reason::new(Verdict::Unmet, sentence)
            }
        }
    }

    fn person(self, holds: bool, attribute: Attribute) -> Reason {
        let verdict = if holds { Verdict::Met } else { Verdict::Unmet };
        let sentence = match attribute {
            Attribute::Specialism(ix) => {
                let title = &self.framework.specialism(ix).title;
                match self.standing.specialism() {
                    Some(chosen) if chosen == ix => format!("The specialism is {title}"),
                    Some(chosen) => {
                        let chosen = &self.framework.specialism(chosen).title;
                        format!("The specialism is {chosen}, not {title}")
                    }
                    None => format!("No specialism is chosen; this asks for {title}"),
                }
            }
            Attribute::JoinedBefore(day) => self.joined(holds, &format!("before {}", in_words(day))),
            Attribute::JoinedFrom(day) => self.joined(holds, &format!("on {} or later", in_words(day))),
        };
        Reason::new(verdict, sentence)
    }

    fn joined(self, holds: bool, when: &str) -> String {
        match self.facts.file().joined_on.at(self.standing.on, self.standing.known) {
            Some(day) if holds => format!("Joined on {}, {when}", in_words(*day)),
            Some(day) => format!("Joined on {}, not {when}", in_words(*day)),
            None => format!("The day of joining is not recorded; this asks for {when}"),
        }
    }

    fn tally(self, explained: &Explanation<'_>, tally: &Tally) -> Reason {
        match &tally.source {
            Source::Claims(claims) => self.claims(explained, claims, tally),
            Source::Minutes(minutes) => self.minutes(explained, minutes, tally),
            Source::Credits(of) => {
                let children: Vec<Reason> = of.iter().map(|ix| self.named(*ix)).collect();
                let sentence = format!("{} of {} credits", explained.count.done, explained.count.of);
                Reason::new(verdict(explained.holds, explained.count.done as usize), sentence).with(children)
            }
            Source::Exemptions(of) => self.exemptions(explained, of),
        }
    }

    fn exemptions(self, explained: &Explanation<'_>, of: &[NodeIx]) -> Reason {
        let each = of.iter().map(|ix| {
            let title = &self.framework.node(*ix).title;
            let reason = if self.is_exempt(*ix) {
                Reason::new(Verdict::Met, format!("Exempt from {title}"))
            } else {
                Reason::new(Verdict::Unmet, format!("Not exempt from {title}"))
            };
            reason.of(self.framework, *ix)
        });
        let children: Vec<Reason> = each.collect();
        let there = met(&children);
        let (sentence, children) = match (of, there) {
            ([only], 0) => {
                let title = &self.framework.node(*only).title;
                (format!("An exemption from {title} (none yet)"), Vec::new())
            }
            ([only], _) => (format!("Exempt from {}", self.framework.node(*only).title), Vec::new()),
            (all, there) if all.len() == there => (format!("Exempt from all {there} of these"), children),
            (all, there) => (format!("Exemptions from all {} of these ({})", all.len(), so_far(there)), children),
        };
        Reason::new(verdict(explained.holds, there), sentence).with(children)
    }

    /// A node named by a rule: how it stands, and what keeps its facts from counting.
    pub(super) fn named(self, ix: NodeIx) -> Reason {
        let node = self.framework.node(ix);
        let (title, state) = (&node.title, self.standing.state(ix));
        let since = self.standing.since(ix).map(|day| format!(", since {}", in_words(day))).unwrap_or_default();
        let so_far = self.standing.progress_in_words(self.framework, ix);
        let so_far = so_far.map(|words| format!(": {words}")).unwrap_or_default();
        let is_stage = matches!(node.kind, NodeKind::Stage(_));
        let sentence = match state {
            State::Met | State::Exempt | State::Held => format!("{title} is {}{since}", state.word()),
            State::InProgress | State::Available if is_stage => {
                let missing = self.stage_is_missing(ix).map(|missing| format!(": {missing}"));
                format!("The {title} stage is not met yet{}", missing.unwrap_or_default())
            }
            State::InProgress => format!("{title} is in progress{so_far}"),
            State::Available if matches!(node.kind, NodeKind::StepOff { .. } | NodeKind::Status(_)) => {
                format!("{title} may be applied for")
            }
            State::Available => format!("{title} is still to be done"),
            State::Blocked if is_stage => format!("The {title} stage is not open yet"),
            State::Blocked => format!("{title} is not open yet"),
            State::Expired => match self.standing.until(ix) {
                Some(day) => format!("{title} lapsed on {}", in_words(day)),
                None => format!("{title} lapsed"),
            },
        };
        let verdict = verdict(state.counts(), usize::from(state == State::InProgress));
        let mut why = if verdict == Verdict::Met { Vec::new() } else { self.own_facts(ix) };
        why.retain(|reason| reason.verdict != Verdict::Met && !reason.facts.is_empty());
        let mut reason = Reason::new(verdict, sentence).of(self.framework, ix).with(why);
        let counted = self.standing.counted(self.framework, ix);
        reason.facts = counted.into_iter().map(str::to_owned).collect();
        reason
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
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if !text.chars().take(2).all(char::is_uppercase) => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}
