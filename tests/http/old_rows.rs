#![allow(warnings)]

use app::features::enrolments::case::{CaseFile, Waiting};
use app::paths;
use app::web::clock::civil_date;
use app::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{
    ApplicationId, AwardId, ClaimId, ClaimRequestId, EnrolmentId, PersonId, ResultId, VerificationRequestId,
};
use domain::sign_off::VerificationOutcome;
use domain::standing::{
    AwardFact, ClaimDecision, ClaimFact, ClaimOutcome, FactsFile, Outcome, ResultFact, VerificationFact,
};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;

/// A row that adds to a case file.
trait Row: FromQueryResult {
    /// Reads the rows of `{enrolments}`, in the order in which they are added.
    const QUERY: &str;

    /// Whose it is.
    fn enrolment(&self) -> EnrolmentId;

    /// Adds what it says.
    fn add(self, case: &mut CaseFile);
}

#[derive(FromQueryResult)]
struct HeadRow {
    enrolment_id: EnrolmentId,
    person_id: PersonId,
    specialism: Option<String>,
    from_on: NaiveDate,
    joined_on: Option<NaiveDate>,
}

impl Row for HeadRow {
    const QUERY: &str = "SELECT id AS enrolment_id, person_id, specialism, from_on, joined_on FROM enrolment WHERE id IN ({enrolments})";

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        case.facts = FactsFile {
            trainee: self.person_id.to_string(),
            specialism: self.specialism,
            enrolled_on: Some(self.from_on),
            joined_on: self.joined_on,
            ..FactsFile::default()
        };
    }
}

fn name(case: &mut CaseFile, id: Option<PersonId>, name: Option<String>) {
    if let (Some(id), Some(name)) = (id, name) {
        case.facts.people.insert(id.to_string(), name);
    }
}

#[derive(FromQueryResult)]
struct ResultRow {
    enrolment_id: EnrolmentId,
    id: ResultId,
    element: String,
    held_on: NaiveDate,
    provider: String,
    outcome: Outcome,
    mark: Option<String>,
    recorded_by: PersonId,
    recorded_by_name: String,
    recorded_at: DateTime<Utc>,
    confirmed_by: Option<PersonId>,
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

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        let civil = |at| civil_date(at, ZONE);
        name(case, Some(self.recorded_by), Some(self.recorded_by_name));
        name(case, self.confirmed_by, self.confirmed_by_name);
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
            id: self.id.to_string(),
            element: self.element,
            outcome: self.outcome,
            sat_on: self.held_on,
            confirmed_on: self.confirmed_on,
            recorded_by: Some(self.recorded_by.to_string()),
            confirmed_by: self.confirmed_by.map(|person| person.to_string()),
            mark: self.mark,
            voided_on: None,
            superseded_on: self.superseded_at.map(civil),
        });
    }
}

#[derive(FromQueryResult)]
struct ClaimRow {
    enrolment_id: EnrolmentId,
    id: ClaimRequestId,
    claim_id: ClaimId,
    node: String,
    shown: String,
    supervisor_id: PersonId,
    supervisor_name: String,
    sent_on: NaiveDate,
    taken_back_at: Option<DateTime<Utc>>,
    is_open: bool,
    outcome: Option<ClaimOutcome>,
    decided_on: Option<NaiveDate>,
    decided_by: Option<PersonId>,
    decided_by_name: Option<String>,
    missing: Option<String>,
    #[sea_orm(skip)]
    sent_again: Option<NaiveDate>,
}

/// When each claim was sent again: the fact of the earlier time ends then.
fn ended_by_the_next(mut rows: Vec<ClaimRow>) -> Vec<ClaimRow> {
    let mut next: BTreeMap<ClaimId, NaiveDate> = BTreeMap::new();
    for row in rows.iter_mut().rev() {
        row.sent_again = next.insert(row.claim_id, row.sent_on);
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

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        let taken_back = self.taken_back_at.map(|at| civil_date(at, ZONE));
        let happened = shown_dates(&self.shown).unwrap_or((self.sent_on, self.sent_on));
        name(case, Some(self.supervisor_id), Some(self.supervisor_name.clone()));
        name(case, self.decided_by, self.decided_by_name);
        if self.is_open {
            case.waiting.push(Waiting {
                node: self.node.clone(),
                kind: String::from("claim"),
                href: paths::claim(self.claim_id),
                with: self.supervisor_name,
                since: self.sent_on,
            });
        }
        let decision = match (self.outcome, self.decided_on, self.decided_by) {
            (Some(outcome), Some(on), Some(by)) => Some(ClaimDecision {
                outcome,
                on,
                by: by.to_string(),
                missing: self.missing,
            }),
            _ => None,
        };
        case.facts.claims.push(ClaimFact {
            id: self.id.to_string(),
            outcomes: vec![self.node],
            happened_from: happened.0,
            happened_until: happened.1,
            submitted_on: self.sent_on,
            supervisor: Some(self.supervisor_id.to_string()),
            decision,
            withdrawn_on: taken_back.or(self.sent_again),
        });
    }
}

/// The dates of the work as they were when the claim was sent, whatever the draft says now.
fn shown_dates(shown: &str) -> Option<(NaiveDate, NaiveDate)> {
    let v: serde_json::Value = serde_json::from_str(shown).ok()?;
    Some((
        v["happened_from"].as_str()?.parse().ok()?,
        v["happened_until"].as_str()?.parse().ok()?,
    ))
}

