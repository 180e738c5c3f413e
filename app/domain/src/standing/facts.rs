use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Dated;
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
    }
}

/// One result of an assessment, or one completion of a course.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResultFact {
    /// Unique in the file.
    pub id: String,
    /// The assessment or course.
    pub element: String,
    /// What came of it.
    pub outcome: Outcome,
    /// The day of the sitting, or of completion.
    pub sat_on: NaiveDate,
    /// The day a second person confirmed it. Until then it is provisional and never counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<String>,
    /// Who confirmed it: neither the trainee nor the person who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// The mark as printed. No rule reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// From this day on the sitting is treated as if it had not been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided_on: Option<NaiveDate>,
    /// From this day on another result stands in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_on: Option<NaiveDate>,
    /// The first day on which it was known, when that is later than the day it came to be: entered or imported late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}

/// An element that is exempt by a decision of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExemptionFact {
    /// Unique in the file.
    pub id: String,
    /// The element; never a whole stage.
    pub element: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// Why: the prior award it depends on.
    pub because: String,
    /// From this day on it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
    /// The first day on which it was known, when that is later than the day it came to be: entered or imported late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}

/// A claim: one piece of work that shows one or more outcomes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimFact {
    /// Unique in the file.
    pub id: String,
    /// The outcomes it evidences; it counts once for each.
    pub outcomes: Vec<String>,
    /// First day of the work.
    pub happened_from: NaiveDate,
    /// Last day of the work, that day included. Its age is counted from here.
    pub happened_until: NaiveDate,
    /// The day the claim was sent.
    pub submitted_on: NaiveDate,
    /// The supervisor asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<String>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<ClaimDecision>,
    /// From this day on it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
    /// The first day on which it was known, when that is later than the day it came to be: entered or imported late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}

/// What a supervisor decided on a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimDecision {
    /// The decision.
    pub outcome: ClaimOutcome,
    /// The day of it.
    pub on: NaiveDate,
    /// Who decided.
    pub by: String,
    /// What is missing, when partly met or not yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
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

/// A spell of experience in one organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExperienceFact {
    /// Unique in the file.
    pub id: String,
    /// The kind of experience, by its id in the framework.
    pub kind: String,
    /// First day.
    pub from: NaiveDate,
    /// First day after the spell.
    pub until: NaiveDate,
    /// Whole minutes worked in the spell.
    #[serde(default)]
    #[schemars(range(min = 0))]
    pub minutes: i64,
    /// Share of full time, 1 to 100; without it, full time.
    #[schemars(range(min = 1, max = 100))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_time_percent: Option<u8>,
    /// Where.
    pub organisation: String,
    /// The day it was confirmed; until then it never counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// Who confirmed it; never the trainee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// From this day on it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
    /// The first day on which it was known, when that is later than the day it came to be: entered or imported late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}

/// The employer's word that the person is competent at work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerificationFact {
    /// Unique in the file.
    pub id: String,
    /// The verification element.
    pub element: String,
    /// The day it was given.
    pub on: NaiveDate,
    /// Who gave it: neither the trainee nor anyone on whose confirmation the stage's results depend.
    pub by: String,
    /// For which employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    /// From this day on it no longer counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
    /// The first day on which it was known, when that is later than the day it came to be: entered or imported late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}

/// A status conferred by the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AwardFact {
    /// Unique in the file.
    pub id: String,
    /// The status.
    pub status: String,
    /// The day it was conferred.
    pub conferred_on: NaiveDate,
    /// Who conferred it; never the trainee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conferred_by: Option<String>,
    /// First day on which it is no longer held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<NaiveDate>,
    /// From this day on it is no longer held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<NaiveDate>,
    /// The first day on which it was known, when that is later than the day it came to be: entered or imported late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_on: Option<NaiveDate>,
}
