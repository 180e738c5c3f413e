//! The rows that facts are made of.

use super::{CaseFile, Waiting};
use crate::paths;
use crate::web::clock::civil_date;
use crate::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ApplicationId, ClaimId};
use domain::standing::{
    AwardFact, ClaimDecision, ClaimFact, ClaimOutcome, FactsFile, Outcome, ResultFact, VerificationFact,
};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A row that adds to a case file.
pub(super) trait Row: FromQueryResult {
    /// Reads the rows of `{enrolments}`, in the order in which they are added.
    const QUERY: &str;

    /// Whose it is.
    fn enrolment(&self) -> &str;

    /// Adds what it says.
    fn add(self, case: &mut CaseFile);
}

#[derive(FromQueryResult)]
pub(super) struct HeadRow {
    enrolment_id: String,
    person_id: String,
    specialism: Option<String>,
    from_on: NaiveDate,
    joined_on: Option<NaiveDate>,
}

impl Row for HeadRow {
    const QUERY: &str = "SELECT id AS enrolment_id, person_id, specialism, from_on, joined_on FROM enrolment WHERE id IN ({enrolments})";

    fn enrolment(&self) -> &str {
        &self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        case.facts = FactsFile {
            trainee: self.person_id,
            specialism: self.specialism,
            enrolled_on: Some(self.from_on),
            joined_on: self.joined_on,
            ..FactsFile::default()
        };
    }
}

fn name(case: &mut CaseFile, id: Option<&String>, name: Option<String>) {
    if let (Some(id), Some(name)) = (id, name) {
        case.facts.people.insert(id.clone(), name);
    }
}

#[derive(FromQueryResult)]
pub(super) struct ResultRow {
    enrolment_id: String,
    id: String,
    element: String,
    held_on: NaiveDate,
    provider: String,
    outcome: String,
    mark: Option<String>,
    recorded_by: String,
    recorded_by_name: String,
    recorded_at: DateTime<Utc>,
    confirmed_by: Option<String>,
    confirmed_by_name: Option<String>,
    confirmed_on: Option<NaiveDate>,
    superseded_at: Option<DateTime<Utc>>,
}

impl Row for ResultRow {
    const QUERY: &str = "SELECT r.enrolment_id, r.id, s.element, s.held_on, o.name AS provider, r.outcome, r.mark, r.recorded_by, rp.name AS recorded_by_name, r.recorded_at,
        c.confirmed_by, cp.name AS confirmed_by_name, c.confirmed_on, n.recorded_at AS superseded_at
     FROM result r JOIN sitting s ON s.id = r.sitting_id JOIN organisation o ON o.id = s.provider_id JOIN person rp ON rp.id = r.recorded_by
     LEFT JOIN result_confirmation c ON c.result_id = r.id LEFT JOIN person cp ON cp.id = c.confirmed_by
     LEFT JOIN result n ON n.supersedes = r.id WHERE r.enrolment_id IN ({enrolments}) ORDER BY s.held_on, r.id";

    fn enrolment(&self) -> &str {
        &self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        let civil = |at| civil_date(at, ZONE);
        name(case, Some(&self.recorded_by), Some(self.recorded_by_name));
        name(case, self.confirmed_by.as_ref(), self.confirmed_by_name);
        if self.confirmed_on.is_none() && self.superseded_at.is_none() {
            case.waiting.push(Waiting {
                node: self.element.clone(),
                kind: String::from("result"),
                href: String::new(),
                with: self.provider,
                since: civil(self.recorded_at),
            });
        }
        case.facts.results.push(ResultFact {
            id: self.id,
            element: self.element,
            outcome: if self.outcome == "pass" {
                Outcome::Pass
            } else {
                Outcome::Fail
            },
            sat_on: self.held_on,
            confirmed_on: self.confirmed_on,
            recorded_by: Some(self.recorded_by),
            confirmed_by: self.confirmed_by,
            mark: self.mark,
            voided_on: None,
            superseded_on: self.superseded_at.map(civil),
            recorded_on: Some(civil(self.recorded_at)).filter(|day| *day > self.held_on),
        });
    }
}

#[derive(FromQueryResult)]
pub(super) struct ClaimRow {
    enrolment_id: String,
    id: String,
    claim_id: String,
    node: String,
    shown: String,
    supervisor_id: String,
    supervisor_name: String,
    sent_on: NaiveDate,
    taken_back_at: Option<DateTime<Utc>>,
    is_open: bool,
    outcome: Option<String>,
    decided_on: Option<NaiveDate>,
    decided_by: Option<String>,
    decided_by_name: Option<String>,
    missing: Option<String>,
    #[sea_orm(skip)]
    sent_again: Option<NaiveDate>,
}

/// When each claim was sent again: the fact of the earlier time ends then.
pub(super) fn ended_by_the_next(mut rows: Vec<ClaimRow>) -> Vec<ClaimRow> {
    let mut next: BTreeMap<String, NaiveDate> = BTreeMap::new();
    for row in rows.iter_mut().rev() {
        row.sent_again = next.insert(row.claim_id.clone(), row.sent_on);
    }
    rows
}

/// One fact per time a claim was sent.
impl Row for ClaimRow {
    const QUERY: &str = "SELECT c.enrolment_id, q.id, q.claim_id, c.outcome AS node, q.shown, q.supervisor_id, p.name AS supervisor_name, q.sent_on, q.taken_back_at, q.is_open,
        d.outcome, d.decided_on, d.decided_by, dp.name AS decided_by_name, d.missing
     FROM claim_request q JOIN claim c ON c.id = q.claim_id JOIN person p ON p.id = q.supervisor_id
     LEFT JOIN decision d ON d.request_id = q.id LEFT JOIN person dp ON dp.id = d.decided_by
     WHERE c.enrolment_id IN ({enrolments}) ORDER BY q.id";