#[derive(FromQueryResult)]
struct VerificationRow {
    enrolment_id: EnrolmentId,
    id: VerificationRequestId,
    element: String,
    employer: String,
    asked_on: NaiveDate,
    is_open: bool,
    outcome: Option<VerificationOutcome>,
    verified_by: Option<PersonId>,
    verified_by_name: Option<String>,
    verified_on: Option<NaiveDate>,
}

impl Row for VerificationRow {
    const QUERY: &str = "SELECT q.enrolment_id, q.id, q.element, o.name AS employer, q.asked_on, q.is_open, v.outcome, v.verified_by, p.name AS verified_by_name, v.verified_on
     FROM verification_request q JOIN organisation o ON o.id = q.employer_id LEFT JOIN verification v ON v.request_id = q.id
     LEFT JOIN person p ON p.id = v.verified_by WHERE q.enrolment_id IN ({enrolments}) ORDER BY q.id";

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        name(case, self.verified_by, self.verified_by_name);
        if self.is_open {
            case.waiting.push(Waiting {
                node: self.element.clone(),
                kind: String::from("verification"),
                href: String::new(),
                with: self.employer.clone(),
                since: self.asked_on,
            });
        }
        let verified = self.outcome.filter(|outcome| *outcome == VerificationOutcome::Verified);
        if let (Some(_), Some(by), Some(on)) = (verified, self.verified_by, self.verified_on) {
            case.facts.verifications.push(VerificationFact {
                id: self.id.to_string(),
                element: self.element,
                on,
                by: by.to_string(),
                employer: Some(self.employer),
                withdrawn_on: None,
            });
        }
    }
}

#[derive(FromQueryResult)]
struct ApplicationRow {
    enrolment_id: EnrolmentId,
    id: ApplicationId,
    step_off: String,
    applied_on: NaiveDate,
}

impl Row for ApplicationRow {
    const QUERY: &str = "SELECT a.enrolment_id, a.id, a.step_off, a.applied_on FROM application a WHERE a.enrolment_id IN ({enrolments}) AND a.is_open ORDER BY a.id";

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        case.waiting.push(Waiting {
            node: self.step_off,
            kind: String::from("application"),
            href: paths::application(self.id),
            with: String::from("the registrar"),
            since: self.applied_on,
        });
    }
}

#[derive(FromQueryResult)]
struct AwardRow {
    enrolment_id: EnrolmentId,
    id: AwardId,
    status: String,
    conferred_on: NaiveDate,
    conferred_by: PersonId,
    conferred_by_name: String,
    withdrawn_on: Option<NaiveDate>,
}

impl Row for AwardRow {
    const QUERY: &str = "SELECT a.enrolment_id, a.id, a.status, a.conferred_on, a.conferred_by, p.name AS conferred_by_name, w.withdrawn_on
     FROM award a JOIN person p ON p.id = a.conferred_by LEFT JOIN award_withdrawal w ON w.award_id = a.id
     WHERE a.enrolment_id IN ({enrolments}) ORDER BY a.id";

    fn enrolment(&self) -> EnrolmentId {
        self.enrolment_id
    }

    fn add(self, case: &mut CaseFile) {
        name(case, Some(self.conferred_by), Some(self.conferred_by_name));
        case.facts.awards.push(AwardFact {
            id: self.id.to_string(),
            status: self.status,
            conferred_on: self.conferred_on,
            conferred_by: Some(self.conferred_by.to_string()),
            expires_on: None,
            withdrawn_on: self.withdrawn_on,
        });
    }
}

use app::error::AppError;
use app::web::db::sql;
use sea_orm::{ConnectionTrait, Value};
pub async fn from_rows(
    connection: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
) -> Result<BTreeMap<EnrolmentId, CaseFile>, AppError> {
    let heads = of::<HeadRow>(connection, enrolments).await?;
    let mut cases: BTreeMap<EnrolmentId, CaseFile> = heads
        .iter()
        .map(|head| (head.enrolment(), CaseFile::default()))
        .collect();
    if enrolments.iter().any(|id| !cases.contains_key(id)) {
        return Err(AppError::NotFound);
    }
    add(&mut cases, heads);
    add(&mut cases, of::<ResultRow>(connection, enrolments).await?);
    add(
        &mut cases,
        ended_by_the_next(of::<ClaimRow>(connection, enrolments).await?),
    );
    add(&mut cases, of::<VerificationRow>(connection, enrolments).await?);
    add(&mut cases, of::<ApplicationRow>(connection, enrolments).await?);
    add(&mut cases, of::<AwardRow>(connection, enrolments).await?);
    for case in cases.values_mut() {
        case.waiting.sort_by(|a, b| (a.since, &a.node).cmp(&(b.since, &b.node)));
    }
    Ok(cases)
}

/// The rows of one kind of some enrolments.
async fn of<R: Row>(connection: &impl ConnectionTrait, enrolments: &[EnrolmentId]) -> Result<Vec<R>, AppError> {
    let places: Vec<String> = (1..=enrolments.len()).map(|i| format!("${i}")).collect();
    let query = R::QUERY.replace("{enrolments}", &places.join(", "));
    let values: Vec<Value> = enrolments.iter().map(|id| (*id).into()).collect();
    Ok(R::find_by_statement(sql(connection, &query, values))
        .all(connection)
        .await?)
}

fn add<R: Row>(cases: &mut BTreeMap<EnrolmentId, CaseFile>, rows: Vec<R>) {
    for row in rows {
        if let Some(case) = cases.get_mut(&row.enrolment()) {
            row.add(case);
        }
    }
}
