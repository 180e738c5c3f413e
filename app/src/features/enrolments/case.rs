//! The case file: the facts of one enrolment as the rules read them, rewritten in the transaction that changes one
//! (ARCHITECTURE.md, invariant 5).

use crate::error::AppError;
use crate::paths;
use crate::web::db::sql;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{ApplicationId, ClaimId, EnrolmentId};
use domain::standing::{
    AwardFact, ClaimDecision, ClaimFact, ClaimOutcome, FactsFile, Outcome, ResultFact, VerificationFact,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult};
use serde::{Deserialize, Serialize};

/// Something that lies with someone else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// What: the node's id.
    pub node: String,
    /// What kind of thing: "claim", "verification", "application", "result".
    pub kind: String,
    /// Its page.
    pub href: String,
    /// With whom: a person or an organisation.
    pub with: String,
    /// Since when.
    pub since: NaiveDate,
}

/// What is derived and stored for an enrolment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFile {
    /// The facts.
    pub facts: FactsFile,
    /// What lies with others, oldest first.
    pub waiting: Vec<Waiting>,
}

/// Takes the enrolment's lock for the rest of the transaction, so that two writers of one record queue. On SQLite the
/// transaction already holds the only write lock.
///
/// # Errors
/// When the database can't be read.
pub async fn lock(tx: &DatabaseTransaction, enrolment: &EnrolmentId) -> Result<(), AppError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        tx.query_one_raw(sql(
            tx,
            "SELECT id FROM enrolment WHERE id = $1 FOR UPDATE",
            [enrolment.to_string().into()],
        ))
        .await?;
    }
    Ok(())
}

/// Rewrites the case file from the rows.
///
/// # Errors
/// When the database can't be read or written.
pub async fn rewrite(tx: &DatabaseTransaction, enrolment: &EnrolmentId) -> Result<(), AppError> {
    let case = from_rows(tx, enrolment).await?;
    tx.execute_raw(sql(
        tx,
        "INSERT INTO case_file (enrolment_id, facts, waiting, revision) VALUES ($1, $2, $3, 1)
         ON CONFLICT (enrolment_id) DO UPDATE SET facts = excluded.facts, waiting = excluded.waiting, revision = case_file.revision + 1",
        [enrolment.to_string().into(), serde_json::to_string(&case.facts)?.into(), serde_json::to_string(&case.waiting)?.into()],
    ))
    .await?;
    Ok(())
}

/// The case file as the rows have it: what [`rewrite`] stores, and what `gradus doctor` compares it with.
///
/// # Errors
/// When the database can't be read.
pub async fn from_rows(connection: &impl ConnectionTrait, enrolment: &EnrolmentId) -> Result<CaseFile, AppError> {
    let id = || [enrolment.to_string().into()];
    let head = Head::find_by_statement(sql(connection, HEAD, id()))
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)?;
    let results = ResultRow::find_by_statement(sql(connection, RESULTS, id()))
        .all(connection)
        .await?;
    let claims = ClaimRow::find_by_statement(sql(connection, CLAIMS, id()))
        .all(connection)
        .await?;
    let verifications = VerificationRow::find_by_statement(sql(connection, VERIFICATIONS, id()))
        .all(connection)
        .await?;
    let applications = ApplicationRow::find_by_statement(sql(connection, APPLICATIONS, id()))
        .all(connection)
        .await?;
    let awards = AwardRow::find_by_statement(sql(connection, AWARDS, id()))
        .all(connection)
        .await?;

    let mut case = CaseFile {
        facts: FactsFile {
            trainee: head.person_id,
            specialism: head.specialism,
            enrolled_on: Some(head.from_on),
            ..FactsFile::default()
        },
        waiting: Vec::new(),
    };
    results.into_iter().for_each(|row| row.add(&mut case));
    add_claims(claims, &mut case);
    verifications.into_iter().for_each(|row| row.add(&mut case));
    applications.into_iter().for_each(|row| row.add(&mut case));
    awards.into_iter().for_each(|row| row.add(&mut case));
    case.waiting.sort_by(|a, b| (a.since, &a.node).cmp(&(b.since, &b.node)));
    Ok(case)
}

fn name(case: &mut CaseFile, id: Option<&String>, name: Option<String>) {
    if let (Some(id), Some(name)) = (id, name) {
        case.facts.people.insert(id.clone(), name);
    }
}

const HEAD: &str = "SELECT person_id, specialism, from_on FROM enrolment WHERE id = $1";

#[derive(FromQueryResult)]
struct Head {
    person_id: String,
    specialism: Option<String>,
    from_on: NaiveDate,
}

const RESULTS: &str = "SELECT r.id, s.element, s.held_on, o.name AS provider, r.outcome, r.mark, r.recorded_by, rp.name AS recorded_by_name, r.recorded_at,
        c.confirmed_by, cp.name AS confirmed_by_name, c.confirmed_on, n.recorded_at AS superseded_at
     FROM result r JOIN sitting s ON s.id = r.sitting_id JOIN organisation o ON o.id = s.provider_id JOIN person rp ON rp.id = r.recorded_by
     LEFT JOIN result_confirmation c ON c.result_id = r.id LEFT JOIN person cp ON cp.id = c.confirmed_by
     LEFT JOIN result n ON n.supersedes = r.id WHERE r.enrolment_id = $1 ORDER BY s.held_on, r.id";

