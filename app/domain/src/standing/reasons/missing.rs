//! What is still missing for a rule, named in a few words, and which of several ways is the nearest.

use super::{Audience, Writer};
use crate::dates::in_words;
use crate::framework::{Attribute, ElementKind, KeyRule, Leaf, NodeIx, NodeKind, Rule};
use crate::sign_off::is_found_at_work;
use crate::standing::explanation::Explanation;
use crate::standing::{Key, KeyProblem};

/// How many things are named before the rest is counted.
const MOST_NAMED: usize = 3;

/// One thing that is missing.
enum Missing {
    /// In words.
    Named(String),
    /// So many claims to be decided met.
    Claims(i64),
    /// So many decisions of the body that excuse from something.
    Exemptions(i64),
}

impl Missing {
    /// Adds to the others; what is counted is counted once.
    fn add(self, others: &mut Vec<Missing>) {
        for other in others.iter_mut() {
            if let (Missing::Claims(n), Missing::Claims(more)) | (Missing::Exemptions(n), Missing::Exemptions(more)) =
                (other, &self)
            {
                *n += more;
                return;
            }
        }
        others.push(self);
    }
}

/// How far away something is: whether it is out of one's own reach, then how many things are missing.
type Distance = (bool, u32);

fn together(parts: impl Iterator<Item = Distance>) -> Distance {
    parts.fold((false, 0), |sum, part| (sum.0 || part.0, sum.1.saturating_add(part.1)))
}

