//! Who supervises and employs a trainee.

use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::forms::Supervise;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::web::db::{places, sql};
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::enrolments::Spell;
use domain::ids::{EnrolmentId, OrganisationId, PersonId, SupervisionId};
use domain::journal::{Chain, Event};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, QueryResult, TryGetable, Value};
use std::collections::HashSet;

/// Who supervises a trainee, and who might.
#[derive(Clone, Debug, FromQueryResult)]
pub struct SupervisionRow {
    /// Its id.
    pub id: SupervisionId,
    /// The supervisor.
    pub supervisor_id: PersonId,
    /// Their name.
    pub name: String,
    /// As what they are authorised, in the body's words.
    pub authorised_as: Option<String>,
    /// First day.
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

impl SupervisionRow {
    /// From when until when.
    #[must_use]
    pub fn spell(&self) -> Spell {
        Spell {
            from: self.from_on,
            until: self.until_on,
        }
    }
}

/// The supervisions of an enrolment, newest first.
///
/// # Errors
/// When the database can't be read.
pub async fn supervisions(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<SupervisionRow>, AppError> {
    Ok(SupervisionRow::find_by_statement(sql(
        connection,
        "SELECT s.id, s.supervisor_id, p.name, s.authorised_as, s.from_on, s.until_on FROM supervision s JOIN person p ON p.id = s.supervisor_id
         WHERE s.enrolment_id = $1 ORDER BY s.from_on DESC, s.id DESC",
        [id.into()],
    ))
    .all(connection)
    .await?)
}

/// Supervisors at these employers who may be named for a trainee: all but those who supervise without an end already.
///
/// # Errors
/// When the database can't be read.
pub async fn possible_supervisors(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    employers: &[OrganisationId],
    today: NaiveDate,
) -> Result<Vec<(PersonId, String)>, AppError> {
    let mut values: Vec<Value> = vec![id.into(), today.into()];
    let places = places(employers, &mut values);
    let query = format!(
        "SELECT DISTINCT p.id, p.name FROM enrolment e
         JOIN membership m ON m.organisation_id IN ({places}) AND m.role = 'supervisor' AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         JOIN person p ON p.id = m.person_id WHERE e.id = $1 AND p.id <> e.person_id
         AND NOT EXISTS (SELECT 1 FROM supervision s WHERE s.enrolment_id = e.id AND s.supervisor_id = p.id AND s.from_on <= $2 AND s.until_on IS NULL)
         ORDER BY p.name"
    );
    named(connection, &query, values).await
}

/// The supervisions of an enrolment that the administrators of these employers end: by people of theirs, now or before.
/// Who has gone on to supervise at another employer of the trainee is that one's to end.
///
/// # Errors
/// When the database can't be read.
pub async fn supervisions_at(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    employers: &[OrganisationId],
    today: NaiveDate,
) -> Result<HashSet<SupervisionId>, AppError> {
    let mut values: Vec<Value> = vec![id.into(), today.into()];
    let places = places(employers, &mut values);
    let theirs = "SELECT 1 FROM membership m WHERE m.person_id = s.supervisor_id AND m.role = 'supervisor'";
    let in_force = "m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)";
    let query = format!(
        "SELECT s.id, p.name FROM supervision s JOIN person p ON p.id = s.supervisor_id WHERE s.enrolment_id = $1
         AND EXISTS ({theirs} AND m.organisation_id IN ({places}))
         AND (EXISTS ({theirs} AND m.organisation_id IN ({places}) AND {in_force})
             OR NOT EXISTS ({theirs} AND {in_force} AND m.organisation_id IN
                 (SELECT w.employer_id FROM employment w WHERE w.person_id = s.trainee_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2))))"
    );
    let rows: Vec<(SupervisionId, String)> = named(connection, &query, values).await?;
    Ok(rows.into_iter().map(|(id, _)| id).collect())
}

/// The employers for which the trainee works today.
///
/// # Errors
/// When the database can't be read.
pub async fn employers_today(
    connection: &impl ConnectionTrait,
    id: EnrolmentId,
    today: NaiveDate,
) -> Result<Vec<(OrganisationId, String)>, AppError> {
    let query = "SELECT o.id, o.name FROM enrolment e JOIN employment w ON w.person_id = e.person_id JOIN organisation o ON o.id = w.employer_id
         WHERE e.id = $1 AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2) ORDER BY w.from_on DESC";
    named(connection, query, vec![id.into(), today.into()]).await
}

/// Whom a query finds, with their names.
async fn named<I: TryGetable>(
    connection: &impl ConnectionTrait,
    query: &str,
    values: Vec<Value>,
) -> Result<Vec<(I, String)>, AppError> {
    let rows = connection.query_all_raw(sql(connection, query, values)).await?;
    let read = |row: &QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    rows.iter().map(read).collect()
}

