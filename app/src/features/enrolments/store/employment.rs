//! For whom a trainee works. An employment is the person's, and so belongs to each of their enrolments.

use super::supervision::end_supervisions_at;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::forms::Employ;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::features::sign_off::store::closing::{Closed, close_claims, close_verifications};
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::enrolments::{Spell, Taken, free};
use domain::ids::{EmploymentId, EnrolmentId, OrganisationId, PersonId};
use domain::journal::{Chain, Employed, Event};
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
    employer_id: OrganisationId,
    name: String,
    job_title: String,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

/// Every employment of a trainee, the latest first.
///
/// # Errors
/// When the database can't be read.
pub async fn employments(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Employment>, AppError> {
    let query = "SELECT w.employer_id, o.name, w.job_title, w.from_on, w.until_on FROM employment w
         JOIN enrolment e ON e.person_id = w.person_id JOIN organisation o ON o.id = w.employer_id
         WHERE e.id = $1 ORDER BY w.from_on DESC, w.id DESC";
    let rows = Row::find_by_statement(sql(connection, query, [id.into()]))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Employment {
            employer: row.employer_id,
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
    id: EnrolmentId,
    new: &Employ,
) -> Result<(), AppError> {
    let trainee = permit.subject().trainee.ok_or(AppError::NotFound)?;
    let noted = note_employment(tx, stamp, (trainee, id), (new.employer, &new.job_title, new.from_on)).await?;
    let (trainee, employer) = (new.trainee.clone(), new.employer_name.clone());
    match noted {
        Noted::There(Employment { spell: there, .. }) => Err(AppError::Conflict(
            Taken::Employed {
                trainee,
                employer,
                there,
            }
            .to_string(),
        )),
        Noted::Added(added) => added.journal(tx, stamp, |_| true).await,
    }
}

/// What came of noting an employment.
pub(super) enum Noted {
    /// It is noted.
    Added(Added),
    /// They work for that employer already on some of the days, and nothing was noted.
    There(Employment),
}

/// An employment that was noted: it belongs to each enrolment of the person.
pub(super) struct Added {
    of: Vec<EnrolmentId>,
    /// As an event names it.
    pub employment: Employed,
}

impl Added {
    /// Writes it to the journal of the enrolments that are asked for.
    pub async fn journal(
        &self,
        tx: &DatabaseTransaction,
        stamp: &Stamp,
        of: impl Fn(EnrolmentId) -> bool,
    ) -> Result<(), AppError> {
        let event = |id| (Chain::Record(id), Event::AddedEmployment(self.employment.clone()));
        let events: Vec<_> = self.of.iter().copied().filter(|id| of(*id)).map(event).collect();
        journal::append(tx, stamp, &events).await
    }
}

/// Notes an employment of a person, one of whose enrolments is named, from a day on.
///
/// # Errors
/// When the database can't be read or written.
pub(super) async fn note_employment(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    (person, id): (PersonId, EnrolmentId),
    (employer, job_title, from): (OrganisationId, &str, NaiveDate),
) -> Result<Noted, AppError> {
    let of = locked(tx, person).await?;
    let mut there = employments(tx, id).await?;
    there.retain(|one| one.employer == employer && free(Spell::from(from), [one.spell]).is_err());
    if let Some(there) = there.into_iter().next() {
        return Ok(Noted::There(there));
    }
    let row = EmploymentId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[Some(job_title)]);
    tx.execute_raw(sql(
        tx,
        "INSERT INTO employment (id, person_id, employer_id, job_title, from_on, recorded_by, recorded_at, salt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            row.into(),
            person.into(),
            employer.into(),
            job_title.into(),
            from.into(),
            stamp.by.into(),
            stamp.at.into(),
            salt.into(),
        ],
    ))
    .await?;
    let employment = Employed {
        employment: row,
        person,
        employer,
        from,
        words,
    };
    Ok(Noted::Added(Added { of, employment }))
}

/// Ends an employment: from that day the employer no longer sees the trainee. What lies with its people undecided goes back
/// to the trainee, and its people no longer supervise.
///
/// # Errors
/// [`AppError::NotFound`] when there is no employment with that employer that could end.
pub async fn end_employment(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::ManageSupervision>,
    stamp: &Stamp,
    employer: OrganisationId,
) -> Result<Closed, AppError> {
    let trainee = permit.subject().trainee.ok_or(AppError::NotFound)?;
    let all = locked(tx, trainee).await?;
    let ended = tx
        .query_all_raw(sql(
            tx,
            "UPDATE employment SET until_on = CASE WHEN from_on > $1 THEN from_on ELSE $1 END
             WHERE employer_id = $2 AND person_id = $3 AND (until_on IS NULL OR (until_on > $1 AND until_on > from_on))
             RETURNING id, until_on",
            [stamp.on.into(), employer.into(), trainee.into()],
        ))
        .await?;
    if ended.is_empty() {
        return Err(AppError::NotFound);
    }
    let mut closed = Closed::default();
    for &enrolment in &all {
        for row in &ended {
            let event = Event::EndedEmployment {
                employment: row.try_get_by_index(0)?,
                employer,
                until: row.try_get_by_index(1)?,
            };
            journal::write(tx, stamp, Chain::Record(enrolment), event).await?;
        }
        closed.stages += close_verifications(tx, stamp, enrolment).await?;
        closed.claims += close_claims(tx, stamp, enrolment, employer).await?;
        end_supervisions_at(tx, stamp, enrolment, employer).await?;
    }
    case::rewrite_all(tx, &all).await?;
    Ok(closed)
}

/// The enrolments of a person, locked for the rest of the transaction, always in the same order.
async fn locked(tx: &DatabaseTransaction, person: PersonId) -> Result<Vec<EnrolmentId>, AppError> {
    #[derive(FromQueryResult)]
    struct Id {
        id: EnrolmentId,
    }
    let query = "SELECT id FROM enrolment WHERE person_id = $1 ORDER BY id";
    let rows = Id::find_by_statement(sql(tx, query, [person.into()])).all(tx).await?;
    let all: Vec<EnrolmentId> = rows.into_iter().map(|row| row.id).collect();
    for &id in &all {
        case::lock(tx, id).await?;
    }
    Ok(all)
}
