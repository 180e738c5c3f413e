use super::{Framework, NodeIx, Rule};
use crate::dates::{hours_in_words, in_words};

impl Framework {
    /// A rule in plain English, with the titles of what it names: "all of F01 Legal Systems and F02 Law of Tort".
    pub fn rule_in_words(&self, rule: &Rule) -> String {
        match rule {
            Rule::All(parts) if parts.is_empty() => "nothing".to_owned(),
            Rule::All(parts) => self.several(parts, "and"),
            Rule::Any(parts) => self.several(parts, "or"),
            Rule::AtLeast { n, of } => format!("at least {n} of ({})", self.listed(of)),
            Rule::Node(ix) => self.called(*ix),
            Rule::Outcomes(nodes) => {
                let examples = nodes.iter().filter_map(|ix| self.node(*ix).examples.as_ref());
                let of: u32 = examples.map(|examples| examples.n).fold(0, u32::saturating_add);
                format!("{of} examples of {} outcomes", nodes.len())
            }
            Rule::Exempt(nodes) => {
                let titles: Vec<String> = nodes.iter().map(|ix| self.called(*ix)).collect();
                format!("exempt from all of ({})", titles.join("; "))
            }
            Rule::Examples(examples) => {
                let mut text = format!("{} examples of {}", examples.n, self.called(examples.of));
                if let Some(age) = examples.max_age {
                    text.push_str(&format!(", at most {age} old when sent"));
                }
                text + &signers(examples.distinct_signers)
            }
            Rule::Hours(hours) => {
                let kind = &self.experience_kind(hours.kind).title;
                let mut text = format!("{} of {kind}", hours_in_words(hours.minutes));
                if let Some(window) = hours.window {
                    text.push_str(&format!(" within the last {window}"));
                }
                text + &self.holding(hours.while_holding) + &signers(hours.distinct_signers)
            }
            Rule::Period(period) => {
                let kind = &self.experience_kind(period.kind).title;
                let mut text = format!("{} of {kind}", period.length);
                if period.full_time_equivalent {
                    text.push_str(", full time or equivalent");
                }
                if let Some(most) = period.max_organisations {
                    text.push_str(&format!(", in at most {most} organisations"));
                }
                text + &self.holding(period.while_holding)
            }
            Rule::Credits { n, of } => {
                let titles: Vec<String> = of.iter().map(|ix| self.called(*ix)).collect();
                format!("{n} credits from ({})", titles.join("; "))
            }
            Rule::Holds(ix) => format!("{} held", self.called(*ix)),
            Rule::Matches(ix) => format!("the specialism {}", self.specialism(*ix).title),
            Rule::JoinedBefore(day) => format!("joined before {}", in_words(*day)),
            Rule::JoinedFrom(day) => format!("joined on {} or later", in_words(*day)),
            Rule::Unpublished(what) => format!("not published: {what}"),
        }
    }

    fn called(&self, ix: NodeIx) -> String {
        self.node(ix).title.clone()
    }

    fn listed(&self, parts: &[Rule]) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.rule_in_words(part)).collect();
        parts.join("; ")
    }

    fn several(&self, parts: &[Rule], join: &str) -> String {
        match parts {
            [one] => self.rule_in_words(one),
            parts => {
                let inner = |part: &Rule| match part {
                    Rule::All(parts) | Rule::Any(parts) if parts.len() > 1 => format!("({})", self.rule_in_words(part)),
                    part => self.rule_in_words(part),
                };
                let parts: Vec<String> = parts.iter().map(inner).collect();
                parts.join(&format!("; {join} "))
            }
        }
    }

    fn holding(&self, status: Option<NodeIx>) -> String {
        status
            .map(|ix| format!(", while {} is held", self.called(ix)))
            .unwrap_or_default()
    }
}

fn signers(distinct: u32) -> String {
    if distinct > 1 {
        format!(", signed by at least {distinct} different people")
    } else {
        String::new()
    }
}
