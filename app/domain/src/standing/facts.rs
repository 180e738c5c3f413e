use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;
use super::bind::Fact;
use super::dated::Later;
use super::item::{FactKind, Item};
use crate::codes::codes;

/// The facts of one enrolment as they are stored and as they are written in files.
///
/// Every fact has an id of its own, unique in the file, under which a standing says what it counted. People are ids too;
/// `people` may say what they are called. Every fact is read for a day, by what was known on a day: what is dated later is not
/// there yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactsFile {
    /// The person the facts are about. Nothing that this person signs counts.
    pub trainee: String,
    /// What people are called, by id; a person who is not here is shown by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, String>,
    /// The id of the chosen specialism; where it was changed, each with the day since which it is.
    #[serde(default, skip_serializing_if = "Dated::is_empty")]
    pub specialism: Dated<String>,
    /// The day the person joined the body; where it was corrected, each with the day since which it is held to be.
    #[serde(default, skip_serializing_if = "Dated::is_empty")]
    pub joined_on: Dated<NaiveDate>,
    /// The day the enrolment began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolled_on: Option<NaiveDate>,
    /// Results of assessments and completions of courses.
    #[serde(default)]
    pub results: Vec<ResultFact>,
    /// Elements that are exempt by a decision of the body.
    #[serde(default)]
    pub exemptions: Vec<ExemptionFact>,
    /// Claims of competence seen at work.
    #[serde(default)]
    pub claims: Vec<ClaimFact>,
    /// Spells of experience.
    #[serde(default)]
    pub experience: Vec<ExperienceFact>,
    /// The employer's verifications.
    #[serde(default)]
    pub verifications: Vec<VerificationFact>,
    /// Statuses conferred.
    #[serde(default)]
    pub awards: Vec<AwardFact>,
}

impl FactsFile {
    /// What a person is called, or the id when nobody said.
    pub fn name_of<'a>(&'a self, person: &'a str) -> &'a str {
        self.people.get(person).map_or(person, String::as_str)
    }
}

codes! {
    /// What came of a sitting.
    #[derive(JsonSchema)]
    Outcome {
        /// Passed; for a course, completed.
        Pass = "pass",
        /// Not passed.
        Fail = "fail",
        /// The candidate was not at the sitting, though a result of it was recorded: only a correction says so, and once it is
        /// confirmed there was no such sitting.
        NotSat = "not sat",
    }
}

impl ResultFact {
    /// The day on which the sitting was taken back: it was voided, or it is confirmed that nobody sat.
    pub(super) fn taken_back_on(&self) -> Option<NaiveDate> {
        let not_sat = self.confirmed_on.filter(|_| self.outcome == Outcome::NotSat);
        self.voided_on.into_iter().chain(not_sat).min()
    }
}

impl Outcome {
    /// What can come of a sitting for somebody who was at it.
    pub const SAT: [Self; 2] = [Self::Pass, Self::Fail];
}

codes! {
    /// The four answers to a claim.
    #[derive(JsonSchema)]
    ClaimOutcome {
        /// The work shows the outcomes. Only this counts.
        Met = "met",
        /// It shows part of them.
        PartlyMet = "partly_met",
        /// It does not show them yet.
        NotYet = "not_yet",
        /// The supervisor will not decide.
        Declined = "declined",
    }
}

/// Declares a table of a file. What follows a field says when it is left out.
macro_rules! table {
    ($(#[$doc:meta])+ $name:ident { $($(#[$of_field:meta])+ $field:ident: $type:ty $(= $or:literal)?,)+ }) => {
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$of_field])+ $(#[serde(default, skip_serializing_if = $or)])? pub $field: $type,)+
        }
    };
}

