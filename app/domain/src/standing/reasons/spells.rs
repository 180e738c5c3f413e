//! Experience in plain English: what each spell counts toward a rule, and if nothing, why.

use super::facts::Said;
use super::rules::{lower_first, verdict};
use super::{Reason, Verdict, Writer, by_different};
use crate::dates::{Length, hours_in_words, in_words};
use crate::framework::{Elapsed, ExperienceKind, KindIx, Minutes, NodeIx, Tally};
use crate::standing::explanation::Explanation;
use crate::standing::item::{FactVerdict as V, Flaw, Item};
use crate::standing::leaf;

/// What a rule looks for in spells.
struct Wanted {
    kind: KindIx,
    in_days: bool,
    window: Option<Length>,
    while_holding: Option<NodeIx>,
    max_organisations: Option<u32>,
}

impl Writer<'_> {
    pub(super) fn minutes(self, explained: &Explanation<'_>, rule: &Minutes, tally: &Tally) -> Reason {
        let (done, of) = (hours_in_words(explained.count.done), hours_in_words(explained.count.of));
        let mut sentence = format!("{done} of {of} of {}", self.lower_title(rule.kind));
        if let Some(window) = rule.window {
            sentence.push_str(&format!(" within the last {window}"));
        }
        sentence.push_str(&self.while_holding(rule.while_holding));
        if tally.signers > 1 {
            sentence.push_str(", confirmed");
            sentence.push_str(&by_different(explained.count.signers, tally.signers));
        }
        let wanted = Wanted {
            kind: rule.kind,
            in_days: false,
            window: rule.window,
            while_holding: rule.while_holding,
            max_organisations: None,
        };
        self.experience(explained, sentence, &wanted)
    }

    pub(super) fn elapsed(self, explained: &Explanation<'_>, rule: &Elapsed) -> Reason {
        let measure = if rule.full_time_equivalent { "full-time days" } else { "days" };
        let mut sentence = format!(
            "{} of {} {measure} ({}) of {}",
            explained.count.done,
            explained.count.of,
            rule.length,
            self.lower_title(rule.kind)
        );
        if let Some(most) = rule.max_organisations {
            sentence.push_str(&format!(", in at most {most} organisations"));
        }
        sentence.push_str(&self.while_holding(rule.while_holding));
        if explained.count.cut_short {
            sentence.push_str("; there are too many organisations to settle which to count");
        }
        let wanted = Wanted {
            kind: rule.kind,
            in_days: true,
            window: None,
            while_holding: rule.while_holding,
            max_organisations: rule.max_organisations,
        };
        self.experience(explained, sentence, &wanted)
    }

    fn experience(self, explained: &Explanation<'_>, sentence: String, wanted: &Wanted) -> Reason {
        let verdict = verdict(explained.holds, usize::from(explained.count.done > 0));
        let mut reason = Reason::new(verdict, sentence).with(self.spells(explained, wanted));
        reason.facts = self.ids(explained);
        reason
    }

    fn lower_title(self, kind: KindIx) -> String {
        lower_first(&self.framework.experience_kind(kind).title)
    }

    fn while_holding(self, status: Option<NodeIx>) -> String {
        status.map(|ix| format!(", while {} is held", self.framework.node(ix).title)).unwrap_or_default()
    }

    /// The spells of the kind, and of what counts as it, in order of their confirmations.
    fn spells(self, explained: &Explanation<'_>, wanted: &Wanted) -> Vec<Reason> {
        let spells = leaf::spells(wanted.kind, &self.reading());
        let counted: std::collections::HashMap<usize, i64> = explained.count.items.iter().copied().collect();
        spells.into_iter().filter_map(|at| self.spell(at, counted.get(&at).copied(), wanted)).collect()
    }

    fn spell(self, at: usize, counted: Option<i64>, wanted: &Wanted) -> Option<Reason> {
        let spell = &self.facts.items()[at];
        let own = self.framework.experience_kind(self.facts.kind_of(at));
        let file = self.facts.file().experience.get(self.facts.place(spell))?;
        let last = file.until.pred_opt().unwrap_or(file.until);
        let (from, last) = (in_words(file.from), in_words(last));
        let what = format!("{}: {from} to {last} at {}", own.title, file.organisation);
        let how_much = match (own.minutes_flat, own.minutes_per_week) {
            (Some(minutes), _) => format!(", counted as {}", hours_in_words(minutes)),
            (_, Some(minutes)) => format!(", counted at {} a week", hours_in_words(minutes)),
            _ if spell.minutes > 0 => format!(", {}", hours_in_words(spell.minutes)),
            _ => String::new(),
        };
        let confirmed_on = in_words(spell.counts.from);
        let does_not_count = |why: String| (Verdict::DoesNotCount, format!("{what}{why}"));
        let said = Said {
            it: &what,
            by_trainee: &format!("{what}, confirmed by the trainee"),
            by_whom: &format!("{what}; who confirmed it"),
        };
        let verdict = self.verdict_of(spell);
        self.said(spell, verdict, &said, || match (verdict, counted) {
            (V::Waiting, _) => (Verdict::NotYet, format!("{what}{how_much}, not confirmed yet")),
            (V::Flawed(Flaw::SignedBeforeOver), _) => does_not_count(format!(
                ", confirmed on {confirmed_on}, before it was over; it has to be confirmed again"
            )),
            (V::Flawed(Flaw::ConfirmedTooLate(day)), _) => {
                does_not_count(format!(", confirmed too late: it had to be before {}", in_words(day)))
            }
            (_, Some(amount)) => {
                let part = part(spell, own, wanted.in_days, amount);
                let by = self.by(spell.signer);
                let confirmed = format!("{what}{how_much}{part}, confirmed{by} on {confirmed_on}");
                (Verdict::Met, confirmed)
            }
            (_, None) => does_not_count(format!("{how_much}, {}", self.why_not(spell, own, wanted))),
        })
    }

    /// Why nothing of a spell counts that would count by itself.
    fn why_not(self, spell: &Item, own: &ExperienceKind, wanted: &Wanted) -> String {
        let opens = wanted.window.map(|window| (window, window.before(self.standing.on())));
        if own.minutes_flat.is_some() {
            return String::from(if wanted.in_days { "which adds no elapsed time" } else { "which counts only once" });
        }
        if let Some((window, _)) = opens.filter(|(_, opens)| spell.done.until <= *opens) {
            return format!("which is longer ago than {window}");
        }
        if let Some(most) = wanted.max_organisations
            && wanted.while_holding.is_none()
        {
            return format!("in one organisation more than the {most} that count");
        }
        if let Some(status) = wanted.while_holding {
            return format!("when {} was not held", self.framework.node(status).title);
        }
        String::from("which has no time to count")
    }
}

/// Said when only a part of a spell counts.
fn part(spell: &Item, own: &ExperienceKind, in_days: bool, amount: i64) -> String {
    let days = spell.done.days();
    let whole = match (in_days, own.minutes_flat, own.minutes_per_week) {
        (true, _, _) => days,
        (_, Some(minutes), _) => minutes,
        (_, _, Some(minutes)) => days / 7 * minutes,
        _ => spell.minutes,
    };
    if amount >= whole {
        return String::new();
    }
    if in_days {
        format!(", of which {amount} {} count", if amount == 1 { "day" } else { "days" })
    } else {
        format!(", of which {} count", hours_in_words(amount))
    }
}
