use std::collections::BTreeMap;

use chrono::NaiveDate;
use petgraph::graph::DiGraph;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Attempts, Examples, Expiry, KeyRule, Rule, nearest};
use crate::dates::Length;

/// A node of one framework: a dense index, in an order in which everything a node needs comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIx(pub(crate) u32);

impl NodeIx {
    /// The index, from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A specialism of one framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpecialismIx(pub(crate) u32);

impl SpecialismIx {
    /// The index, from 0, in the order of the file.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A kind of experience of one framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindIx(pub(crate) u32);

impl KindIx {
    /// The index, from 0, in the order of the file.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an element asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// An assessment to pass.
    Assessment,
    /// A course to complete.
    Course,
    /// Experience to gather.
    Experience,
    /// Competencies to evidence.
    Portfolio,
    /// The employer's word that the person is competent at work.
    Verification,
}

impl ElementKind {
    /// The word a person reads.
    pub fn word(self) -> &'static str {
        match self {
            ElementKind::Assessment => "assessment",
            ElementKind::Course => "course",
            ElementKind::Experience => "experience",
            ElementKind::Portfolio => "portfolio",
            ElementKind::Verification => "employer verification",
        }
    }
}

/// How high a competency stands in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompetencyLevel {
    /// The top: a group of competencies.
    Area,
    /// One competency.
    Competency,
    /// What is evidenced by claims.
    Outcome,
}

/// What a node is, with what only that kind has.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A rung, met with two keys.
    Stage(Stage),
    /// One thing to complete.
    Element(ElementKind),
    /// A node of the competency tree.
    Competency(CompetencyLevel),
    /// A point at which one may stop with a status.
    StepOff {
        /// What may be applied for there.
        status: NodeIx,
    },
    /// What is held.
    Status(Status),
    /// A way through that is open to some and closed to others.
    Route,
}

impl NodeKind {
    /// The word a person reads.
    pub fn word(&self) -> &'static str {
        match self {
            NodeKind::Stage(_) => "stage",
            NodeKind::Element(kind) => kind.word(),
            NodeKind::Competency(CompetencyLevel::Area) => "competency area",
            NodeKind::Competency(CompetencyLevel::Competency) => "competency",
            NodeKind::Competency(CompetencyLevel::Outcome) => "outcome",
            NodeKind::StepOff { .. } => "step-off point",
            NodeKind::Status(_) => "status",
            NodeKind::Route => "route",
        }
    }
}

/// The keys of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The formal results.
    pub results: KeyRule,
    /// The employer's verification of competence at work.
    pub employer: KeyRule,
    /// The verification elements that the employer's key asks for.
    pub verifications: Vec<NodeIx>,
}

/// A professional status.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Status {
    /// Letters after the name.
    pub letters: Option<String>,
    /// What the holder may do.
    pub rights: Vec<String>,
    /// First day on which the title is conferred.
    pub valid_from: Option<NaiveDate>,
    /// First day on which the title is no longer conferred.
    pub valid_until: Option<NaiveDate>,
    /// How long an award lasts; without it, until it is withdrawn.
    pub expires: Option<Length>,
    /// Earlier titles of the same rung, oldest first.
    pub formerly: Vec<FormerTitle>,
}

/// A title that a status bore before.
#[derive(Clone, Debug, PartialEq)]
pub struct FormerTitle {
    /// The earlier title.
    pub title: String,
    /// Its letters.
    pub letters: Option<String>,
    /// First day on which it was no longer used.
    pub until: NaiveDate,
}

/// One node, as its author described it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Unique in the framework.
    pub id: String,
    /// What it is.
    pub kind: NodeKind,
    /// What people call it. For a status, the title itself.
    pub title: String,
    /// One sentence more.
    pub summary: Option<String>,
    /// The note, when the body has not published this (or part of it).
    pub unpublished: Option<String>,
    /// The stage it belongs to.
    pub stage: Option<NodeIx>,
    /// The competency above it.
    pub parent: Option<NodeIx>,
    /// Where the facts come from: pages, paragraphs.
    pub sources: Vec<String>,
    /// What must hold before it counts: entry to a stage, the pair of an option. For a step-off, all it asks.
    pub requires: Option<Rule>,
    /// What makes it met, where that is not a recorded fact: portfolio, experience, competencies.
    pub rule: Option<Rule>,
    /// How often it may be sat.
    pub attempts: Option<Attempts>,
    /// How a pass lapses.
    pub expires: Option<Expiry>,
    /// How often an outcome is evidenced.
    pub examples: Option<Examples>,
    /// Credits it is worth.
    pub credits: u32,
    /// The line of its table in the framework's file.
    pub line: usize,
}

impl Node {
    /// The details, when it is a stage.
    pub fn as_stage(&self) -> Option<&Stage> {
        match &self.kind {
            NodeKind::Stage(stage) => Some(stage),
            _ => None,
        }
    }

    /// The details, when it is a status.
    pub fn as_status(&self) -> Option<&Status> {
        match &self.kind {
            NodeKind::Status(status) => Some(status),
            _ => None,
        }
    }
}

/// A practice area that picks and pairs elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Specialism {
    /// Unique in the framework.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The elements that belong together in it.
    pub pairs: Vec<NodeIx>,
    /// The note, when the body has not published it in full.
    pub unpublished: Option<String>,
    /// Where the facts come from.
    pub sources: Vec<String>,
}

