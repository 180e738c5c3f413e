use crate::framework::{Framework, KindIx, Leaf, NodeIx};
use chrono::NaiveDate;

/// What the rules of a framework ask about spells of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskedOf {
    /// How many hours were worked.
    pub hours: bool,
    /// Which share of full time it was.
    pub full_time: bool,
}

/// The kinds of which new work may be recorded on a day. What counts once for a person is a course or an exemption, and of a kind
/// that was confirmed until a day no new work is confirmed after it.
pub fn recordable_kinds(framework: &Framework, on: NaiveDate) -> impl Iterator<Item = KindIx> + '_ {
    let kinds = framework.experience_kinds().iter().zip(0..);
    let is_worked = move |until: Option<NaiveDate>| until.is_none_or(|until| on < until);
    kinds
        .filter(move |(kind, _)| kind.minutes_flat.is_none() && is_worked(kind.confirmed_before))
        .map(|(_, ix)| KindIx(ix))
}

/// Whether a node asks for work of a kind, which may count as another one.
pub fn asks_for(framework: &Framework, ix: NodeIx, kind: &str) -> bool {
    let mut asked = Vec::new();
    framework.node(ix).rule.iter().for_each(|rule| rule.kinds(&mut asked));
    let is_it = |ix: &KindIx| framework.experience_kind(*ix).id == kind;
    asked.into_iter().any(|ix| is_it(&ix) || framework.kinds_counting_as(ix).iter().any(is_it))
}

/// Whether work of two kinds is added up somewhere: they are one, or count as one.
pub fn is_alike(framework: &Framework, one: &str, other: &str) -> bool {
    let counts_as = |id: &str| {
        let ix = kind_of_id(framework, id)?;
        Some(framework.experience_kind(ix).counts_as.unwrap_or(ix))
    };
    counts_as(one).is_some() && counts_as(one) == counts_as(other)
}

/// The kind of this id.
pub fn kind_of_id(framework: &Framework, id: &str) -> Option<KindIx> {
    let mut kinds = framework.experience_kinds().iter().zip(0..);
    kinds.find(|(kind, _)| kind.id == id).map(|(_, ix)| KindIx(ix))
}

/// What the rules ask about a kind, by itself or as what it counts as.
pub fn asked_of(framework: &Framework, kind: KindIx) -> AskedOf {
    let own = framework.experience_kind(kind);
    let is_asked = |asked: KindIx| asked == kind || own.counts_as == Some(asked);
    let mut of = AskedOf::default();
    for rule in framework.nodes().flat_map(|(_, node)| node.rules()) {
        rule.walk(&mut |leaf| match leaf {
            Leaf::Minutes(minutes) => of.hours |= is_asked(minutes.kind) && own.minutes_per_week.is_none(),
            Leaf::Elapsed(elapsed) => of.full_time |= is_asked(elapsed.kind) && elapsed.full_time_equivalent,
            Leaf::Node(_)
            | Leaf::Person(_)
            | Leaf::Claims(_)
            | Leaf::Credits(..)
            | Leaf::Exempt(_)
            | Leaf::Unpublished(_) => {}
        });
    }
    of
}
