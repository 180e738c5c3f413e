use super::{Attribute, Elapsed, Framework, Leaf, Minutes, Moment, NodeIx, Rule};
use crate::dates::{hours_in_words, in_words};
use crate::text::organisations;

impl Framework {
    /// A rule in plain English, with the titles of what it names: "all of F01 Legal Systems and F02 Law of Tort".
    pub fn rule_in_words(&self, rule: &Rule) -> String {
        self.phrase(rule).0
    }

    /// A rule in words, and whether it needs brackets inside another.
    fn phrase(&self, rule: &Rule) -> (String, bool) {
        let text = match rule {
            Rule::Of { least, parts } => match (parts.as_slice(), *least as usize) {
                ([], _) => String::from("nothing"),
                ([only], _) => return self.phrase(only),
                (all, least) if least >= all.len() => match self.only_outcomes(all) {
                    Some(outcomes) => outcomes,
                    None => return (self.joined(all, "; and "), true),
                },
                (parts, 1) => return (self.joined(parts, "; or "), true),
                (parts, least) => {
                    let parts: Vec<String> = parts.iter().map(|part| self.rule_in_words(part)).collect();
                    format!("at least {least} of ({})", parts.join("; "))
                }
            },
            Rule::Not(part) => format!("not ({})", self.rule_in_words(part)),
            Rule::At { moment: Moment::Done, rule } => format!("({}) on the day it is done", self.rule_in_words(rule)),
            Rule::At { moment: Moment::Now, rule } => {
                format!("({}) for as long as it counts", self.rule_in_words(rule))
            }
            Rule::Leaf(leaf) => self.leaf_in_words(leaf),
        };
        (text, false)
    }

    fn joined(&self, parts: &[Rule], with: &str) -> String {
        let parts = parts.iter().map(|part| match self.phrase(part) {
            (text, true) => format!("({text})"),
            (text, false) => text,
        });
        parts.collect::<Vec<_>>().join(with)
    }

    /// "47 examples of 27 outcomes", where a rule asks for nothing but outcomes, and for all of them.
    fn only_outcomes(&self, parts: &[Rule]) -> Option<String> {
        let examples = |part: &Rule| Some(self.node(part.as_node()?).examples()?.least);
        let of = parts.iter().map(examples).collect::<Option<Vec<i64>>>()?;
        let sum = of.into_iter().fold(0, i64::saturating_add);
        Some(format!("{sum} examples of {} outcomes", parts.len()))
    }

    fn leaf_in_words(&self, leaf: &Leaf) -> String {
        let called = |ix: NodeIx| self.node(ix).title.as_str();
        let all = |nodes: &[NodeIx]| nodes.iter().map(|ix| called(*ix)).collect::<Vec<_>>().join("; ");
        let holding = |status: Option<NodeIx>| status.map(|ix| format!(", while {} is held", called(ix)));
        match leaf {
            Leaf::Node(ix) if self.node(*ix).as_status().is_some() => format!("{} held", called(*ix)),
            Leaf::Node(ix) => called(*ix).to_owned(),
            Leaf::Person(Attribute::Specialism(ix)) => format!("the specialism {}", self.specialism(*ix).title),
            Leaf::Person(Attribute::JoinedBefore(day)) => format!("joined before {}", in_words(*day)),
            Leaf::Person(Attribute::JoinedFrom(day)) => format!("joined on {} or later", in_words(*day)),
            Leaf::Claims(claims) => {
                let age = claims.max_age.map(|age| format!(", at most {age} old when sent"));
                let valid = claims.valid_for.map(|valid| format!(", each valid for {valid}"));
                let (age, valid) = (age.unwrap_or_default(), valid.unwrap_or_default());
                let by = by_different_people(claims.signers);
                format!("{} examples of {}{age}{valid}{by}", claims.least, called(claims.of))
            }
            Leaf::Minutes(Minutes { kind, least, signers, window, while_holding }) => {
                let window = window.map(|window| format!(" within the last {window}")).unwrap_or_default();
                let holding = holding(*while_holding).unwrap_or_default();
                let (hours, by) = (hours_in_words(*least), by_different_people(*signers));
                format!("{hours} of {}{window}{holding}{by}", self.experience_kind(*kind).title)
            }
            Leaf::Credits(least, nodes) => format!("{least} credits from ({})", all(nodes)),
            Leaf::Exempt(nodes) => format!("exempt from all of ({})", all(nodes)),
            Leaf::Elapsed(Elapsed { length, kind, full_time_equivalent, max_organisations, while_holding }) => {
                let full = if *full_time_equivalent { ", full time or equivalent" } else { "" };
                let most = max_organisations.map(|most| format!(", in at most {}", organisations(most)));
                let (most, holding) = (most.unwrap_or_default(), holding(*while_holding).unwrap_or_default());
                format!("{length} of {}{full}{most}{holding}", self.experience_kind(*kind).title)
            }
            Leaf::Unpublished(what) => format!("not published: {what}"),
        }
    }
}

fn by_different_people(signers: u32) -> String {
    if signers > 1 { format!(", signed by at least {signers} different people") } else { String::new() }
}
