//! Experience in plain English: what each spell counts toward a rule, and if nothing, why.

use super::rules_told::{lower_first, verdict};
use super::{Reason, Teller, Verdict, by_different};
use crate::dates::{Length, hours_in_words, in_words};
use crate::framework::{ExperienceKind, Hours, KindIx, NodeIx, Period};
use crate::standing::bind::BoundExperience;
use crate::standing::gathered::{self, Gathered};
use crate::standing::verdicts::{self, FactVerdict as V};

/// What a rule looks for in spells.
struct Wanted {
    kind: KindIx,
    in_days: bool,
    window: Option<Length>,
    while_holding: Option<NodeIx>,
    max_organisations: Option<u32>,
    /// The facts that count, with their minutes or days.
    counted: Vec<(u32, i64)>,
}

impl Teller<'_> {
    pub(super) fn hours(self, rule: &Hours) -> Reason {
        let on = self.standing.on();
        let mut counted = Vec::new();
        let count = &mut |fact, minutes| counted.push((fact, minutes));
        let found = gathered::hours(self.framework, self.facts, rule, on, &[], count);
        let (done, of) = (hours_in_words(found.done), hours_in_words(found.of));
        let mut sentence = format!("{done} of {of} of {}", self.lower_title(rule.kind));
        if let Some(window) = rule.window {
            sentence.push_str(&format!(" within the last {window}"));
        }
        sentence.push_str(&self.while_holding(rule.while_holding));
        if rule.distinct_signers > 1 {
            sentence.push_str(", confirmed");
            sentence.push_str(&by_different(found.signers, rule.distinct_signers));
        }
        let wanted = Wanted {
            kind: rule.kind,
            in_days: false,
            window: rule.window,
            while_holding: rule.while_holding,
            max_organisations: None,
            counted,
        };
        self.experience(found, sentence, &wanted)
    }

    pub(super) fn period(self, rule: &Period) -> Reason {
        let on = self.standing.on();
        let mut counted = Vec::new();
        let count = &mut |fact, days| counted.push((fact, days));
        let found = gathered::period(self.framework, self.facts, rule, on, &[], count);
        let measure = if rule.full_time_equivalent {
            "full-time days"
        } else {
            "days"
        };
        let mut sentence = format!(
            "{} of {} {measure} ({}) of {}",
            found.done,
            found.of,
            rule.length,
            self.lower_title(rule.kind)
        );
        if let Some(most) = rule.max_organisations {
            sentence.push_str(&format!(", in at most {most} organisations"));
        }
        sentence.push_str(&self.while_holding(rule.while_holding));
        let wanted = Wanted {
            kind: rule.kind,
            in_days: true,
            window: None,
            while_holding: rule.while_holding,
            max_organisations: rule.max_organisations,
            counted,
        };
        self.experience(found, sentence, &wanted)
    }

    fn experience(self, found: Gathered, sentence: String, wanted: &Wanted) -> Reason {
        let verdict = verdict(found.enough, usize::from(found.done > 0));
        let mut reason = Reason::new(verdict, sentence).with(self.spells(wanted));
        let counted: Vec<u32> = wanted.counted.iter().map(|(fact, _)| *fact).collect();
        reason.facts = self.ids(&counted);
        reason
    }

    fn lower_title(self, kind: KindIx) -> String {
        lower_first(&self.framework.experience_kind(kind).title)
    }

    fn while_holding(self, status: Option<NodeIx>) -> String {
        status
            .map(|ix| format!(", while {} is held", self.framework.node(ix).title))
            .unwrap_or_default()
    }

    /// The spells of the kind, and of what counts as it.
    fn spells(self, wanted: &Wanted) -> Vec<Reason> {
        let fits = |spell: &&BoundExperience| self.framework.experience_counts_as(spell.kind, wanted.kind);
        let spells = self.facts.experience.iter().filter(fits);
        spells.filter_map(|spell| self.spell(spell, wanted)).collect()
    }

    fn spell(self, spell: &BoundExperience, wanted: &Wanted) -> Option<Reason> {
        let own = self.framework.experience_kind(spell.kind);
        let id = &self.facts.ids[spell.fact as usize];
        let told = self.facts.file().experience.iter().find(|e| e.id == *id);
        let place = told.map_or("", |e| e.organisation.as_str());
        let last = spell.until.pred_opt().unwrap_or(spell.until);
        let (from, last) = (in_words(spell.from), in_words(last));
        let what = format!("{}: {from} to {last} at {place}", own.title);
        let how_much = match (own.minutes_flat, own.minutes_per_week) {
            (Some(minutes), _) => format!(", counted as {}", hours_in_words(minutes)),
            (_, Some(minutes)) => format!(", counted at {} a week", hours_in_words(minutes)),
            _ if spell.minutes > 0 => format!(", {}", hours_in_words(spell.minutes)),
            _ => String::new(),
        };
        let confirmed_on = in_words(spell.confirmed_on);
        let does_not_count = |why: String| (Verdict::DoesNotCount, format!("{what}{why}"));
        let (verdict, sentence) = match verdicts::experience(spell, own, self.standing.on()) {
            V::NotThere => return None,
            V::Provisional => (Verdict::NotYet, format!("{what}{how_much}, not confirmed yet")),
            V::ByTrainee => does_not_count(String::from(", confirmed by the trainee, which never counts")),
            V::ByNobody => does_not_count(String::from(
                "; who confirmed it is not recorded, so that it does not count",
            )),
            V::SignedBeforeOver(_) => does_not_count(format!(
                ", confirmed on {confirmed_on}, before it was over; it has to be confirmed again"
            )),
            V::Withdrawn(on) => does_not_count(format!(", withdrawn on {}", in_words(on))),
            V::ConfirmedTooLate(day) => {
                does_not_count(format!(", confirmed too late: it had to be before {}", in_words(day)))
            }
            _ => match wanted.counted.iter().find(|(fact, _)| *fact == spell.fact) {
                Some((_, amount)) => {
                    let part = self.part(spell, own, wanted.in_days, *amount);
                    let by = self.by(spell.confirmer);
                    (
                        Verdict::Met,
                        format!("{what}{how_much}{part}, confirmed{by} on {confirmed_on}"),
                    )
                }
                None => does_not_count(format!("{how_much}, {}", self.why_not(spell, own, wanted))),
            },
        };
        Some(self.fact(verdict, sentence, spell.fact))
    }

    /// Said when only a part of a spell counts.
    fn part(self, spell: &BoundExperience, own: &ExperienceKind, in_days: bool, amount: i64) -> String {
        let days = (spell.until - spell.from).num_days();
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

    /// Why nothing of a spell counts that would count by itself.
    fn why_not(self, spell: &BoundExperience, own: &ExperienceKind, wanted: &Wanted) -> String {
        let opens = wanted.window.map(|window| (window, window.before(self.standing.on())));
        if own.minutes_flat.is_some() {
            return String::from(if wanted.in_days {
                "which adds no elapsed time"
            } else {
                "which counts only once"
            });
        }
        if let Some((window, _)) = opens.filter(|(_, opens)| spell.until <= *opens) {
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
