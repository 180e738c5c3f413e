//! One result, whether it stands or not.

use super::{Recorded, candidates_of};
use crate::error::AppError;
use crate::web::db::sql;
use chrono::NaiveDate;
use domain::ids::{EnrolmentId, PersonId, ResultId, SittingId};
use domain::standing::Outcome;
use sea_orm::{ConnectionTrait, FromQueryResult};

/// One result, with what became of it.
#[derive(Clone, Debug)]
pub struct OneResult {
    /// Its id.
    pub id: ResultId,
    /// Its sitting.
    pub sitting: SittingId,
    /// The assessment or course.
    pub element: String,
    /// The day of the sitting.
    pub held_on: NaiveDate,
    /// Whose.
    pub enrolment: EnrolmentId,
    /// Who is enrolled.
    pub trainee: PersonId,
    /// Their name.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// As printed.
    pub mark: Option<String>,
    /// Who recorded it.
    pub recorded_by: PersonId,
    /// Who confirmed it, and on which day.
    pub confirmed: Option<(String, NaiveDate)>,
    /// Whether another one took its place.
    pub is_superseded: bool,
}

/// One result.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn result(connection: &impl ConnectionTrait, id: ResultId) -> Result<OneResult, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: ResultId,
        sitting_id: SittingId,
        element: String,
        held_on: NaiveDate,
        enrolment_id: EnrolmentId,
        trainee_id: PersonId,
        name: String,
        outcome: Outcome,
        mark: Option<String>,
        recorded_by: PersonId,
        confirmed_by: Option<String>,
        confirmed_on: Option<NaiveDate>,
        superseded_by: Option<ResultId>,
    }
    let text =
        "SELECT r.id, r.sitting_id, s.element, s.held_on, r.enrolment_id, r.trainee_id, p.name, r.outcome, r.mark,
            r.recorded_by, cp.name AS confirmed_by, c.confirmed_on, n.id AS superseded_by
         FROM result r JOIN sitting s ON s.id = r.sitting_id JOIN person p ON p.id = r.trainee_id
         LEFT JOIN result_confirmation c ON c.result_id = r.id LEFT JOIN person cp ON cp.id = c.confirmed_by
         LEFT JOIN result n ON n.supersedes = r.id WHERE r.id = $1";
    let found = Row::find_by_statement(sql(connection, text, [id.into()]))
        .one(connection)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(OneResult {
        id: found.id,
        sitting: found.sitting_id,
        element: found.element,
        held_on: found.held_on,
        enrolment: found.enrolment_id,
        trainee: found.trainee_id,
        name: found.name,
        outcome: found.outcome,
        mark: found.mark,
        recorded_by: found.recorded_by,
        confirmed: found.confirmed_by.zip(found.confirmed_on),
        is_superseded: found.superseded_by.is_some(),
    })
}

/// The result that stands in the place of one that was corrected.
///
/// # Errors
/// [`AppError::NotFound`] when there is none.
pub async fn stands(
    connection: &impl ConnectionTrait,
    before: &OneResult,
    today: NaiveDate,
) -> Result<Recorded, AppError> {
    let found = candidates_of(connection, before.sitting, &[before.enrolment], today).await?;
    let stands = found.into_iter().find_map(|candidate| candidate.result);
    stands.ok_or(AppError::NotFound)
}