/// Names a supervisor.
///
/// # Errors
/// [`AppError::Conflict`] when the person supervises the trainee already on some of the days.
pub async fn supervise(
    tx: &DatabaseTransaction,
    permit: Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    id: EnrolmentId,
    new: &Supervise,
) -> Result<(), AppError> {
    let trainee = permit.subject().trainee.ok_or(AppError::NotFound)?;
    case::lock(tx, id).await?;
    new.free(&supervisions(tx, id).await?)
        .map_err(|taken| AppError::Conflict(taken.to_string()))?;
    insert_supervision(tx, stamp, id, trainee, new).await
}

/// Names a supervisor at set-up.
///
/// # Errors
/// When the database can't be written.
pub async fn insert_supervision(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    id: EnrolmentId,
    trainee: PersonId,
    new: &Supervise,
) -> Result<(), AppError> {
    let row = SupervisionId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[new.authorised_as.as_deref()]);
    tx.execute_raw(sql(
        tx,
        "INSERT INTO supervision (id, enrolment_id, trainee_id, supervisor_id, authorised_as, from_on, until_on, recorded_by, recorded_at, salt)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            row.into(),
            id.into(),
            trainee.into(),
            new.supervisor.into(),
            new.authorised_as.clone().into(),
            new.from_on.into(),
            new.until_on.into(),
            stamp.by.into(),
            stamp.at.into(),
            salt.into(),
        ],
    ))
    .await?;
    let event = Event::NamedSupervisor {
        supervision: row,
        supervisor: new.supervisor,
        from: new.from_on,
        until: new.until_on,
        words,
    };
    journal::write(tx, stamp, Chain::Record(id), event).await
}

/// Ends a supervision today. Open requests stay with the supervisor's colleagues; what was signed stays signed.
///
/// # Errors
/// [`AppError::NotFound`] when the enrolment has no such supervision in force.
pub async fn end_supervision(
    tx: &DatabaseTransaction,
    _permit: Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    id: EnrolmentId,
    row: SupervisionId,
) -> Result<(), AppError> {
    case::lock(tx, id).await?;
    let done = tx
        .query_one_raw(sql(
            tx,
            "UPDATE supervision SET until_on = CASE WHEN from_on > $1 THEN from_on ELSE $1 END
             WHERE id = $2 AND enrolment_id = $3 AND (until_on IS NULL OR (until_on > $1 AND until_on > from_on))
             RETURNING until_on",
            [stamp.on.into(), row.into(), id.into()],
        ))
        .await?;
    let until = done.ok_or(AppError::NotFound)?.try_get_by_index(0)?;
    ended(tx, stamp, id, row, until).await
}

/// Ends the supervisions of an enrolment by people of an employer for whom the trainee works no longer, but for those who
/// supervise at another employer of the trainee too.
///
/// # Errors
/// When the database can't be read or written.
pub(super) async fn end_supervisions_at(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    id: EnrolmentId,
    employer: OrganisationId,
) -> Result<(), AppError> {
    let elsewhere: Vec<(PersonId, String)> = named(
        tx,
        "SELECT DISTINCT p.id, p.name FROM enrolment e
         JOIN employment w ON w.person_id = e.person_id AND w.from_on <= $2 AND (w.until_on IS NULL OR w.until_on > $2)
         JOIN membership m ON m.organisation_id = w.employer_id AND m.role = 'supervisor' AND m.from_on <= $2 AND (m.until_on IS NULL OR m.until_on > $2)
         JOIN person p ON p.id = m.person_id WHERE e.id = $1",
        vec![id.into(), stamp.on.into()],
    )
    .await?;
    let here = supervisions_at(tx, id, &[employer], stamp.on).await?;
    for found in supervisions(tx, id).await? {
        let stays = elsewhere.iter().any(|(person, _)| *person == found.supervisor_id);
        if stays || !here.contains(&found.id) || !found.spell().can_end(stamp.on) {
            continue;
        }
        let until = stamp.on.max(found.from_on);
        tx.execute_raw(sql(
            tx,
            "UPDATE supervision SET until_on = $1 WHERE id = $2",
            [until.into(), found.id.into()],
        ))
        .await?;
        ended(tx, stamp, id, found.id, until).await?;
    }
    Ok(())
}

async fn ended(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    id: EnrolmentId,
    supervision: SupervisionId,
    until: NaiveDate,
) -> Result<(), AppError> {
    let event = Event::EndedSupervision { supervision, until };
    journal::write(tx, stamp, Chain::Record(id), event).await
}
