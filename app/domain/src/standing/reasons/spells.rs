//! Experience in plain English: what each spell counts toward a rule, and if nothing, why.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Reason, Verdict, Writer, by_different, verdict};
use crate::dates::{Length, hours_in_words, in_words};
use crate::framework::{Elapsed, ExperienceKind, KindIx, Minutes, NodeIx};
use crate::standing::explanation::Explanation;
use crate::standing::item::{FactVerdict as V, Flaw, Item};
use crate::standing::leaf;
use crate::standing::spans::Spans;
use crate::text::organisations;

/// What a rule looks for in spells.
struct Wanted {
    kind: KindIx,
    in_days: bool,
    window: Option<Length>,
    while_holding: Option<NodeIx>,
    max_organisations: Option<u32>,
}

impl Writer<'_> {
    pub(super) fn minutes(self, explained: &Explanation<'_>, rule: &Minutes) -> Reason {
        let Minutes { kind, signers, window, while_holding, .. } = *rule;
        let (done, of) = (hours_in_words(explained.count.done), hours_in_words(explained.count.of));
        let within = window.map(|window| format!(" within the last {window}")).unwrap_or_default();
        let (title, held) = (self.title_of(kind), self.while_holding(while_holding));
        let by = match signers {
            0 | 1 => String::new(),
            needed => format!(", confirmed{}", by_different(explained.count.signers, needed)),
        };
        let sentence = format!("{done} of {of} of {title}{within}{held}{by}");
        let wanted = Wanted { kind, in_days: false, window, while_holding, max_organisations: None };
        self.experience(explained, sentence, &wanted)
    }

    pub(super) fn elapsed(self, explained: &Explanation<'_>, rule: &Elapsed) -> Reason {
        let Elapsed { kind, length, max_organisations, while_holding, .. } = *rule;
        let (done, of) = (explained.count.done, explained.count.of);
        let measure = if rule.full_time_equivalent { "full-time days" } else { "days" };
        let most = max_organisations.map(|most| format!(", in at most {}", organisations(most))).unwrap_or_default();
        let (title, held) = (self.title_of(kind), self.while_holding(while_holding));
        let short = match explained.count.cut_short {
            true => "; there are too many organisations to settle which to count",
            false => "",
        };
        // What is asked for in days is said once.
        let length = if length.months == 0 { String::new() } else { format!(" ({length})") };
        let sentence = format!("{done} of {of} {measure}{length} of {title}{most}{held}{short}");
        let wanted = Wanted { kind, in_days: true, window: None, while_holding, max_organisations };
        self.experience(explained, sentence, &wanted)
    }

    fn experience(self, explained: &Explanation<'_>, sentence: String, wanted: &Wanted) -> Reason {
        // The spells of the kind, and of what counts as it.
        let counted: HashMap<usize, i64> = explained.count.items.iter().copied().collect();
        let spells = self.in_order(leaf::spells(wanted.kind, &self.reading)).into_iter();
        let spells = spells.filter_map(|at| self.spell(at, counted.get(&at).copied(), wanted));
        let reason = Reason::new(verdict(explained.holds, explained.count.done > 0), sentence);
        Reason { facts: self.ids(explained), ..reason.with(spells.collect()) }
    }

    fn title_of(&self, kind: KindIx) -> &str {
        &self.framework.experience_kind(kind).title
    }

    fn while_holding(self, status: Option<NodeIx>) -> String {
        status.map(|ix| format!(", while {} is held", self.framework.node(ix).title)).unwrap_or_default()
    }

    fn spell(self, at: usize, counted: Option<i64>, wanted: &Wanted) -> Option<Reason> {
        let spell = &self.facts.items()[at];
        let own = self.framework.experience_kind(self.facts.kind_of(at));
        let file = self.facts.file().experience.get(spell.fact as usize)?;
        let last = file.until.pred_opt().unwrap_or(file.until);
        let (from, last) = (in_words(file.from), in_words(last));
        let what = format!("{}: {from} to {last} at {}", own.title, self.facts.file().name_of(&file.organisation));
        let how_much = match (own.minutes_flat, own.minutes_per_week) {
            (Some(minutes), _) => format!(", counted as {}", hours_in_words(minutes)),
            (_, Some(minutes)) => format!(", counted at {} a week", hours_in_words(minutes)),
            _ if spell.minutes > 0 => format!(", {}", hours_in_words(spell.minutes)),
            _ => String::new(),
        };
        let confirmed_on = in_words(file.confirmed_on.unwrap_or(spell.counts.from));
        let does_not_count = |why: String| (Verdict::DoesNotCount, format!("{what}{why}"));
        let said = [what.clone(), format!("{what}, confirmed by the trainee"), format!("{what}; who confirmed it")];
        let verdict = self.verdict_of(spell);
        self.said(spell, verdict, &said, || match verdict {
            V::Waiting => (Verdict::NotYet, format!("{what}{how_much}, not confirmed yet")),
            V::Flawed(Flaw::SignedBeforeOver) => does_not_count(format!(
                ", confirmed on {confirmed_on}, before it was over; it has to be confirmed again"
            )),
            V::Flawed(Flaw::ConfirmedTooLate(day)) => {
                does_not_count(format!(", confirmed too late: it had to be before {}", in_words(day)))
            }
            V::Counts
            | V::Declined(_)
            | V::NotThere
            | V::Failed
            | V::Flawed(Flaw::ByTrainee | Flaw::RecorderConfirmed | Flaw::ByNobody)
            | V::SatBefore(..)
            | V::Corrected(_)
            | V::Ended(_)
            | V::BeyondAttempts { .. }
            | V::Lapsed(_)
            | V::NotMet(_)
            | V::TooOld(..) => match counted {
                Some(amount) => {
                    let part = part(spell, own, wanted.in_days, amount);
                    let by = self.by(spell.signer);
                    (Verdict::Met, format!("{what}{how_much}{part}, confirmed{by} on {confirmed_on}"))
                }
                None => does_not_count(format!("{how_much}, {}", self.why_not(spell, own, wanted))),
            },
        })
    }

    /// Why nothing of a spell counts that would count by itself.
    fn why_not(self, spell: &Item, own: &ExperienceKind, wanted: &Wanted) -> String {
        let status = wanted.while_holding.map(|ix| self.framework.node(ix).title.as_str());
        let held = Spans::One(spell.done).and(&self.reading.status_held(wanted.while_holding));
        let opens = wanted.window.map(|window| (window, window.first_in(self.on)));
        let is_older = |days: &Spans, opens: NaiveDate| days.and(&Spans::since(opens)).is_empty();
        let older = |days: &Spans| opens.filter(|(_, opens)| is_older(days, *opens)).map(|(window, _)| window);
        match (status, older(&Spans::One(spell.done)), older(&held), own.minutes_flat, wanted.max_organisations) {
            (.., Some(_), _) if wanted.in_days => String::from("which adds no elapsed time"),
            (_, Some(window), ..) => format!("which is longer ago than {window}"),
            (Some(status), ..) if held.is_empty() => format!("when {status} was not held"),
            (Some(status), _, Some(window), ..) => format!("when {status} was held longer ago than {window}"),
            (.., Some(_), _) => String::from("which counts only once"),
            (Some(status), .., None) => format!("with too little time on which {status} was held"),
            (.., Some(most)) => format!("in one organisation more than the {most} that count"),
            _ => String::from("which has no time to count"),
        }
    }
}

/// Said when only a part of a spell counts.
fn part(spell: &Item, own: &ExperienceKind, in_days: bool, amount: i64) -> String {
    let days = spell.done.days();
    let whole = match (own.minutes_flat, own.minutes_per_week) {
        _ if in_days => days,
        (Some(minutes), _) => minutes,
        (_, Some(minutes)) => days / 7 * minutes,
        _ => spell.minutes,
    };
    match amount {
        amount if amount >= whole => String::new(),
        1 if in_days => String::from(", of which 1 day counts"),
        amount if in_days => format!(", of which {amount} days count"),
        amount => format!(", of which {} count", hours_in_words(amount)),
    }
}
