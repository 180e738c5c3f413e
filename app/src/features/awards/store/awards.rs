//! Statuses conferred, for the registrar and for the public.

use super::PAGE;
use crate::error::AppError;
use crate::web::db::{containing, count, sql};
use chrono::NaiveDate;
use domain::ids::{ApplicationId, AwardId, EnrolmentId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

/// A status conferred on a person.
#[derive(Clone, Debug)]
pub struct Award {
    /// Its id.
    pub id: AwardId,
    /// The application it answers.
    pub application: ApplicationId,
    /// The enrolment.
    pub enrolment: EnrolmentId,
    /// The framework.
    pub framework_slug: String,
    /// Its version.
    pub framework_version: String,
    /// The status.
    pub status: String,
    /// The holder's name when it was conferred.
    pub holder: String,
    /// The title as conferred.
    pub title: String,
    /// Its letters.
    pub letters: Option<String>,
    /// The public code.
    pub code: String,
    /// Who conferred it.
    pub conferred_by: String,
    /// On which day.
    pub conferred_on: NaiveDate,
    /// Its withdrawal.
    pub withdrawal: Option<Withdrawal>,
}

/// The end of an award by decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Why; not for the public.
    pub reason: String,
    /// Who withdrew it.
    pub by: String,
    /// From which day on it is no longer held.
    pub on: NaiveDate,
}

#[derive(FromQueryResult)]
struct Row {
    id: AwardId,
    application_id: ApplicationId,
    enrolment_id: EnrolmentId,
    framework_slug: String,
    framework_version: String,
    status: String,
    holder: String,
    title: String,
    letters: Option<String>,
    code: String,
    conferred_by_name: String,
    conferred_on: NaiveDate,
    reason: Option<String>,
    withdrawn_by_name: Option<String>,
    withdrawn_on: Option<NaiveDate>,
}

impl From<Row> for Award {
    fn from(row: Row) -> Self {
        let withdrawal = match (row.reason, row.withdrawn_by_name, row.withdrawn_on) {
            (Some(reason), Some(by), Some(on)) => Some(Withdrawal { reason, by, on }),
            _ => None,
        };
        Self {
            id: row.id,
            application: row.application_id,
            enrolment: row.enrolment_id,
            framework_slug: row.framework_slug,
            framework_version: row.framework_version,
            status: row.status,
            holder: row.holder,
            title: row.title,
            letters: row.letters,
            code: row.code,
            conferred_by: row.conferred_by_name,
            conferred_on: row.conferred_on,
            withdrawal,
        }
    }
}

const AWARD: &str = "SELECT a.id, a.application_id, a.enrolment_id, e.framework_slug, e.framework_version, a.status, a.holder, a.title, a.letters, a.code,
        cp.name AS conferred_by_name, a.conferred_on, w.reason, wp.name AS withdrawn_by_name, w.withdrawn_on
     FROM award a JOIN enrolment e ON e.id = a.enrolment_id JOIN person cp ON cp.id = a.conferred_by
     LEFT JOIN award_withdrawal w ON w.award_id = a.id LEFT JOIN person wp ON wp.id = w.withdrawn_by";

async fn all(connection: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Award>, AppError> {
    let statement = sql(connection, &format!("{AWARD} {rest}"), values);
    Ok(Row::find_by_statement(statement)
        .all(connection)
        .await?
        .into_iter()
        .map(Award::from)
        .collect())
}

/// One award.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn award(connection: &impl ConnectionTrait, id: AwardId) -> Result<Award, AppError> {
    all(connection, "WHERE a.id = $1", vec![id.into()])
        .await?
        .pop()
        .ok_or(AppError::NotFound)
}

/// The awards of an enrolment, newest first.
///
/// # Errors
/// When the database can't be read.
pub async fn awards_of(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Award>, AppError> {
    all(
        connection,
        "WHERE a.enrolment_id = $1 ORDER BY a.id DESC",
        vec![id.into()],
    )
    .await
}

/// The award of a public code, as [`super::super::code::read`] gives it.
///
/// # Errors
/// When the database can't be read.
pub async fn by_code(connection: &impl ConnectionTrait, code: &str) -> Result<Option<Award>, AppError> {
    Ok(all(connection, "WHERE a.code = $1", vec![code.into()]).await?.pop())
}

/// One page of awards.
#[derive(Debug)]
pub struct AwardList {
    /// Those on the page.
    pub rows: Vec<Award>,
    /// How many there are in all.
    pub total: u64,
}

/// The awards whose holder's name contains the search, the latest first; `page` counts from 1.
///
/// # Errors
/// When the database can't be read.
pub async fn awards(connection: &impl ConnectionTrait, search: &str, page: u64) -> Result<AwardList, AppError> {
    let values: Vec<Value> = vec![containing(search).into()];
    let total = count(
        connection,
        "SELECT COUNT(*) AS n FROM award a WHERE a.holder_folded LIKE $1",
        values.clone(),
    )
    .await?;
    let offset = (page - 1).saturating_mul(PAGE);
    let rest =
        format!("WHERE a.holder_folded LIKE $1 ORDER BY a.conferred_on DESC, a.id DESC LIMIT {PAGE} OFFSET {offset}");
    Ok(AwardList {
        rows: all(connection, &rest, values).await?,
        total,
    })
}
