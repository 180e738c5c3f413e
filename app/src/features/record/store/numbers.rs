//! Membership numbers: the body knows a record by one, and files of results name people by it.

use crate::entities::query::next_round;
use crate::entities::{enrolment, record, record_number};
use crate::prelude::stores::*;
use domain::access::actions;
use std::collections::HashMap;

/// Digits that a number has at most, with the zeros before it.
const DIGITS: usize = 12;

/// The membership number of the record that an enrolment is in.
pub async fn number_of_record(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Option<String>, AppError> {
    Ok(own(connection, id).await?.number)
}

async fn own(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<record::Model, AppError> {
    let own = record::Entity::find().filter(record::Column::Id.in_subquery(enrolment::Entity::record_of(id)));
    own.one(connection).await?.ok_or(AppError::NotFound)
}

/// The name of whoever else of the body has a membership number than whose enrolment it is.
pub async fn has_number(
    connection: &impl ConnectionTrait,
    (id, number): (EnrolmentId, &str),
) -> Result<Option<String>, AppError> {
    Ok(others(connection, id, vec![number.to_owned()]).await?.pop().map(|other| other.name))
}

/// Who else of the body has the same number but for the zeros before it, which a spreadsheet takes away: their name, and the number.
pub async fn has_near_number(
    connection: &impl ConnectionTrait,
    (id, number): (EnrolmentId, &str),
) -> Result<Option<(String, String)>, AppError> {
    let left = number.trim_start_matches('0');
    if left.is_empty() || !left.bytes().all(|one| one.is_ascii_digit()) {
        return Ok(None);
    }
    let longest = DIGITS.max(number.len());
    let near = (left.len()..=longest).map(|length| format!("{left:0>length$}")).filter(|one| one != number);
    let other = others(connection, id, near.collect()).await?.pop();
    Ok(other.and_then(|other| Some((other.name, other.number?))))
}

/// The other records of the body with one of some numbers.
async fn others(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    numbers: Vec<String>,
) -> Result<Vec<record::Model>, AppError> {
    let own = own(connection, id).await?;
    let others = record::Entity::find().of(own.body_id).filter(record::Column::Number.is_in(numbers));
    Ok(others.filter(record::Column::Id.ne(own.id)).order_by_asc(record::Column::Id).all(connection).await?)
}

/// Notes the membership number of a record, or another one or none in its place.
pub async fn note_number(
    may: &May<'_, actions::NoteJoining>,
    number: Option<String>,
    why: &Because,
) -> Result<(), AppError> {
    let (reason, words) = why.said();
    let before = record_number::Entity::find().of(may.record()?);
    let round = next_round(before, &may.tx().read().await?).await?;
    may.says(Event::NumberedRecord { round, number, reason }, &words).await
}

/// The membership numbers of some enrolments, of those that have one.
pub async fn numbers(
    connection: &impl ConnectionTrait,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, String>, AppError> {
    let rows: Vec<(EnrolmentId, String)> = enrolment::Entity::find()
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .filter(enrolment::Column::Id.is_in(enrolments.iter().copied()))
        .filter(record::Column::Number.is_not_null())
        .select_only()
        .column(enrolment::Column::Id)
        .column(record::Column::Number)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}
