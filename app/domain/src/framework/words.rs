use super::{Attribute, Elapsed, Fold, Framework, Leaf, Moment, NodeIx, Rule, Source, Tally};
use crate::dates::{hours_in_words, in_words};

impl Framework {
    /// A rule in plain English, with the titles of what it names: "all of F01 Legal Systems and F02 Law of Tort".
    pub fn rule_in_words(&self, rule: &Rule) -> String {
        rule.fold(&mut InWords(self)).text
    }

    fn called(&self, ix: NodeIx) -> String {
        self.node(ix).title.clone()
    }

    fn all_called(&self, nodes: &[NodeIx]) -> String {
        let titles: Vec<String> = nodes.iter().map(|ix| self.called(*ix)).collect();
        titles.join("; ")
    }

    fn holding(&self, status: Option<NodeIx>) -> String {
        status.map(|ix| format!(", while {} is held", self.called(ix))).unwrap_or_default()
    }

    fn tally_in_words(&self, tally: &Tally) -> String {
        let Tally { source, least, signers } = tally;
        let text = match source {
            Source::Claims(claims) => {
                let mut text = format!("{least} examples of {}", self.called(claims.of));
                if let Some(age) = claims.max_age {
                    text.push_str(&format!(", at most {age} old when sent"));
                }
                if let Some(valid) = claims.valid_for {
                    text.push_str(&format!(", each valid for {valid}"));
                }
                text
            }
            Source::Minutes(minutes) => {
                let kind = &self.experience_kind(minutes.kind).title;
                let mut text = format!("{} of {kind}", hours_in_words(*least));
                if let Some(window) = minutes.window {
                    text.push_str(&format!(" within the last {window}"));
                }
                text + &self.holding(minutes.while_holding)
            }
            Source::Credits(nodes) => format!("{least} credits from ({})", self.all_called(nodes)),
            Source::Exemptions(nodes) => format!("exempt from all of ({})", self.all_called(nodes)),
        };
        text + &by_different_people(*signers)
    }

    fn elapsed_in_words(&self, elapsed: &Elapsed) -> String {
        let kind = &self.experience_kind(elapsed.kind).title;
        let mut text = format!("{} of {kind}", elapsed.length);
        if elapsed.full_time_equivalent {
            text.push_str(", full time or equivalent");
        }
        if let Some(most) = elapsed.max_organisations {
            text.push_str(&format!(", in at most {most} organisations"));
        }
        text + &self.holding(elapsed.while_holding)
    }
}

struct InWords<'f>(&'f Framework);

/// A rule in words, and whether it needs brackets inside another.
struct Phrase {
    text: String,
    is_list: bool,
}

impl Phrase {
    fn plain(text: String) -> Self {
        Phrase { text, is_list: false }
    }
}

impl<'r> Fold<'r> for InWords<'_> {
    type Value = Phrase;
    type Sum = Vec<Phrase>;

    fn leaf(&mut self, _: &'r Rule, leaf: &'r Leaf) -> Phrase {
        let framework = self.0;
        Phrase::plain(match leaf {
            Leaf::Node(ix) if framework.node(*ix).as_status().is_some() => format!("{} held", framework.called(*ix)),
            Leaf::Node(ix) => framework.called(*ix),
            Leaf::Person(Attribute::Specialism(ix)) => format!("the specialism {}", framework.specialism(*ix).title),
            Leaf::Person(Attribute::JoinedBefore(day)) => format!("joined before {}", in_words(*day)),
            Leaf::Person(Attribute::JoinedFrom(day)) => format!("joined on {} or later", in_words(*day)),
            Leaf::Tally(tally) => framework.tally_in_words(tally),
            Leaf::Elapsed(elapsed) => framework.elapsed_in_words(elapsed),
            Leaf::Unpublished(what) => format!("not published: {what}"),
        })
    }

    fn begin(&mut self, _: u32, parts: usize) -> Vec<Phrase> {
        Vec::with_capacity(parts)
    }

    fn add(&mut self, sum: &mut Vec<Phrase>, part: Phrase) {
        sum.push(part);
    }

    fn end(&mut self, rule: &'r Rule, sum: Vec<Phrase>) -> Phrase {
        let Rule::Of { least, parts } = rule else {
            return Phrase::plain(String::new());
        };
        if let Some(outcomes) = self.0.only_outcomes(parts, *least) {
            return Phrase::plain(outcomes);
        }
        let join = match (parts.len(), *least as usize) {
            (0, _) => return Phrase::plain(String::from("nothing")),
            (1, _) => return sum.into_iter().next().unwrap_or_else(|| Phrase::plain(String::new())),
            (all, least) if least >= all => "and",
            (_, 1) => "or",
            (_, least) => {
                let parts: Vec<String> = sum.into_iter().map(|part| part.text).collect();
                return Phrase::plain(format!("at least {least} of ({})", parts.join("; ")));
            }
        };
        let inner = |part: Phrase| {
            if part.is_list { format!("({})", part.text) } else { part.text }
        };
        let parts: Vec<String> = sum.into_iter().map(inner).collect();
        Phrase { text: parts.join(&format!("; {join} ")), is_list: true }
    }

    fn not(&mut self, _: &'r Rule, part: Phrase) -> Phrase {
        Phrase::plain(format!("not ({})", part.text))
    }

    fn at(&mut self, _: &'r Rule, moment: Moment, part: &'r Rule) -> Phrase {
        let text = part.fold(self).text;
        Phrase::plain(match moment {
            Moment::Done => format!("({text}) on the day it is done"),
            Moment::Now => format!("({text}) for as long as it counts"),
        })
    }
}

impl Framework {
    /// "47 examples of 27 outcomes", where a rule asks for nothing but outcomes, and for all of them.
    fn only_outcomes(&self, parts: &[Rule], least: u32) -> Option<String> {
        let examples = |part: &Rule| match part {
            Rule::Leaf(Leaf::Node(ix)) => self.node(*ix).examples().map(|examples| examples.least),
            Rule::Leaf(_) | Rule::Of { .. } | Rule::Not(_) | Rule::At { .. } => None,
        };
        let of: Option<Vec<i64>> = parts.iter().map(examples).collect();
        let of = of.filter(|of| of.len() > 1 && least as usize >= of.len())?;
        let sum = of.iter().fold(0i64, |sum, n| sum.saturating_add(*n));
        Some(format!("{sum} examples of {} outcomes", parts.len()))
    }
}

fn by_different_people(signers: u32) -> String {
    if signers > 1 { format!(", signed by at least {signers} different people") } else { String::new() }
}