#[derive(FromQueryResult)]
struct ResultRow {
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

impl ResultRow {
    fn add(self, case: &mut CaseFile) {
        let civil = |at| crate::web::clock::civil_date(at, crate::web::request::ZONE);
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
        });
    }
}

const CLAIMS: &str = "SELECT q.id, q.claim_id, c.outcome AS node, q.shown, q.supervisor_id, p.name AS supervisor_name, q.sent_on, q.taken_back_at, q.is_open,
        d.outcome, d.decided_on, d.decided_by, dp.name AS decided_by_name, d.missing
     FROM claim_request q JOIN claim c ON c.id = q.claim_id JOIN person p ON p.id = q.supervisor_id
     LEFT JOIN decision d ON d.request_id = q.id LEFT JOIN person dp ON dp.id = d.decided_by
     WHERE c.enrolment_id = $1 ORDER BY q.id";

#[derive(FromQueryResult)]
struct ClaimRow {
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
}

/// One fact per time a claim was sent; an earlier one ends when the claim is sent again.
fn add_claims(rows: Vec<ClaimRow>, case: &mut CaseFile) {
    let sent: Vec<(String, NaiveDate)> = rows.iter().map(|row| (row.claim_id.clone(), row.sent_on)).collect();
    for (i, row) in rows.into_iter().enumerate() {
        let sent_again = sent[i + 1..]
            .iter()
            .find(|(claim, _)| *claim == row.claim_id)
            .map(|(_, on)| *on);
        let taken_back = row
            .taken_back_at
            .map(|at| crate::web::clock::civil_date(at, crate::web::request::ZONE));
        let happened = shown_dates(&row.shown).unwrap_or((row.sent_on, row.sent_on));
        name(case, Some(&row.supervisor_id), Some(row.supervisor_name.clone()));
        name(case, row.decided_by.as_ref(), row.decided_by_name);
        if row.is_open {
            case.waiting.push(Waiting {
                node: row.node.clone(),
                kind: String::from("claim"),
                href: paths::claim(&ClaimId::from(row.claim_id)),
                with: row.supervisor_name,
                since: row.sent_on,
            });
        }
        let decision = match (
            row.outcome.as_deref().and_then(claim_outcome),
            row.decided_on,
            row.decided_by,
        ) {
            (Some(outcome), Some(on), Some(by)) => Some(ClaimDecision {
                outcome,
                on,
                by,
                missing: row.missing,
            }),
            _ => None,
        };
        case.facts.claims.push(ClaimFact {
            id: row.id,
            outcomes: vec![row.node],
            happened_from: happened.0,
            happened_until: happened.1,
            submitted_on: row.sent_on,
            supervisor: Some(row.supervisor_id),
            decision,
            withdrawn_on: taken_back.or(sent_again),
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

const VERIFICATIONS: &str = "SELECT q.id, q.element, o.name AS employer, q.asked_on, q.is_open, v.outcome, v.verified_by, p.name AS verified_by_name, v.verified_on
     FROM verification_request q JOIN organisation o ON o.id = q.employer_id LEFT JOIN verification v ON v.request_id = q.id
     LEFT JOIN person p ON p.id = v.verified_by WHERE q.enrolment_id = $1 ORDER BY q.id";

#[derive(FromQueryResult)]
struct VerificationRow {
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

impl VerificationRow {
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
            });
        }
    }
}

const APPLICATIONS: &str =
    "SELECT a.id, a.step_off, a.applied_on FROM application a WHERE a.enrolment_id = $1 AND a.is_open ORDER BY a.id";

#[derive(FromQueryResult)]
struct ApplicationRow {
    id: String,
    step_off: String,
    applied_on: NaiveDate,
}

impl ApplicationRow {
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

const AWARDS: &str =
    "SELECT a.id, a.status, a.conferred_on, a.conferred_by, p.name AS conferred_by_name, w.withdrawn_on
     FROM award a JOIN person p ON p.id = a.conferred_by LEFT JOIN award_withdrawal w ON w.award_id = a.id
     WHERE a.enrolment_id = $1 ORDER BY a.id";

#[derive(FromQueryResult)]
struct AwardRow {
    id: String,
    status: String,
    conferred_on: NaiveDate,
    conferred_by: String,
    conferred_by_name: String,
    withdrawn_on: Option<NaiveDate>,
}

impl AwardRow {
    fn add(self, case: &mut CaseFile) {
        name(case, Some(&self.conferred_by), Some(self.conferred_by_name));
        case.facts.awards.push(AwardFact {
            id: self.id,
            status: self.status,
            conferred_on: self.conferred_on,
            conferred_by: Some(self.conferred_by),
            expires_on: None,
            withdrawn_on: self.withdrawn_on,
        });
    }
}
