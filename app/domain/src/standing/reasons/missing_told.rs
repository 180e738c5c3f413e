//! What a rule still lacks, named in a few words, and which of several ways is the nearest.

use super::{Reader, Teller};
use crate::dates::in_words;
use crate::framework::{ElementKind, KeyRule, NodeIx, NodeKind, Rule};
use crate::sign_off::is_found_at_work;
use crate::standing::{Key, KeyProblem, State, Verdict, gathered};

/// How many things are named before the rest is counted.
const MOST_NAMED: usize = 3;

/// One thing that is missing.
enum Lack {
    /// In words.
    Named(String),
    /// So many decisions of the body that excuse from something.
    Exemptions(usize),
}

impl Lack {
    fn words(&self) -> String {
        match self {
            Lack::Named(words) => words.clone(),
            Lack::Exemptions(1) => String::from("one exemption"),
            Lack::Exemptions(n) => format!("{n} exemptions"),
        }
    }
}

impl Teller<'_> {
    /// "F06, one claim and the employer’s verification are missing"; nothing when the rule lacks nothing.
    pub(super) fn is_missing(self, rule: &Rule) -> Option<String> {
        let mut lacks = Vec::new();
        self.lacks(rule, &mut lacks);
        are_missing(&lacks)
    }

    /// What a stage that is not met still lacks, in words.
    pub(super) fn stage_is_missing(self, stage: NodeIx) -> Option<String> {
        let keys = self.framework.node(stage).as_stage()?;
        if let Some(KeyProblem::SamePerson(_)) = self.standing.key(stage, Key::Employer).because {
            return Some(String::from("one person signed for both keys"));
        }
        let mut lacks = Vec::new();
        if let KeyRule::Needs(rule) = &keys.results {
            self.lacks(rule, &mut lacks);
        }
        match &keys.employer {
            KeyRule::Needs(rule) if self.reader == Reader::OfClaims => self.lacks(rule, &mut lacks),
            KeyRule::Needs(_) if !self.standing.key(stage, Key::Employer).turned => {
                lacks.push(Lack::Named(String::from("the employer’s key")));
            }
            _ => {}
        }
        are_missing(&lacks)
    }

    fn lacks(self, rule: &Rule, into: &mut Vec<Lack>) {
        if self.holds(rule) {
            return;
        }
        let words = match rule {
            Rule::All(parts) => return parts.iter().for_each(|part| self.lacks(part, into)),
            Rule::Any(parts) => {
                let nearest = self.nearest_first(parts).into_iter().next();
                return nearest.into_iter().for_each(|at| self.lacks(&parts[at], into));
            }
            Rule::AtLeast { n, of } => {
                let there = of.iter().filter(|part| self.holds(part)).count();
                let left = (*n as usize).saturating_sub(there);
                if left == of.len() - there {
                    return of.iter().for_each(|part| self.lacks(part, into));
                }
                format!("{} of {} options", number(left), of.len() - there)
            }
            Rule::Exempt(nodes) => {
                let open = nodes.iter().filter(|ix| self.standing.state(**ix) != State::Exempt);
                return match into.last_mut() {
                    Some(Lack::Exemptions(n)) => *n += open.count(),
                    _ => into.push(Lack::Exemptions(open.count())),
                };
            }
            Rule::Node(ix) | Rule::Holds(ix) => self.lacking(*ix),
            Rule::Outcomes(nodes) => claims(nodes.iter().fold(0u32, |sum, ix| {
                let (done, of) = self.standing.progress(*ix);
                sum.saturating_add(of.saturating_sub(done))
            })),
            Rule::Examples(rule) => {
                let found = gathered::examples(self.facts, rule, self.standing.on(), &[], &mut |_| {});
                claims(u32::try_from(found.of - found.done).unwrap_or_default())
            }
            Rule::Hours(hours) => self.framework.experience_kind(hours.kind).title.clone(),
            Rule::Period(period) => self.framework.experience_kind(period.kind).title.clone(),
            Rule::Credits { n, of } => format!("{} credits", n.saturating_sub(self.credits(of))),
            Rule::Matches(ix) => format!("the specialism {}", self.framework.specialism(*ix).title),
            Rule::JoinedBefore(day) => format!("a day of joining before {}", in_words(*day)),
            Rule::JoinedFrom(day) => format!("a day of joining from {} on", in_words(*day)),
            Rule::Unpublished(_) => String::from("what the body has not published"),
        };
        into.push(Lack::Named(words));
    }

    /// What is missing of one node, in a few words.
    fn lacking(self, ix: NodeIx) -> String {
        let node = self.framework.node(ix);
        let (done, of) = self.standing.progress(ix);
        match &node.kind {
            kind if self.reader == Reader::OfResults && is_found_at_work(kind) => String::from("what is shown at work"),
            NodeKind::Stage(_) => format!("the {} stage", node.title),
            NodeKind::Status(_) => format!("the status {}", node.title),
            NodeKind::Element(ElementKind::Verification) => String::from("the employer’s verification"),
            NodeKind::Element(ElementKind::Portfolio) | NodeKind::Competency(_) if of > done => claims(of - done),
            _ => self.short(ix),
        }
    }

    /// A node by its code where its title begins with one: "F06".
    fn short(self, ix: NodeIx) -> String {
        let node = self.framework.node(ix);
        let coded = node
            .title
            .strip_prefix(&node.id)
            .is_some_and(|rest| rest.starts_with([' ', ',', ':']));
        if coded { node.id.clone() } else { node.title.clone() }
    }

    /// Positions of the parts, the one of which least is missing first. What only the body can give, and of which nothing
    /// is there yet, comes after what one can do.
    pub(super) fn nearest_first(self, parts: &[Rule]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_cached_key(|at| self.distance(&parts[*at]));
        order
    }

    fn distance(self, rule: &Rule) -> (bool, u32) {
        if self.holds(rule) {
            return (false, 0);
        }
        match rule {
            Rule::All(parts) => parts
                .iter()
                .map(|part| self.distance(part))
                .fold((false, 0), |sum, part| (sum.0 || part.0, sum.1.saturating_add(part.1))),
            Rule::Any(parts) => parts.iter().map(|part| self.distance(part)).min().unwrap_or((true, 1)),
            Rule::AtLeast { n, of } => {
                let mut each: Vec<(bool, u32)> = of.iter().map(|part| self.distance(part)).collect();
                each.sort_unstable();
                each.iter()
                    .take(*n as usize)
                    .fold((false, 0), |sum, part| (sum.0 || part.0, sum.1.saturating_add(part.1)))
            }
            Rule::Node(ix) | Rule::Holds(ix) => {
                let (done, of) = self.standing.progress(*ix);
                (false, of.saturating_sub(done).max(1))
            }
            Rule::Exempt(nodes) => {
                let excused = nodes.iter().filter(|ix| self.standing.state(**ix) == State::Exempt);
                let excused = excused.count();
                (excused == 0, u32::try_from(nodes.len() - excused).unwrap_or(u32::MAX))
            }
            // A specialism that is chosen is not given up for this.
            Rule::Matches(_) => (self.facts.specialism.is_some(), 1),
            Rule::Unpublished(_) | Rule::JoinedBefore(_) | Rule::JoinedFrom(_) => (true, 1),
            _ => (false, 1),
        }
    }

    /// Whether the rule holds, from the same verdicts that decided it.
    pub(super) fn holds(self, rule: &Rule) -> bool {
        let counts = |ix: &NodeIx| self.standing.state(*ix).counts();
        match rule {
            Rule::All(parts) => parts.iter().all(|part| self.holds(part)),
            Rule::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Rule::AtLeast { n, of } => of.iter().filter(|part| self.holds(part)).count() >= *n as usize,
            Rule::Node(ix) | Rule::Holds(ix) => counts(ix),
            Rule::Outcomes(nodes) => nodes.iter().all(counts),
            Rule::Exempt(nodes) => nodes.iter().all(|ix| self.standing.state(*ix) == State::Exempt),
            Rule::Credits { n, of } => self.credits(of) >= *n,
            leaf => self.rule(leaf).verdict == Verdict::Met,
        }
    }

    /// Credits of what counts.
    pub(super) fn credits(self, of: &[NodeIx]) -> u32 {
        let counting = of.iter().filter(|ix| self.standing.state(**ix).counts());
        counting.fold(0, |sum, ix| sum.saturating_add(self.framework.node(*ix).credits))
    }
}

fn claims(left: u32) -> String {
    format!(
        "{} {}",
        number(left as usize),
        if left == 1 { "claim" } else { "claims" }
    )
}

fn number(n: usize) -> String {
    if n == 1 { String::from("one") } else { n.to_string() }
}

/// "F01, F02, F03 and 4 more".
fn listed(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    // One more takes as much room as its name.
    let shown = if more == 1 { names.len() } else { names.len() - more };
    let (shown, more) = (&names[..shown], names.len() - shown);
    match (shown, more) {
        ([], _) => String::new(),
        ([only], 0) => only.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

fn are_missing(lacks: &[Lack]) -> Option<String> {
    let lacks: Vec<String> = lacks.iter().map(Lack::words).collect();
    let one = matches!(&lacks[..], [only] if !only.starts_with(|c: char| c.is_ascii_digit()));
    (!lacks.is_empty()).then(|| format!("{} {} missing", listed(&lacks), if one { "is" } else { "are" }))
}