impl Writer<'_> {
    /// "F06, one claim and the employer’s verification are missing"; nothing when the rule holds.
    pub(super) fn is_missing(self, explained: &Explanation<'_>) -> Option<String> {
        let mut missing = Vec::new();
        self.missing(explained, &mut missing);
        are_missing(missing)
    }

    /// The same of a list of nodes.
    pub(super) fn are_missing(self, nodes: &[NodeIx]) -> Option<String> {
        let mut missing = Vec::new();
        nodes.iter().for_each(|ix| self.missing_node(*ix).add(&mut missing));
        are_missing(missing)
    }

    /// What a stage that is not met still needs, in words.
    pub(super) fn stage_is_missing(self, stage: NodeIx) -> Option<String> {
        let keys = self.framework.node(stage).as_stage()?;
        let employer = self.standing.key(stage, Key::Employer);
        if let Some(KeyProblem::SamePerson(_)) = employer.because {
            return Some(String::from("one person signed for both keys"));
        }
        let mut missing = Vec::new();
        keys.results.rule().iter().for_each(|rule| self.missing(&self.explain(rule), &mut missing));
        match &keys.employer {
            KeyRule::Needs(rule) if self.reader == Audience::OfClaims => {
                self.missing(&self.explain(rule), &mut missing)
            }
            KeyRule::Needs(_) if !employer.turned => missing.push(Missing::Named("the employer’s key".to_owned())),
            KeyRule::Needs(_) | KeyRule::Absent(_) => {}
        }
        are_missing(missing)
    }

    fn missing(self, explained: &Explanation<'_>, into: &mut Vec<Missing>) {
        if explained.holds {
            return;
        }
        let parts = &explained.parts;
        let there = parts.iter().filter(|part| part.holds).count();
        match explained.rule {
            Rule::Of { least: 1, .. } if parts.len() > 1 && !self.are_as_near(parts) => {
                let nearest = self.nearest_first(parts).into_iter().next();
                nearest.into_iter().for_each(|at| self.missing(&parts[at], into));
            }
            Rule::Of { .. } if self.is_of_outcomes(explained) => {
                let left = explained.progress.of.saturating_sub(explained.progress.done);
                Missing::Claims(i64::from(left)).add(into);
            }
            Rule::Of { least, .. } if (*least as usize) < parts.len() => {
                let left = (*least as usize).saturating_sub(there);
                into.push(Missing::Named(format!("{} of {} options", number(left as i64), parts.len() - there)));
            }
            Rule::Of { .. } | Rule::At { .. } => parts.iter().for_each(|part| self.missing(part, into)),
            Rule::Not(_) => into.push(Missing::Named(String::from("what must not be so"))),
            Rule::Leaf(leaf) => self.missing_leaf(explained, leaf, into),
        }
    }

    fn missing_leaf(self, explained: &Explanation<'_>, leaf: &Leaf, into: &mut Vec<Missing>) {
        let left = explained.count.left();
        let kind = |kind| self.framework.experience_kind(kind).title.clone();
        let named = match leaf {
            Leaf::Node(ix) => return self.missing_node(*ix).add(into),
            Leaf::Person(Attribute::Specialism(ix)) => {
                format!("the specialism {}", self.framework.specialism(*ix).title)
            }
            Leaf::Person(Attribute::JoinedBefore(day)) => format!("a day of joining before {}", in_words(*day)),
            Leaf::Person(Attribute::JoinedFrom(day)) => format!("a day of joining from {} on", in_words(*day)),
            Leaf::Claims(_) => return Missing::Claims(left).add(into),
            Leaf::Minutes(minutes) => kind(minutes.kind),
            Leaf::Credits(..) => format!("{left} credits"),
            Leaf::Exempt(_) => return Missing::Exemptions(left).add(into),
            Leaf::Elapsed(elapsed) => kind(elapsed.kind),
            Leaf::Unpublished(_) => String::from("what the body has not published"),
        };
        into.push(Missing::Named(named));
    }

    /// What is missing of one node, in a few words.
    fn missing_node(self, ix: NodeIx) -> Missing {
        let node = self.framework.node(ix);
        let far = self.how_far(ix);
        Missing::Named(match &node.kind {
            kind if self.reader == Audience::OfResults && is_found_at_work(kind) => {
                String::from("what is shown at work")
            }
            NodeKind::Stage(_) => format!("the {} stage", node.title),
            NodeKind::Status(_) => format!("the status {}", node.title),
            NodeKind::Element(ElementKind::Verification) if self.is_the_only_verification(ix) => {
                String::from("the employer’s verification")
            }
            kind if kind.gathers_outcomes() && far.of > far.done => {
                return Missing::Claims(i64::from(far.of - far.done));
            }
            NodeKind::Element(_) | NodeKind::Competency(_) | NodeKind::StepOff { .. } | NodeKind::Route => {
                self.short(ix)
            }
        })
    }

    fn is_the_only_verification(self, ix: NodeIx) -> bool {
        let stage = self.framework.node(ix).stage.and_then(|stage| self.framework.node(stage).as_stage());
        stage.is_none_or(|stage| stage.verifications.len() == 1)
    }

    /// The claims for an outcome, for who may know of them.
    pub(super) fn name_of_claims(self, outcome: NodeIx) -> String {
        match self.reader {
            Audience::OfClaims => format!("the claims for {}", self.short(outcome)),
            Audience::OfResults => String::from("what is shown at work"),
        }
    }

    /// A node by its code where its title begins with one: "F06".
    pub(super) fn short(self, ix: NodeIx) -> String {
        let node = self.framework.node(ix);
        let coded = node.title.strip_prefix(&node.id).is_some_and(|rest| rest.starts_with([' ', ',', ':']));
        if coded { node.id.clone() } else { node.title.clone() }
    }

    /// Positions of the parts, the one of which least is missing first. What only the body can give, and of which nothing
    /// is there yet, comes after what one can do.
    pub(super) fn nearest_first(self, parts: &[Explanation<'_>]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_cached_key(|at| self.distance(&parts[*at]));
        order
    }

    /// Whether all ways are single nodes and none is nearer than another, so that naming one of them would mislead.
    pub(super) fn are_as_near(self, parts: &[Explanation<'_>]) -> bool {
        let first = parts.first().map(|part| self.distance(part));
        parts.iter().all(|part| part.rule.as_node().is_some() && Some(self.distance(part)) == first)
    }

    fn distance(self, explained: &Explanation<'_>) -> Distance {
        if explained.holds {
            return (false, 0);
        }
        match explained.rule {
            Rule::Of { least, .. } => {
                let mut each: Vec<Distance> = explained.parts.iter().map(|part| self.distance(part)).collect();
                each.sort_unstable();
                together(each.into_iter().take(*least as usize))
            }
            Rule::Not(_) => (true, 1),
            Rule::At { .. } => together(explained.parts.iter().map(|part| self.distance(part))),
            Rule::Leaf(leaf) => match leaf {
                Leaf::Node(ix) => {
                    let far = self.how_far(*ix);
                    (false, far.of.saturating_sub(far.done).max(1))
                }
                // A specialism that is chosen is not given up for this.
                Leaf::Person(Attribute::Specialism(_)) => (self.specialism().is_some(), 1),
                Leaf::Person(Attribute::JoinedBefore(_) | Attribute::JoinedFrom(_)) | Leaf::Unpublished(_) => (true, 1),
                Leaf::Exempt(_) => {
                    (explained.count.done == 0, u32::try_from(explained.count.left()).unwrap_or(u32::MAX))
                }
                Leaf::Claims(_) | Leaf::Minutes(_) | Leaf::Credits(..) | Leaf::Elapsed(_) => (false, 1),
            },
        }
    }
}

fn claims(left: i64) -> String {
    format!("{} {}", number(left), if left == 1 { "claim" } else { "claims" })
}

fn number(n: i64) -> String {
    if n == 1 { String::from("one") } else { n.to_string() }
}

/// "F01, F02, F03 and 4 more are missing".
fn are_missing(missing: Vec<Missing>) -> Option<String> {
    let words = missing.into_iter().map(|missing| match missing {
        Missing::Named(words) => words,
        Missing::Claims(n) => claims(n),
        Missing::Exemptions(1) => String::from("one exemption"),
        Missing::Exemptions(n) => format!("{n} exemptions"),
    });
    let names: Vec<String> = words.collect();
    let is_one = matches!(names.as_slice(), [only] if !only.starts_with(|c: char| c.is_ascii_digit()));
    Some(format!("{} {} missing", listed(&names)?, if is_one { "is" } else { "are" }))
}

/// "F01, F02, F03 and 4 more".
pub(super) fn listed(names: &[String]) -> Option<String> {
    let more = names.len().saturating_sub(MOST_NAMED);
    // One more takes as much room as its name.
    let (shown, more) = if more == 1 { (names, 0) } else { (&names[..names.len() - more], more) };
    Some(match (shown, more) {
        ([], _) => return None,
        ([only], _) => only.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    })
}
