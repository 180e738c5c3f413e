//! Rules in plain English.

use super::{Reason, Verdict, Writer, verdict};
use crate::dates::in_words;
use crate::framework::{Attribute, Leaf, NodeIx, NodeKind, Rule};
use crate::standing::State;
use crate::standing::explanation::Explanation;

impl Writer<'_> {
    pub(super) fn rules(self, parts: &[Explanation<'_>]) -> Vec<Reason> {
        parts.iter().map(|part| self.rule(part)).collect()
    }

    pub(super) fn rule(self, explained: &Explanation<'_>) -> Reason {
        match explained.rule {
            Rule::Of { least, parts } => self.of(explained, *least as usize, parts.len()),
            Rule::Not(_) => {
                let verdict = verdict(explained.holds, false);
                Reason::new(verdict, "What follows must not be so").with(self.rules(&explained.parts))
            }
            Rule::At { .. } => {
                let reason = self.rules(&explained.parts).pop();
                reason.unwrap_or_else(|| Reason::new(Verdict::Unmet, "Nothing is asked for"))
            }
            Rule::Leaf(leaf) => self.leaf(explained, leaf),
        }
    }

    fn of(self, explained: &Explanation<'_>, least: usize, of: usize) -> Reason {
        let is_of_outcomes = self.is_of_outcomes(explained);
        if !is_of_outcomes && least == 1 && of > 1 && !self.are_as_near(&explained.parts) {
            return self.any(&explained.parts);
        }
        let children = not_needed(explained.holds, self.rules(&explained.parts));
        let there = met(&children);
        if is_of_outcomes {
            let (done, of_them) = (explained.progress.done, explained.progress.of);
            let sentence = match of_them as usize {
                1 if of == 1 => format!("{done} of 1 outcome"),
                all if all == of => format!("{done} of {of} outcomes"),
                _ => format!("{done} of {of_them} examples, {there} of {of} outcomes"),
            };
            return Reason::new(verdict(explained.holds, done > 0), sentence).with(children);
        }
        let missing = if least < of { None } else { self.is_missing(explained) };
        let sentence = match missing {
            Some(missing) => upper_first(&missing),
            None if least < of => format!("At least {least} of these {of}: {there} there"),
            None if of == 0 => String::from("Nothing is asked for"),
            None => format!("All {of} of these are there"),
        };
        Reason::new(verdict(explained.holds, there > 0), sentence).with(children)
    }

    /// Whether all that is asked for are outcomes, all of them.
    pub(super) fn is_of_outcomes(self, explained: &Explanation<'_>) -> bool {
        let is_outcome =
            |part: &Rule| part.as_node().is_some_and(|ix| self.framework.node(ix).kind == NodeKind::OUTCOME);
        explained.rule.all_of().is_some_and(|parts| !parts.is_empty() && parts.iter().all(is_outcome))
    }

    /// The nearest of several ways; the others stand beneath it as other ways.
    fn any(self, parts: &[Explanation<'_>]) -> Reason {
        let mut ways = self.nearest_first(parts).into_iter().map(|at| self.rule(&parts[at]));
        let Some(mut nearest) = ways.next() else {
            return Reason::new(Verdict::Unmet, "Nothing is enough for this");
        };
        if nearest.verdict == Verdict::Met {
            let others = ways.map(|way| Reason { alternative: true, ..way });
            let children = not_needed(true, std::iter::once(nearest).chain(others).collect());
            return Reason::new(Verdict::Met, "One of these is enough").with(children);
        }
        nearest.children.extend(ways.map(|way| {
            let sentence = format!("Or: {}", after_a_colon(&way.sentence));
            Reason { sentence, alternative: true, ..way }
        }));
        nearest
    }

    fn leaf(self, explained: &Explanation<'_>, leaf: &Leaf) -> Reason {
        match leaf {
            Leaf::Node(ix) => self.named(*ix),
            Leaf::Person(attribute) => self.person(explained.holds, *attribute),
            Leaf::Claims(claims) => self.claims(explained, claims),
            Leaf::Minutes(minutes) => self.minutes(explained, minutes),
            Leaf::Credits(least, of) => {
                let done = explained.count.done;
                let children = not_needed(explained.holds, of.iter().map(|ix| self.named(*ix)).collect());
                let sentence = format!("{done} of {least} credits");
                Reason::new(verdict(explained.holds, done > 0), sentence).with(children)
            }
            Leaf::Exempt(of) => self.exemptions(explained, of),
            Leaf::Elapsed(elapsed) => self.elapsed(explained, elapsed),
            Leaf::Unpublished(what) => {
                Reason::new(Verdict::Unmet, format!("The body has not published {}", what.trim_end_matches('.')))
            }
        }
    }

    fn person(self, holds: bool, attribute: Attribute) -> Reason {
        let title = |ix| &self.framework.specialism(ix).title;
        let joined = |when: String| match self.facts.file().joined_on.at(self.on, self.known) {
            Some(day) if holds => format!("Joined on {}, {when}", in_words(*day)),
            Some(day) => format!("Joined on {}, not {when}", in_words(*day)),
            None => format!("The day of joining is not recorded; this asks for {when}"),
        };
        let sentence = match attribute {
            Attribute::Specialism(ix) => match self.specialism() {
                Some(chosen) if chosen == ix => format!("The specialism is {}", title(ix)),
                Some(chosen) => format!("The specialism is {}, not {}", title(chosen), title(ix)),
                None => format!("No specialism is chosen; this asks for {}", title(ix)),
            },
            Attribute::JoinedBefore(day) => joined(format!("before {}", in_words(day))),
            Attribute::JoinedFrom(day) => joined(format!("on {} or later", in_words(day))),
        };
        Reason::new(verdict(holds, false), sentence)
    }

    fn exemptions(self, explained: &Explanation<'_>, of: &[NodeIx]) -> Reason {
        let each = of.iter().map(|ix| {
            let exempt = self.standing.is_exempt(self.framework, *ix);
            let title = &self.framework.node(*ix).title;
            let sentence = format!("{} from {title}", if exempt { "Exempt" } else { "Not exempt" });
            Reason::new(verdict(exempt, false), sentence).of(self.framework, *ix)
        });
        let mut children: Vec<Reason> = each.collect();
        let there = met(&children);
        let sentence = match (of, there) {
            ([only], _) => {
                let title = &self.framework.node(*only).title;
                children.clear();
                if there > 0 { format!("Exempt from {title}") } else { format!("An exemption from {title} (none yet)") }
            }
            (all, there) if all.len() == there => format!("Exempt from all {there} of these"),
            _ => upper_first(&self.is_missing(explained).unwrap_or_default()),
        };
        Reason::new(verdict(explained.holds, there > 0), sentence).with(children)
    }

    /// A node named by a rule: how it stands, and what keeps its facts from counting.
    pub(super) fn named(self, ix: NodeIx) -> Reason {
        let node = self.framework.node(ix);
        let (title, state) = (&node.title, self.state(ix));
        let after = |sign: &str, words: Option<String>| words.map(|words| format!("{sign}{words}")).unwrap_or_default();
        let is_stage = node.as_stage().is_some();
        let sentence = match state {
            State::Met | State::Exempt | State::Held => {
                format!("{title} is {}{}", state.word(), after(", since ", self.since(ix).map(in_words)))
            }
            State::InProgress | State::Available if is_stage => {
                format!("The {title} stage is not met yet{}", after(": ", self.stage_is_missing(ix)))
            }
            State::InProgress => {
                let so_far = self.standing.progress_in_words(self.framework, ix);
                format!("{title} is in progress{}", after(": ", so_far))
            }
            State::Available if matches!(node.kind, NodeKind::StepOff { .. }) => format!("{title} may be applied for"),
            State::Available if node.as_status().is_some() => format!("{title} is not held: it may be applied for"),
            State::Available => format!("{title} is still to be done"),
            State::Blocked if is_stage => format!("The {title} stage is not open yet"),
            State::Blocked => format!("{title} is not open yet"),
            State::Expired => format!("{title} lapsed{}", after(" on ", self.until(ix).map(in_words))),
        };
        let verdict = verdict(state.counts(), state == State::InProgress);
        let mut why = if verdict == Verdict::Met { Vec::new() } else { self.own_facts(ix) };
        why.retain(|reason| reason.verdict != Verdict::Met && !reason.facts.is_empty());
        let mut reason = Reason::new(verdict, sentence).of(self.framework, ix).with(why);
        let counted = self.counted(self.framework, ix);
        reason.facts = counted.into_iter().map(str::to_owned).collect();
        reason
    }
}

/// What one could still do where enough is there is needed no more.
fn not_needed(is_enough: bool, mut reasons: Vec<Reason>) -> Vec<Reason> {
    for reason in reasons.iter_mut().filter(|reason| is_enough && reason.verdict == Verdict::Unmet) {
        reason.verdict = Verdict::NotNeeded;
    }
    reasons
}

fn met(reasons: &[Reason]) -> usize {
    reasons.iter().filter(|reason| reason.verdict == Verdict::Met).count()
}

/// Words with which our own sentences begin, and that are no part of a name.
const OWN_WORDS: [&str; 10] = ["All", "An", "At", "Exempt", "Exemptions", "Joined", "No", "Not", "Nothing", "The"];

/// A sentence after a colon. Where it begins with a title, that stays as it is: a title is a name.
fn after_a_colon(sentence: &str) -> String {
    let (first, rest) = sentence.split_at(sentence.find(' ').unwrap_or(sentence.len()));
    if OWN_WORDS.contains(&first) { first.to_lowercase() + rest } else { sentence.to_owned() }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