/// Declares the kinds of facts, each with its list in the file, the day on which it comes to be, and what may become of it on
/// later days. Every fact has an id, and may say when it was known.
macro_rules! facts {
    ($($(#[$doc:meta])+ $list:ident: $kind:ident, $name:ident, $began:ident ($($later:ident)+) { $($fields:tt)+ })+) => {
        $(table! {
            $(#[$doc])+
            $name {
                /// Unique in the file.
                id: String,
                $($fields)+
                /// The first day on which it was known, when that is later than the day it came to be: entered or imported
                /// late.
                recorded_on: Option<NaiveDate> = "Option::is_none",
            }
        })+

        impl FactsFile {
            /// The days of each fact: on which it came to be, was confirmed, decided, corrected, ended, entered.
            pub(crate) fn days(&self) -> impl Iterator<Item = NaiveDate> {
                let days = self.specialism.known_from().chain(self.joined_on.known_from());
                $(let days = days.chain(self.$list.iter().flat_map(|it| {
                    let later = [$(it.$later.as_ref().map(Later::day)),+];
                    [Some(it.$began), it.recorded_on].into_iter().chain(later).flatten()
                }));)+
                days
            }

            /// The file as it was known on a day, without all that came to be, or was entered, after it.
            pub(crate) fn known_on(mut self, on: NaiveDate) -> Self {
                self.specialism.retain(on);
                self.joined_on.retain(on);
                $(self.$list.retain_mut(|it| {
                    $(it.$later.take_if(|it| it.day() > on);)+
                    it.$began <= on && it.recorded_on.is_none_or(|day| day <= on)
                });)+
                self
            }

            /// Every fact, in the order of the lists: the name of its list, its place there, its id.
            pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, usize, &str, &dyn Fact)> {
                let all = std::iter::empty();
                $(let all = all.chain(self.$list.iter().enumerate().map(|(at, fact)| {
                    (stringify!($list), at, fact.id.as_str(), fact as &dyn Fact)
                }));)+
                all
            }

            /// The id of a fact.
            pub(super) fn id_of(&self, item: &Item) -> &str {
                match item.kind {
                    $(FactKind::$kind => self.$list.get(item.fact as usize).map_or("", |fact| &fact.id),)+
                }
            }
        }
    };
}

facts! {
    /// One result of an assessment, or one completion of a course.
    results: Result, ResultFact, sat_on (confirmed_on declined_on voided_on superseded_on) {
        /// The assessment or course.
        element: String,
        /// What came of it.
        outcome: Outcome,
        /// The day of the sitting, or of completion.
        sat_on: NaiveDate,
        /// The day a second person confirmed it. Until then it is provisional and never counts.
        confirmed_on: Option<NaiveDate> = "Option::is_none",
        /// The day a second person declined to confirm it, with the file that it came from. It never counts, unless somebody
        /// confirms it all the same.
        declined_on: Option<NaiveDate> = "Option::is_none",
        /// Who recorded it.
        recorded_by: Option<String> = "Option::is_none",
        /// Who confirmed it: neither the trainee nor the person who recorded it.
        confirmed_by: Option<String> = "Option::is_none",
        /// The mark as printed. No rule reads it.
        mark: Option<String> = "Option::is_none",
        /// From this day on the sitting is treated as if it had not been.
        voided_on: Option<NaiveDate> = "Option::is_none",
        /// From this day on another result stands in its place.
        superseded_on: Option<NaiveDate> = "Option::is_none",
        /// The result of the same sitting that it corrects: that one counts until this one is confirmed.
        corrects: Option<String> = "Option::is_none",
    }

    /// An element that is exempt by a decision of the body.
    exemptions: Exemption, ExemptionFact, decided_on (withdrawn_on) {
        /// The element; never a whole stage.
        element: String,
        /// The day of the decision.
        decided_on: NaiveDate,
        /// Who decided.
        decided_by: Option<String> = "Option::is_none",
        /// Why: the prior award it depends on.
        because: String,
        /// The first day on which it counts no longer, where it was decided for a time only.
        expires_on: Option<NaiveDate> = "Option::is_none",
        /// From this day on it no longer counts.
        withdrawn_on: Option<NaiveDate> = "Option::is_none",
    }

    /// A claim: one piece of work that shows one or more outcomes.
    claims: Claim, ClaimFact, submitted_on (decision withdrawn_on) {
        /// The outcomes it evidences; it counts once for each.
        outcomes: Vec<String>,
        /// First day of the work.
        happened_from: NaiveDate,
        /// Last day of the work, that day included. Its age is counted from here.
        happened_until: NaiveDate,
        /// The day the claim was sent.
        submitted_on: NaiveDate,
        /// The supervisor asked.
        supervisor: Option<String> = "Option::is_none",
        /// What was decided.
        decision: Option<ClaimDecision> = "Option::is_none",
        /// From this day on it no longer counts.
        withdrawn_on: Option<NaiveDate> = "Option::is_none",
    }

    /// A spell of experience in one organisation.
    experience: Experience, ExperienceFact, from (confirmed_on withdrawn_on) {
        /// The kind of experience, by its id in the framework.
        kind: String,
        /// First day.
        from: NaiveDate,
        /// First day after the spell.
        until: NaiveDate,
        /// Whole minutes worked in the spell.
        #[serde(default)]
        #[schemars(range(min = 0))]
        minutes: i64,
        /// Share of full time, 1 to 100; without it, full time.
        #[schemars(range(min = 1, max = 100))]
        full_time_percent: Option<u8> = "Option::is_none",
        /// Where.
        organisation: String,
        /// The day it was confirmed; until then it never counts.
        confirmed_on: Option<NaiveDate> = "Option::is_none",
        /// Who confirmed it; never the trainee.
        confirmed_by: Option<String> = "Option::is_none",
        /// From this day on it no longer counts.
        withdrawn_on: Option<NaiveDate> = "Option::is_none",
    }

    /// The employer's word that the person is competent at work.
    verifications: Verification, VerificationFact, on (withdrawn_on) {
        /// The verification element.
        element: String,
        /// The day it was given.
        on: NaiveDate,
        /// Who gave it: neither the trainee nor anyone on whose confirmation the stage's results depend.
        by: String,
        /// For which employer.
        employer: Option<String> = "Option::is_none",
        /// From this day on it no longer counts.
        withdrawn_on: Option<NaiveDate> = "Option::is_none",
    }

    /// A status conferred by the body.
    awards: Award, AwardFact, conferred_on (withdrawn_on) {
        /// The status.
        status: String,
        /// The day it was conferred.
        conferred_on: NaiveDate,
        /// Who conferred it; never the trainee.
        conferred_by: Option<String> = "Option::is_none",
        /// First day on which it is no longer held.
        expires_on: Option<NaiveDate> = "Option::is_none",
        /// From this day on it is no longer held.
        withdrawn_on: Option<NaiveDate> = "Option::is_none",
    }
}

table! {
    /// What a supervisor decided on a claim.
    ClaimDecision {
        /// The decision.
        outcome: ClaimOutcome,
        /// The day of it.
        on: NaiveDate,
        /// Who decided.
        by: String,
        /// What is missing, when partly met or not yet.
        missing: Option<String> = "Option::is_none",
    }
}
