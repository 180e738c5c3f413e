//! What keeps an act from counting only until it is confirmed or decided: a pass sat before, a claim sent before.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::Writer;
use super::missing::listed;
use crate::framework::NodeIx;
use crate::standing::item::FactKind;
use crate::standing::reading::Reading;
use crate::standing::{Standing, leaf, standing};

/// What acts of a node wait for. How it would stand if all of that were confirmed and decided is found once, when it is
/// asked for.
pub(super) struct Waits<'a> {
    writer: Writer<'a>,
    ix: NodeIx,
    then: OnceCell<Option<(Standing, Vec<usize>)>>,
}

impl<'a> Waits<'a> {
    pub fn new(writer: Writer<'a>, ix: NodeIx) -> Self {
        Waits { writer, ix, then: OnceCell::new() }
    }

    /// "it waits for F06 to be confirmed", where the act at this position would count if it were.
    pub fn said(&self, at: usize) -> Option<String> {
        let writer = self.writer;
        let (then, waiting) = self.then.get_or_init(|| self.if_confirmed()).as_ref()?;
        if !then.items[at].counts().has(writer.on) {
            return None;
        }
        let (mut names, mut confirmed, mut decided) = (Vec::new(), false, false);
        for other in waiting {
            let item = &writer.facts.items()[*other];
            // What comes to nothing all the same is not waited for.
            let is_good = item.kind != FactKind::Result || !then.items[*other].is_empty();
            if !is_good || item.happened_on > writer.facts.items()[at].happened_on {
                continue;
            }
            let name = match item.kind {
                FactKind::Experience => writer.framework.experience_kind(writer.facts.kind_of(*other)).title.clone(),
                FactKind::Claim => writer.name_of_claims(NodeIx(item.about)),
                FactKind::Result if writer.facts.corrects(*other, writer.known).is_some() => {
                    format!("the correction of {}", writer.short(NodeIx(item.about)))
                }
                FactKind::Result | FactKind::Exemption | FactKind::Verification | FactKind::Award => {
                    writer.short(NodeIx(item.about))
                }
            };
            let is_claim = item.kind == FactKind::Claim;
            (confirmed, decided) = (confirmed || !is_claim, decided || is_claim);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let verb = match (confirmed, decided) {
            (true, true) => "confirmed and decided",
            (false, true) => "decided",
            (true, false) | (false, false) => "confirmed",
        };
        Some(format!("it waits for {} to be {verb}", listed(&names)?))
    }

    fn if_confirmed(&self) -> Option<(Standing, Vec<usize>)> {
        let Reading { framework, facts, standing: &Standing { on, known, .. }, .. } = self.writer.reading;
        let mut needed = framework.needed_for(vec![self.ix]);
        let mut kinds = Vec::new();
        let rules = framework.nodes().filter(|(ix, _)| needed[ix.index()]).flat_map(|(_, node)| node.rules());
        rules.for_each(|rule| rule.kinds(&mut kinds));
        needed[self.ix.index()] = false;
        let spells =
            kinds.into_iter().flat_map(|kind| leaf::spells(kind, &self.writer.reading)).collect::<HashSet<_>>();
        let (then, waiting) = facts.if_confirmed((on, known), |at, item| match item.kind {
            FactKind::Experience => spells.contains(&at),
            FactKind::Result | FactKind::Exemption | FactKind::Claim | FactKind::Verification | FactKind::Award => {
                needed[item.about as usize]
            }
        })?;
        Some((standing(framework, &then, on, known), waiting))
    }
}
