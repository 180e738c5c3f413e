//! For whom a trainee works. An employment is the person's, and so belongs to each of their enrolments.

use super::supervision::end_supervisions_at;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::forms::Employ;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::sign_off::store::closing::{Closed, close_claims, close_verifications};
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::enrolments::{Spell, Taken, free};
use domain::ids::{EnrolmentId, OrganisationId, PersonId, RowId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// An employment as lists show it.
#[derive(Clone, Debug)]
pub struct Employment {
    /// The employer.
    pub employer: OrganisationId,
    /// Its name.
    pub name: String,
    /// The job there.
    pub job_title: String,
    /// From when until when.
    pub spell: Spell,
}

#[derive(FromQueryResult)]
struct Row {
    employer_id: String,
    name: String,
    job_title: String,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

/// Every employment of a trainee, the latest first.
///
/// # Errors
/// When the database can't be read.
pub async fn employments(connection: &impl ConnectionTrait, id: &EnrolmentId) -> Result<Vec<Employment>, AppError> {
    let query = "SELECT w.employer_id, o.name, w.job_title, w.from_on, w.until_on FROM employment w
         JOIN enrolment e ON e.person_id = w.person_id JOIN organisation o ON o.id = w.employer_id
         WHERE e.id = $1 ORDER BY w.from_on DESC, w.id DESC";
    let rows = Row::find_by_statement(sql(connection, query, [id.to_string().into()]))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Employment {
            employer: OrganisationId::from(row.employer_id),
            name: row.name,
            job_title: row.job_title,
            spell: Spell {
                from: row.from_on,
                until: row.until_on,
            },
        })
        .collect())
}

/// Notes an employment.
///
/// # Errors
/// [`AppError::Conflict`] when the trainee works there already on some of the days.
pub async fn employ(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ManageEmployersAndProviders>,
    stamp: &Stamp,
    id: &EnrolmentId,
    new: &Employ,
) -> Result<(), AppError> {
    let trainee = permit.subject().trainee.clone().ok_or(AppError::NotFound)?;
    let all = locked(tx, &trainee).await?;
    let there = employments(tx, id).await?.into_iter();
    let there = there.filter(|one| one.employer == new.employer).map(|one| one.spell);
    if let Err(there) = free(Spell::from(new.from_on), there) {
        let (trainee, employer) = (new.trainee.clone(), new.employer_name.clone());
        let taken = Taken::Employed {
            trainee,
            employer,
            there,
        };
        return Err(AppError::Conflict(taken.to_string()));
    }
    let row = RowId::new(random::uuid());
    tx.execute_raw(sql(
        tx,
        "INSERT INTO employment (id, person_id, employer_id, job_title, from_on, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            row.to_string().into(),
            trainee.to_string().into(),
            new.employer.to_string().into(),
            new.job_title.clone().into(),
            new.from_on.into(),
            permit.by().to_string().into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    for enrolment in &all {
        let detail = serde_json::json!({ "employer": new.employer, "from": new.from_on });
        event(tx, stamp, ("added employment", row.as_str()), enrolment, detail).await?;
    }
    case::rewrite_all(tx, &all).await
}

/// Ends an employment: from that day the employer no longer sees the trainee. What lies with its people undecided goes back
/// to the trainee, and its people supervise no longer.
///
/// # Errors
/// [`AppError::NotFound`] when there is no employment with that employer that could end.
pub async fn end_employment(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    employer: &OrganisationId,
) -> Result<Closed, AppError> {
    let trainee = permit.subject().trainee.clone().ok_or(AppError::NotFound)?;
    let all = locked(tx, &trainee).await?;
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE employment SET until_on = CASE WHEN from_on > $1 THEN from_on ELSE $1 END
             WHERE employer_id = $2 AND person_id = $3 AND (until_on IS NULL OR (until_on > $1 AND until_on > from_on))",
            [stamp.on.into(), employer.to_string().into(), trainee.to_string().into()],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound);
    }
    let mut closed = Closed::default();
    for enrolment in &all {
        let detail = serde_json::json!({ "employer": employer });
        event(tx, stamp, ("ended employment", employer.as_str()), enrolment, detail).await?;
        closed.stages += close_verifications(tx, stamp, enrolment).await?;
        closed.claims += close_claims(tx, stamp, enrolment, employer).await?;
        end_supervisions_at(tx, stamp, enrolment, employer).await?;
    }
    case::rewrite_all(tx, &all).await?;
    Ok(closed)
}

/// The enrolments of a person, locked for the rest of the transaction, always in the same order.
async fn locked(tx: &DatabaseTransaction, person: &PersonId) -> Result<Vec<EnrolmentId>, AppError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: String,
    }
    let query = "SELECT id FROM enrolment WHERE person_id = $1 ORDER BY id";
    let rows = Id::find_by_statement(sql(tx, query, [person.to_string().into()]))
        .all(tx)
        .await?;
    let all: Vec<EnrolmentId> = rows.into_iter().map(|row| EnrolmentId::from(row.id)).collect();
    for id in &all {
        case::lock(tx, id).await?;
    }
    Ok(all)
}

async fn event(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    (act, object): (&'static str, &str),
    enrolment: &EnrolmentId,
    detail: serde_json::Value,
) -> Result<(), AppError> {
    let event = Event {
        act,
        object_kind: "employment",
        object,
        enrolment: Some(enrolment),
        detail,
    };
    journal::write(tx, stamp, event).await
}
