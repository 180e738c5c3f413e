use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use petgraph::graph::DiGraph;

use super::{Exempts, ExperienceKind, KindIx, Node, NodeIx, Prior, Specialism, SpecialismIx};

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
    pub(crate) priors: Vec<Prior>,
    pub(crate) exempts: Vec<Exempts>,
    /// For each kind of experience, the others that count as it.
    pub(crate) counting_as: Vec<Vec<KindIx>>,
    /// The sets of elements that lapse together, what is needed before what needs it.
    pub(crate) sets: Vec<Vec<NodeIx>>,
    pub(crate) needs: Vec<Vec<NodeIx>>,
    pub(crate) unlocks: Vec<Vec<NodeIx>>,
    pub(crate) children: Vec<Vec<NodeIx>>,
    pub(crate) stages: Vec<NodeIx>,
    pub(crate) step_offs: Vec<NodeIx>,
    pub(crate) graph: NeedsGraph,
    /// Whether nodes need each other: a status leads to its own renewal, or what belongs to a stage to its entry.
    pub(crate) has_circles: bool,
    /// Whether what counts for a rule may grow too old, or counts in so many organisations only.
    pub(crate) has_limits: bool,
    /// Whether hours are asked for while a status is held, and no days of work: it matters on which days hours are worked.
    pub(crate) holds_for_hours: bool,
    /// Whether a rule asks for something on the day of reading.
    pub(crate) asks_now: bool,
    /// For each node, whether a rule anywhere asks for it not to be so.
    pub(crate) forbidden: Vec<bool>,
    /// The stages that require something which may lapse before it is confirmed.
    pub(crate) entered_late: Vec<NodeIx>,
}

/// What stands at the top of the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head {
    pub slug: String,
    pub version: String,
    pub title: String,
    pub short_title: String,
    pub body: String,
    pub zone: Option<Tz>,
    pub effective_from: NaiveDate,
    /// The lines of the slug and of the version.
    pub lines: (usize, usize),
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

    /// The lines on which the file says its slug and its version.
    pub fn lines_of_name(&self) -> (usize, usize) {
        self.head.lines
    }

    /// The full title.
    pub fn title(&self) -> &str {
        &self.head.title
    }

    /// The title that fits in a heading.
    pub fn short_title(&self) -> &str {
        &self.head.short_title
    }

    /// The slug of the professional body.
    pub fn body(&self) -> &str {
        &self.head.body
    }

    /// The time zone that decides the days of its chapters; without one, the body's does.
    pub fn zone(&self) -> Option<Tz> {
        self.head.zone
    }

    /// The civil date of an instant, as every fact of an enrolment is dated: in the zone of the framework, else of its body.
    pub fn day_of(&self, at: DateTime<Utc>, body: Tz) -> NaiveDate {
        at.with_timezone(&self.head.zone.unwrap_or(body)).date_naive()
    }

    /// The first day on which this version may be enrolled on.
    pub fn effective_from(&self) -> NaiveDate {
        self.head.effective_from
    }

    /// Whether this version is in force on a day.
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.head.effective_from <= on
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

    /// The specialism with this id.
    pub fn specialism_of_id(&self, id: &str) -> Option<SpecialismIx> {
        let mut all = self.specialisms.iter().zip(0..);
        all.find(|(one, _)| one.id == id).map(|(_, at)| SpecialismIx(at))
    }

    /// The kinds of experience, in the order of the file.
    pub fn experience_kinds(&self) -> &[ExperienceKind] {
        &self.kinds
    }

    /// One kind of experience.
    pub fn experience_kind(&self, ix: KindIx) -> &ExperienceKind {
        &self.kinds[ix.index()]
    }

    /// The kinds of experience that count where this one is asked for, besides itself.
    pub(crate) fn kinds_counting_as(&self, kind: KindIx) -> &[KindIx] {
        &self.counting_as[kind.index()]
    }

    /// What nodes are worth together.
    pub(crate) fn credits<'n>(&self, of: impl Iterator<Item = &'n NodeIx>) -> i64 {
        of.map(|ix| i64::from(self.node(*ix).credits)).sum()
    }

    /// What this node names in its rules, in the order of the rules.
    pub fn needs(&self, ix: NodeIx) -> &[NodeIx] {
        &self.needs[ix.index()]
    }

    /// For each node, whether it is one of these or lies beneath one; `next` adds what lies beneath a node to a list.
    pub(crate) fn beneath(&self, mut left: Vec<NodeIx>, next: impl Fn(NodeIx, &mut Vec<NodeIx>)) -> Vec<bool> {
        let mut found = vec![false; self.len()];
        while let Some(ix) = left.pop() {
            if !std::mem::replace(&mut found[ix.index()], true) {
                next(ix, &mut left);
            }
        }
        found
    }

    /// For each node, whether it is one of these or is needed for one, through however many others.
    pub(crate) fn needed_for(&self, these: Vec<NodeIx>) -> Vec<bool> {
        self.beneath(these, |ix, left| left.extend(self.needs(ix)))
    }

    /// What names this node in its rules.
    pub fn unlocks(&self, ix: NodeIx) -> &[NodeIx] {
        &self.unlocks[ix.index()]
    }

    /// The competencies under this one, or the elements of this stage, in the order of the file.
    pub fn children(&self, ix: NodeIx) -> &[NodeIx] {
        &self.children[ix.index()]
    }

    /// What a node means: its summary, or that of the competency it is an outcome of. What stands further up speaks of many.
    pub fn meaning(&self, ix: NodeIx) -> Option<&str> {
        let node = self.node(ix);
        let above = node.parent.and_then(|parent| self.node(parent).summary.as_deref());
        node.summary.as_deref().or(above)
    }

    /// What the body has not published of a node, and of the competencies above it.
    pub fn unpublished(&self, ix: NodeIx) -> impl Iterator<Item = &str> {
        let above = std::iter::successors(Some(ix), |ix| self.node(*ix).parent);
        above.filter_map(|ix| self.node(ix).unpublished.as_deref())
    }

    /// The graph of needs: an edge runs from what is needed to what needs it.
    pub fn graph(&self) -> &NeedsGraph {
        &self.graph
    }
}
