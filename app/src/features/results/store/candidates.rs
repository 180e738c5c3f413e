//! The candidates of a sitting, the results that stand, and what stood before.

use crate::error::AppError;
use crate::web::db::sql;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{EnrolmentId, PersonId, ResultId, SittingId};
use domain::standing::Outcome;
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// A candidate of a sitting, with the result that stands.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// The trainee.
    pub trainee_id: PersonId,
    /// Their name.
    pub name: String,
    /// Which go at the element this sitting is, from 1.
    pub attempt: i64,
    /// The result that stands, provisional or confirmed.
    pub result: Option<Recorded>,
    /// The facts of a candidate without a result, as the case file has them; only where they were asked for.
    pub facts: Option<String>,
}

impl Candidate {
    /// Whether a second person has confirmed the result that stands.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.result.as_ref().is_some_and(|result| result.confirmed.is_some())
    }
}

/// A result that stands.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its id.
    pub id: ResultId,
    /// What came of it.
    pub outcome: Outcome,
    /// As printed.
    pub mark: Option<String>,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// Their name.
    pub recorded_by_name: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Whether it takes the place of an earlier one.
    pub is_correction: bool,
    /// Who confirmed it, and on which day; none while it is provisional.
    pub confirmed: Option<(String, NaiveDate)>,
}

#[derive(FromQueryResult)]
struct CandidateRow {
    enrolment_id: EnrolmentId,
    trainee_id: PersonId,
    name: String,
    earlier: i64,
    result_id: Option<ResultId>,
    outcome: Option<Outcome>,
    mark: Option<String>,
    recorded_by: Option<PersonId>,
    recorded_by_name: Option<String>,
    recorded_at: Option<DateTime<Utc>>,
    supersedes: Option<ResultId>,
    confirmed_by_name: Option<String>,
    confirmed_on: Option<NaiveDate>,
    facts: Option<String>,
}

impl From<CandidateRow> for Candidate {
    fn from(row: CandidateRow) -> Self {
        let result = match (
            row.result_id,
            row.outcome,
            row.recorded_by,
            row.recorded_by_name,
            row.recorded_at,
        ) {
            (Some(id), Some(outcome), Some(recorded_by), Some(recorded_by_name), Some(recorded_at)) => Some(Recorded {
                id,
                outcome,
                mark: row.mark,
                recorded_by,
                recorded_by_name,
                recorded_at,
                is_correction: row.supersedes.is_some(),
                confirmed: row.confirmed_by_name.zip(row.confirmed_on),
            }),
            _ => None,
        };
        Self {
            enrolment_id: row.enrolment_id,
            trainee_id: row.trainee_id,
            name: row.name,
            attempt: row.earlier + 1,
            result,
            facts: row.facts,
        }
    }
}

// Who was registered on the day, who is registered today, and who has a result here: otherwise a result recorded
// before a candidate left could never be confirmed or corrected.
const CANDIDATES: &str = "SELECT e.id AS enrolment_id, e.person_id AS trainee_id, p.name,
        (SELECT COUNT(*) FROM result a JOIN sitting b ON b.id = a.sitting_id
         WHERE a.enrolment_id = e.id AND a.supersedes IS NULL AND b.element = s.element
             AND (b.held_on < s.held_on OR (b.held_on = s.held_on AND b.id < s.id))) AS earlier,
        r.id AS result_id, r.outcome, r.mark, r.recorded_by, rp.name AS recorded_by_name, r.recorded_at, r.supersedes,
        cp.name AS confirmed_by_name, c.confirmed_on, {facts} AS facts
     FROM sitting s JOIN enrolment e ON e.framework_slug = s.framework_slug AND e.framework_version = s.framework_version
     JOIN person p ON p.id = e.person_id
     LEFT JOIN result r ON r.enrolment_id = e.id AND r.sitting_id = s.id AND NOT EXISTS (SELECT 1 FROM result n WHERE n.supersedes = r.id)
     LEFT JOIN person rp ON rp.id = r.recorded_by
     LEFT JOIN result_confirmation c ON c.result_id = r.id LEFT JOIN person cp ON cp.id = c.confirmed_by
     WHERE s.id = $1 AND e.id IN (
         SELECT g.enrolment_id FROM registration g JOIN sitting h ON h.provider_id = g.provider_id WHERE h.id = $1
             AND ((g.from_on <= h.held_on AND (g.until_on IS NULL OR g.until_on > h.held_on))
                 OR (g.from_on <= $2 AND (g.until_on IS NULL OR g.until_on > $2)))
         UNION SELECT x.enrolment_id FROM result x WHERE x.sitting_id = $1 AND x.supersedes IS NULL) {only}
     ORDER BY p.name, e.id";