/// A kind of experience, and how it is counted.
#[derive(Clone, Debug, PartialEq)]
pub struct ExperienceKind {
    /// Unique among the kinds.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The kind it counts as, besides itself.
    pub counts_as: Option<KindIx>,
    /// Minutes counted for each whole week of the period, instead of those recorded.
    pub minutes_per_week: Option<i64>,
    /// Minutes counted once, however many such facts there are; it adds no elapsed time.
    pub minutes_flat: Option<i64>,
    /// Only what was confirmed before this day is of this kind.
    pub confirmed_before: Option<NaiveDate>,
}

/// The graph: an edge runs from what is needed to what needs it.
pub type NeedsGraph = DiGraph<NodeIx, ()>;

/// A qualification, whole and checked. See [`load`](super::load).
#[derive(Clone, Debug)]
pub struct Framework {
    pub(crate) head: Head,
    pub(crate) nodes: Vec<Node>,
    pub(crate) by_id: BTreeMap<String, NodeIx>,
    pub(crate) file_order: Vec<NodeIx>,
    pub(crate) specialisms: Vec<Specialism>,
    pub(crate) kinds: Vec<ExperienceKind>,
    pub(crate) sets: Vec<Vec<NodeIx>>,
    pub(crate) needs: Vec<Vec<NodeIx>>,
    pub(crate) unlocks: Vec<Vec<NodeIx>>,
    pub(crate) children: Vec<Vec<NodeIx>>,
    pub(crate) stages: Vec<NodeIx>,
    pub(crate) step_offs: Vec<NodeIx>,
    pub(crate) graph: NeedsGraph,
}

/// What stands at the top of the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    pub slug: String,
    pub version: String,
    pub title: String,
    pub short_title: String,
    pub body: String,
    pub zone: String,
    pub effective_from: NaiveDate,
}

impl Framework {
    /// The framework's short name in addresses and folders.
    pub fn slug(&self) -> &str {
        &self.head.slug
    }

    /// The version, as its author wrote it.
    pub fn version(&self) -> &str {
        &self.head.version
    }

    /// The full title.
    pub fn title(&self) -> &str {
        &self.head.title
    }

    /// The title that fits in a heading.
    pub fn short_title(&self) -> &str {
        &self.head.short_title
    }

    /// The professional body.
    pub fn body(&self) -> &str {
        &self.head.body
    }

    /// The body's time zone, an IANA name; its civil dates are read there.
    pub fn zone(&self) -> &str {
        &self.head.zone
    }

    /// The first day on which this version may be enrolled on.
    pub fn effective_from(&self) -> NaiveDate {
        self.head.effective_from
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node at all; never true of a loaded framework.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node at an index of this framework.
    ///
    /// # Panics
    /// When the index comes from a larger framework.
    pub fn node(&self, ix: NodeIx) -> &Node {
        &self.nodes[ix.index()]
    }

    /// The node with this id.
    pub fn find(&self, id: &str) -> Option<NodeIx> {
        self.by_id.get(id).copied()
    }

    /// The node at this position, for indices that were stored as numbers.
    pub fn at(&self, index: usize) -> Option<NodeIx> {
        (index < self.nodes.len()).then_some(NodeIx(index as u32))
    }

    /// Every node, what is needed before what needs it.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeIx, &Node)> {
        self.nodes.iter().enumerate().map(|(i, node)| (NodeIx(i as u32), node))
    }

    /// Every node in the order of the file, as its author tells the story.
    pub fn in_file_order(&self) -> impl Iterator<Item = (NodeIx, &Node)> {
        self.file_order.iter().map(|ix| (*ix, self.node(*ix)))
    }

    /// The stages, in the order of the file.
    pub fn stages(&self) -> &[NodeIx] {
        &self.stages
    }

    /// The step-off points, in the order of the file.
    pub fn step_offs(&self) -> &[NodeIx] {
        &self.step_offs
    }

    /// The specialisms, in the order of the file.
    pub fn specialisms(&self) -> &[Specialism] {
        &self.specialisms
    }

    /// One specialism.
    pub fn specialism(&self, ix: SpecialismIx) -> &Specialism {
        &self.specialisms[ix.index()]
    }

    /// The kinds of experience, in the order of the file.
    pub fn experience_kinds(&self) -> &[ExperienceKind] {
        &self.kinds
    }

    /// One kind of experience.
    pub fn experience_kind(&self, ix: KindIx) -> &ExperienceKind {
        &self.kinds[ix.index()]
    }

    /// What this node names in its rules, in the order of the rules.
    pub fn needs(&self, ix: NodeIx) -> &[NodeIx] {
        &self.needs[ix.index()]
    }

    /// What names this node in its rules.
    pub fn unlocks(&self, ix: NodeIx) -> &[NodeIx] {
        &self.unlocks[ix.index()]
    }

    /// The competencies under this one, or the elements of this stage, in the order of the file.
    pub fn children(&self, ix: NodeIx) -> &[NodeIx] {
        &self.children[ix.index()]
    }

    /// The stage this node belongs to.
    pub fn stage_of(&self, ix: NodeIx) -> Option<NodeIx> {
        self.node(ix).stage
    }

    /// The graph of needs: an edge runs from what is needed to what needs it.
    pub fn graph(&self) -> &NeedsGraph {
        &self.graph
    }

    /// The known node id that is closest to a mistyped one.
    pub fn nearest(&self, typed: &str) -> Option<&str> {
        nearest(typed, self.by_id.keys().map(String::as_str))
    }
}