    fn enrolment(&self) -> &str {
        &self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        let taken_back = self.taken_back_at.map(|at| civil_date(at, ZONE));
        let happened = shown_dates(&self.shown).unwrap_or((self.sent_on, self.sent_on));
        name(case, Some(&self.supervisor_id), Some(self.supervisor_name.clone()));
        name(case, self.decided_by.as_ref(), self.decided_by_name);
        if self.is_open {
            case.waiting.push(Waiting {
                node: self.node.clone(),
                kind: String::from("claim"),
                href: paths::claim(&ClaimId::from(self.claim_id)),
                with: self.supervisor_name,
                since: self.sent_on,
            });
        }
        let decision = match (
            self.outcome.as_deref().and_then(claim_outcome),
            self.decided_on,
            self.decided_by,
        ) {
            (Some(outcome), Some(on), Some(by)) => Some(ClaimDecision {
                outcome,
                on,
                by,
                missing: self.missing,
            }),
            _ => None,
        };
        case.facts.claims.push(ClaimFact {
            id: self.id,
            outcomes: vec![self.node],
            happened_from: happened.0,
            happened_until: happened.1,
            submitted_on: self.sent_on,
            supervisor: Some(self.supervisor_id),
            decision,
            withdrawn_on: taken_back.or(self.sent_again),
            recorded_on: None,
        });
    }
}

/// The outcome of a stored word.
#[must_use]
pub fn claim_outcome(word: &str) -> Option<ClaimOutcome> {
    match word {
        "met" => Some(ClaimOutcome::Met),
        "partly_met" => Some(ClaimOutcome::PartlyMet),
        "not_yet" => Some(ClaimOutcome::NotYet),
        "declined" => Some(ClaimOutcome::Declined),
        _ => None,
    }
}

/// The dates of the work as they were when the claim was sent, whatever the draft says now.
fn shown_dates(shown: &str) -> Option<(NaiveDate, NaiveDate)> {
    #[derive(Deserialize)]
    struct Dates {
        happened_from: NaiveDate,
        happened_until: NaiveDate,
    }
    serde_json::from_str::<Dates>(shown)
        .ok()
        .map(|dates| (dates.happened_from, dates.happened_until))
}

#[derive(FromQueryResult)]
pub(super) struct VerificationRow {
    enrolment_id: String,
    id: String,
    element: String,
    employer: String,
    asked_on: NaiveDate,
    is_open: bool,
    outcome: Option<String>,
    verified_by: Option<String>,
    verified_by_name: Option<String>,
    verified_on: Option<NaiveDate>,
}

impl Row for VerificationRow {
    const QUERY: &str = "SELECT q.enrolment_id, q.id, q.element, o.name AS employer, q.asked_on, q.is_open, v.outcome, v.verified_by, p.name AS verified_by_name, v.verified_on
     FROM verification_request q JOIN organisation o ON o.id = q.employer_id LEFT JOIN verification v ON v.request_id = q.id
     LEFT JOIN person p ON p.id = v.verified_by WHERE q.enrolment_id IN ({enrolments}) ORDER BY q.id";

    fn enrolment(&self) -> &str {
        &self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        name(case, self.verified_by.as_ref(), self.verified_by_name);
        if self.is_open {
            case.waiting.push(Waiting {
                node: self.element.clone(),
                kind: String::from("verification"),
                href: String::new(),
                with: self.employer.clone(),
                since: self.asked_on,
            });
        }
        if let (Some("verified"), Some(by), Some(on)) = (self.outcome.as_deref(), self.verified_by, self.verified_on) {
            let (id, element, employer) = (self.id, self.element, Some(self.employer));
            case.facts.verifications.push(VerificationFact {
                id,
                element,
                on,
                by,
                employer,
                withdrawn_on: None,
                recorded_on: None,
            });
        }
    }
}

#[derive(FromQueryResult)]
pub(super) struct ApplicationRow {
    enrolment_id: String,
    id: String,
    step_off: String,
    applied_on: NaiveDate,
}

impl Row for ApplicationRow {
    const QUERY: &str = "SELECT a.enrolment_id, a.id, a.step_off, a.applied_on FROM application a WHERE a.enrolment_id IN ({enrolments}) AND a.is_open ORDER BY a.id";

    fn enrolment(&self) -> &str {
        &self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        case.waiting.push(Waiting {
            node: self.step_off,
            kind: String::from("application"),
            href: paths::application(&ApplicationId::from(self.id)),
            with: String::from("the registrar"),
            since: self.applied_on,
        });
    }
}

#[derive(FromQueryResult)]
pub(super) struct AwardRow {
    enrolment_id: String,
    id: String,
    status: String,
    conferred_on: NaiveDate,
    conferred_by: String,
    conferred_by_name: String,
    withdrawn_on: Option<NaiveDate>,
}

impl Row for AwardRow {
    const QUERY: &str = "SELECT a.enrolment_id, a.id, a.status, a.conferred_on, a.conferred_by, p.name AS conferred_by_name, w.withdrawn_on
     FROM award a JOIN person p ON p.id = a.conferred_by LEFT JOIN award_withdrawal w ON w.award_id = a.id
     WHERE a.enrolment_id IN ({enrolments}) ORDER BY a.id";

    fn enrolment(&self) -> &str {
        &self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        name(case, Some(&self.conferred_by), Some(self.conferred_by_name));
        case.facts.awards.push(AwardFact {
            id: self.id,
            status: self.status,
            conferred_on: self.conferred_on,
            conferred_by: Some(self.conferred_by),
            expires_on: None,
            withdrawn_on: self.withdrawn_on,
            recorded_on: None,
        });
    }
}
