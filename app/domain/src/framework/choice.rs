use super::{NodeIx, Rule};

/// A choice that a rule leaves: so many of these parts, of which there are more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a> {
    /// How many are enough.
    pub n: u32,
    /// The parts. One may be several nodes together: "A and B, or C".
    pub of: &'a [Rule],
}

impl Choice<'_> {
    /// Every node that the choice is about, in the order of the rule.
    #[must_use]
    pub fn nodes(&self) -> Vec<NodeIx> {
        let mut nodes = Vec::new();
        self.of.iter().for_each(|part| part.nodes(&mut nodes));
        nodes
    }
}

impl Rule {
    /// Every choice that the rule leaves, in its order. A choice within a part of another belongs to that part.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice<'_>> {
        match self {
            Rule::Of { least, parts } if (*least as usize) < parts.len() => vec![Choice { n: *least, of: parts }],
            Rule::Of { parts, .. } => parts.iter().flat_map(Rule::choices).collect(),
            Rule::At { rule, .. } => rule.choices(),
            Rule::Not(_) | Rule::Leaf(_) => Vec::new(),
        }
    }
}
