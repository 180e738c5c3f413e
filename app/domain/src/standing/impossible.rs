//! What can't have been: days that contradict each other within one fact, and amounts that are none. A standing would be
//! computed from them all the same, and would be wrong without a word.

use chrono::NaiveDate;

use super::FactsFile;
use super::read::line_of;
use crate::dates::hours_in_words;
use crate::framework::{Problem, SourceFile};
use crate::text::thousands;

/// Every fact of a file that can't have been so, each with the line of its id.
pub(super) fn impossible_facts(file: &SourceFile, facts: &FactsFile) -> Vec<Problem> {
    let mut found = Found {
        file,
        problems: Vec::new(),
    };
    for result in &facts.results {
        let sat = ("it was sat", result.sat_on);
        found.in_order(&result.id, sat, ("confirmed", result.confirmed_on));
        found.in_order(&result.id, sat, ("voided", result.voided_on));
        found.in_order(&result.id, sat, ("superseded", result.superseded_on));
    }
    for exemption in &facts.exemptions {
        let decided = ("it was decided", exemption.decided_on);
        found.in_order(&exemption.id, decided, ("withdrawn", exemption.withdrawn_on));
    }
    for claim in &facts.claims {
        let began = ("the work began", claim.happened_from);
        found.in_order(&claim.id, began, ("over", Some(claim.happened_until)));
        let sent = ("it was sent", claim.submitted_on);
        let decided = claim.decision.as_ref().map(|decision| decision.on);
        found.in_order(&claim.id, sent, ("decided", decided));
        found.in_order(&claim.id, sent, ("withdrawn", claim.withdrawn_on));
    }
    for spell in &facts.experience {
        if spell.until <= spell.from {
            let what = format!(
                "in `{}`, the first day after the spell is not after its first day",
                spell.id
            );
            found.add(&spell.id, what, "Mend one of the two days");
        }
        let most = (spell.until - spell.from).num_days() * 24 * 60;
        if spell.until > spell.from && spell.minutes > most {
            let what = format!(
                "in `{}`, {} were worked in {} h",
                spell.id,
                hours_in_words(spell.minutes),
                thousands(most / 60)
            );
            found.add(&spell.id, what, "Mend the minutes, or one of the two days");
        }
        if spell.minutes < 0 {
            let what = format!("in `{}`, fewer than no minutes were worked", spell.id);
            found.add(&spell.id, what, "Write the whole minutes that were worked");
        }
        if spell
            .full_time_percent
            .is_some_and(|percent| !(1..=100).contains(&percent))
        {
            let what = format!("in `{}`, the share of full time is not between 1 and 100", spell.id);
            found.add(&spell.id, what, "Write the percentage of full time");
        }
    }
    for verification in &facts.verifications {
        let given = ("it was given", verification.on);
        found.in_order(&verification.id, given, ("withdrawn", verification.withdrawn_on));
    }
    for award in &facts.awards {
        let conferred = ("it was conferred", award.conferred_on);
        found.in_order(&award.id, conferred, ("expired", award.expires_on));
        found.in_order(&award.id, conferred, ("withdrawn", award.withdrawn_on));
    }
    found.problems
}

struct Found<'a> {
    file: &'a SourceFile,
    problems: Vec<Problem>,
}

impl Found<'_> {
    /// What came later must not have been on an earlier day.
    fn in_order(&mut self, id: &str, (first, from): (&str, NaiveDate), (then, on): (&str, Option<NaiveDate>)) {
        if let Some(on) = on.filter(|on| *on < from) {
            let what = format!("`{id}` was {then} on {on}, before {first} on {from}");
            self.add(id, what, "Mend one of the two days");
        }
    }

    fn add(&mut self, id: &str, what: String, mend: &str) {
        self.problems.push(Problem {
            file: self.file.name.clone(),
            line: line_of(&self.file.text, id, 0),
            what,
            mend: mend.to_owned(),
        });
    }
}
