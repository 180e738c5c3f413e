//! Applications for a status, open and decided.

use crate::error::AppError;
use crate::web::db::{count, sql};
use chrono::NaiveDate;
use domain::awards::ApplicationOutcome;
use domain::ids::{ApplicationId, AwardId, EnrolmentId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// Rows on one page of a list.
pub const PAGE: u64 = 50;

/// An application, with what was decided.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// Who applied.
    pub name: String,
    /// The framework.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The step-off point.
    pub step_off: String,
    /// The status it leads to.
    pub status: String,
    /// The day of it.
    pub applied_on: NaiveDate,
    /// What was decided; none while it is open.
    pub decided: Option<Decided>,
}

/// The decision on an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Whether the status was conferred.
    pub is_conferred: bool,
    /// Why, or a remark; may be empty when conferred.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
    /// The award and its public code, when it was conferred.
    pub award: Option<(AwardId, String)>,
}

#[derive(FromQueryResult)]
struct Row {
    id: ApplicationId,
    enrolment_id: EnrolmentId,
    name: String,
    framework_slug: String,
    framework_version: String,
    step_off: String,
    status: String,
    applied_on: NaiveDate,
    outcome: Option<ApplicationOutcome>,
    reason: Option<String>,
    decided_by_name: Option<String>,
    decided_on: Option<NaiveDate>,
    award_id: Option<AwardId>,
    code: Option<String>,
}

impl From<Row> for Application {
    fn from(row: Row) -> Self {
        let award = row.award_id.zip(row.code);
        let decided = match (row.outcome, row.reason, row.decided_by_name, row.decided_on) {
            (Some(outcome), Some(reason), Some(by), Some(on)) => Some(Decided {
                is_conferred: outcome == ApplicationOutcome::Conferred,
                reason,
                by,
                on,
                award,
            }),
            _ => None,
        };
        Self {
            id: row.id,
            enrolment: row.enrolment_id,
            name: row.name,
            framework_slug: row.framework_slug,
            framework_version: row.framework_version,
            step_off: row.step_off,
            status: row.status,
            applied_on: row.applied_on,
            decided,
        }
    }
}

const APPLICATION: &str =
    "SELECT a.id, a.enrolment_id, p.name, e.framework_slug, e.framework_version, a.step_off, a.status, a.applied_on,
        d.outcome, d.reason, dp.name AS decided_by_name, d.decided_on, w.id AS award_id, w.code
     FROM application a JOIN enrolment e ON e.id = a.enrolment_id JOIN person p ON p.id = a.trainee_id
     LEFT JOIN application_decision d ON d.application_id = a.id LEFT JOIN person dp ON dp.id = d.decided_by
     LEFT JOIN award w ON w.application_id = a.id";

async fn all(connection: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Application>, AppError> {
    let statement = sql(connection, &format!("{APPLICATION} {rest}"), values);
    Ok(Row::find_by_statement(statement)
        .all(connection)
        .await?
        .into_iter()
        .map(Application::from)
        .collect())
}

/// One application.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn application(connection: &impl ConnectionTrait, id: ApplicationId) -> Result<Application, AppError> {
    all(connection, "WHERE a.id = $1", vec![id.into()])
        .await?
        .pop()
        .ok_or(AppError::NotFound)
}

/// The applications of an enrolment, newest first.
///
/// # Errors
/// When the database can't be read.
pub async fn applications_of(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Application>, AppError> {
    all(
        connection,
        "WHERE a.enrolment_id = $1 ORDER BY a.id DESC",
        vec![id.into()],
    )
    .await
}

/// One page of applications.
#[derive(Debug)]
pub struct ApplicationList {
    /// Those on the page.
    pub rows: Vec<Application>,
    /// How many there are in all.
    pub total: u64,
}

/// The applications that are open, the longest waiting first, or those that are decided, the latest first; `page`
/// counts from 1.
///
/// # Errors
/// When the database can't be read.
pub async fn applications(
    connection: &impl ConnectionTrait,
    is_open: bool,
    page: u64,
) -> Result<ApplicationList, AppError> {
    let values = vec![Value::from(is_open)];
    let total = count(
        connection,
        "SELECT COUNT(*) AS n FROM application WHERE is_open = $1",
        values.clone(),
    )
    .await?;
    let order = if is_open {
        "a.applied_on, a.id"
    } else {
        "d.decided_on DESC, a.id DESC"
    };
    let offset = (page - 1).saturating_mul(PAGE);
    let rows = all(
        connection,
        &format!("WHERE a.is_open = $1 ORDER BY {order} LIMIT {PAGE} OFFSET {offset}"),
        values,
    )
    .await?;
    Ok(ApplicationList { rows, total })
}