/// The provider's candidates for a sitting, by name: registered on its day or today, or with a result in it.
///
/// # Errors
/// When the database can't be read.
pub async fn candidates(
    connection: &impl ConnectionTrait,
    id: SittingId,
    today: NaiveDate,
) -> Result<Vec<Candidate>, AppError> {
    read(connection, id, today, ("CAST(NULL AS TEXT)", None)).await
}

/// [`candidates`], with the facts of those whose result is still to be recorded.
///
/// # Errors
/// When the database can't be read.
pub async fn candidates_with_facts(
    connection: &impl ConnectionTrait,
    id: SittingId,
    today: NaiveDate,
) -> Result<Vec<Candidate>, AppError> {
    let facts = "CASE WHEN r.id IS NULL THEN (SELECT f.facts FROM case_file f WHERE f.enrolment_id = e.id) END";
    read(connection, id, today, (facts, None)).await
}

async fn read(
    connection: &impl ConnectionTrait,
    id: SittingId,
    today: NaiveDate,
    (facts, only): (&str, Option<&[EnrolmentId]>),
) -> Result<Vec<Candidate>, AppError> {
    let mut values: Vec<Value> = vec![id.into(), today.into()];
    let only = only.map(|only| {
        values.extend(only.iter().map(|enrolment| Value::from(*enrolment)));
        let places: Vec<String> = (3..values.len() + 1).map(|place| format!("${place}")).collect();
        format!("AND e.id IN ({})", places.join(", "))
    });
    let text = CANDIDATES
        .replace("{facts}", facts)
        .replace("{only}", &only.unwrap_or_default());
    let statement = sql(connection, &text, values);
    Ok(CandidateRow::find_by_statement(statement)
        .all(connection)
        .await?
        .into_iter()
        .map(Candidate::from)
        .collect())
}

/// [`candidates`] of whom these enrolments are.
///
/// # Errors
/// When the database can't be read.
pub async fn candidates_of(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    enrolments: &[EnrolmentId],
    today: NaiveDate,
) -> Result<Vec<Candidate>, AppError> {
    if enrolments.is_empty() {
        return Ok(Vec::new());
    }
    read(connection, sitting, today, ("CAST(NULL AS TEXT)", Some(enrolments))).await
}

/// Who is enrolled, when they are a candidate of the sitting.
///
/// # Errors
/// When the database can't be read.
pub async fn is_candidate(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    enrolment: EnrolmentId,
    today: NaiveDate,
) -> Result<Option<PersonId>, AppError> {
    let found = candidates_of(connection, sitting, &[enrolment], today).await?;
    Ok(found.first().map(|candidate| candidate.trainee_id))
}

/// One result in the history of a candidate's sitting.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ResultVersion {
    /// Its id.
    pub id: ResultId,
    /// What came of it.
    pub outcome: Outcome,
    /// As printed.
    pub mark: Option<String>,
    /// Who recorded it.
    pub recorded_by_name: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Why it took the place of the one before.
    pub reason: Option<String>,
    /// Who confirmed it.
    pub confirmed_by_name: Option<String>,
    /// On which day.
    pub confirmed_on: Option<NaiveDate>,
}

/// Everything that was recorded for a candidate of a sitting, oldest first; the last one stands.
///
/// # Errors
/// When the database can't be read.
pub async fn history(
    connection: &impl ConnectionTrait,
    sitting: SittingId,
    enrolment: EnrolmentId,
) -> Result<Vec<ResultVersion>, AppError> {
    Ok(ResultVersion::find_by_statement(sql(
        connection,
        "SELECT r.id, r.outcome, r.mark, rp.name AS recorded_by_name, r.recorded_at, r.reason, cp.name AS confirmed_by_name, c.confirmed_on
         FROM result r JOIN person rp ON rp.id = r.recorded_by
         LEFT JOIN result_confirmation c ON c.result_id = r.id LEFT JOIN person cp ON cp.id = c.confirmed_by
         WHERE r.sitting_id = $1 AND r.enrolment_id = $2 ORDER BY r.recorded_at, r.id",
        [sitting.into(), enrolment.into()],
    ))
    .all(connection)
    .await?)
}
