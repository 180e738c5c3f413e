//! What can't have been: days that contradict each other within one fact, and amounts that are none. A standing would be
//! computed from them all the same, and would be wrong without a word.

use chrono::NaiveDate;

use super::FactsFile;
use super::lines::Lines;
use crate::dates::hours_in_words;
use crate::framework::Reader;
use crate::text::thousands;

/// Reports every fact that can't have been so, on the line of the field that says it.
pub(super) fn impossible_facts(reader: &mut Reader<'_>, lines: &Lines<'_, '_>, facts: &FactsFile) {
    let mut check = Check { reader, lines };
    for (at, result) in facts.results.iter().enumerate() {
        let fact = ("results", at, result.id.as_str());
        let sat = ("it was sat", result.sat_on);
        check.in_order(fact, sat, ("confirmed", "confirmed_on", result.confirmed_on));
        check.in_order(fact, sat, ("voided", "voided_on", result.voided_on));
        check.in_order(fact, sat, ("superseded", "superseded_on", result.superseded_on));
    }
    for (at, exemption) in facts.exemptions.iter().enumerate() {
        let fact = ("exemptions", at, exemption.id.as_str());
        let decided = ("it was decided", exemption.decided_on);
        check.in_order(fact, decided, ("withdrawn", "withdrawn_on", exemption.withdrawn_on));
    }
    for (at, claim) in facts.claims.iter().enumerate() {
        let fact = ("claims", at, claim.id.as_str());
        let began = ("the work began", claim.happened_from);
        check.in_order(fact, began, ("over", "happened_until", Some(claim.happened_until)));
        let sent = ("it was sent", claim.submitted_on);
        let decided = claim.decision.as_ref().map(|decision| decision.on);
        check.in_order(fact, sent, ("decided", "decision.on", decided));
        check.in_order(fact, sent, ("withdrawn", "withdrawn_on", claim.withdrawn_on));
    }
    for (at, spell) in facts.experience.iter().enumerate() {
        let fact = ("experience", at, spell.id.as_str());
        let most = spell.until.signed_duration_since(spell.from).num_days() * 24 * 60;
        if most <= 0 {
            let what = "the first day after the spell is not after its first day";
            check.wrong(fact, "until", what, "Correct one of the two days");
        } else if spell.minutes > most {
            let (worked, there_are) = (hours_in_words(spell.minutes), thousands(most / 60));
            let what = format!("{worked} were worked in {there_are} h");
            check.wrong(fact, "minutes", &what, "Correct the minutes, or one of the two days");
        }
    }
    for (at, verification) in facts.verifications.iter().enumerate() {
        let fact = ("verifications", at, verification.id.as_str());
        let given = ("it was given", verification.on);
        check.in_order(fact, given, ("withdrawn", "withdrawn_on", verification.withdrawn_on));
    }
    for (at, award) in facts.awards.iter().enumerate() {
        let fact = ("awards", at, award.id.as_str());
        let conferred = ("it was conferred", award.conferred_on);
        check.in_order(fact, conferred, ("expired", "expires_on", award.expires_on));
        check.in_order(fact, conferred, ("withdrawn", "withdrawn_on", award.withdrawn_on));
    }
}

/// A fact: its list, its place in it, its id.
type Fact<'a> = (&'static str, usize, &'a str);

struct Check<'r, 'f, 'l, 't, 'i> {
    reader: &'r mut Reader<'f>,
    lines: &'l Lines<'t, 'i>,
}

impl Check<'_, '_, '_, '_, '_> {
    /// What came later must not have been on an earlier day.
    fn in_order(
        &mut self,
        fact: Fact<'_>,
        (first, from): (&str, NaiveDate),
        (then, field, on): (&str, &str, Option<NaiveDate>),
    ) {
        if let Some(on) = on.filter(|on| *on < from) {
            let what = format!("it was {then} on {on}, before {first} on {from}");
            self.wrong(fact, field, &what, "Correct one of the two days");
        }
    }

    fn wrong(&mut self, (list, at, id): Fact<'_>, field: &str, what: &str, fix: &str) {
        let line = self.lines.field(self.reader, list, at, field);
        self.reader.problem(line, format!("in `{id}`, {what}"), fix);
    }
}
