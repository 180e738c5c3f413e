//! What the awards of a status say.

use super::Writer;
use super::facts::lapses_on;
use crate::dates::in_words;
use crate::framework::NodeIx;
use crate::standing::item::Item;
use crate::standing::{Reason, Verdict};

impl Writer<'_> {
    pub(super) fn awards(self, ix: NodeIx) -> Vec<Reason> {
        let each = self.facts.range(ix).filter_map(|at| {
            // One that was made while another was in force lasts longer than by itself.
            let (mut item, pieces) = (self.facts.items()[at], self.items[at].as_slice());
            item.counts.until = pieces.last().map_or(item.counts.until, |piece| piece.until);
            let (item, day) = (&item, in_words(item.happened_on));
            let said = [
                format!("The award of {day}"),
                format!("Conferred on {day} by the trainee"),
                format!("Conferred on {day}; who conferred it"),
            ];
            let lapses = lapses_on(self.items[at].lapses(self.on).filter(|day| *day != item.ended(self.known)));
            let counts = || (Verdict::Met, format!("Conferred on {day}{}{lapses}", self.by(item.signer)));
            let mut reason = self.said(item, self.verdict_of(item), &said, counts)?;
            reason.sentence.extend(self.shortened(ix, item).filter(|_| reason.sentence.contains(" laps")));
            Some(reason)
        });
        each.collect()
    }

    /// That an award lasts from the day on which an earlier one was withdrawn, where it does.
    fn shortened(self, ix: NodeIx, item: &Item) -> Option<String> {
        let status = self.framework.node(ix).as_status().filter(|status| status.extends)?;
        let (length, until) = (status.expires.filter(|_| item.ends_by_rule)?, item.counts.until);
        let lasts_from = |earlier: &&Item| {
            let ended = earlier.ended(self.known);
            earlier.happened_on < item.happened_on && item.happened_on < ended && length.after(ended) == until
        };
        let earlier = self.facts.of(ix).iter().find(lasts_from)?;
        let (day, ended) = (in_words(earlier.happened_on), in_words(earlier.ended_on));
        Some(format!(", {length} after {ended}, on which the award of {day} was withdrawn"))
    }
}
