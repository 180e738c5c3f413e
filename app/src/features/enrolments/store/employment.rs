//! For whom a trainee works. An employment is the person's, and so belongs to each of their enrolments.

use super::supervision::end_supervisions_at;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::entity::{employment, enrolment};
use crate::features::enrolments::forms::Employ;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::organisation;
use crate::features::sign_off::store::closing::{Closed, close_claims, close_verifications};
use crate::web::query::{Interval, Of, insert};
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::enrolments::{Spell, Taken, free};
use domain::ids::{EmploymentId, EnrolmentId, OrganisationId, PersonId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DerivePartialModel, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

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

#[derive(DerivePartialModel)]
#[sea_orm(entity = "employment::Entity")]
struct Row {
    employer_id: OrganisationId,
    #[sea_orm(from_expr = "organisation::Column::Name")]
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
    let rows = employment::Entity::find()
        .join(JoinType::InnerJoin, employment::Relation::Employer.def())
        .filter(employment::Column::PersonId.in_subquery(enrolment::Entity::person_of(id)))
        .order_by_desc(employment::Column::FromOn)
        .order_by_desc(employment::Column::Id)
        .into_partial_model::<Row>()
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
    row: EmploymentId,
    detail: serde_json::Value,
}

impl Added {
    /// Writes it to the journal of the enrolments that are asked for.
    pub async fn journal(
        &self,
        tx: &DatabaseTransaction,
        stamp: &Stamp,
        of: impl Fn(EnrolmentId) -> bool,
    ) -> Result<(), AppError> {
        for enrolment in self.of.iter().copied().filter(|id| of(*id)) {
            let what = ("added employment", self.row);
            event(tx, stamp, what, enrolment, self.detail.clone()).await?;
        }
        Ok(())
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
    let employment = employment::Model {
        id: row,
        person_id: person,
        employer_id: employer,
        job_title: job_title.to_owned(),
        from_on: from,
        until_on: None,
        recorded_by: stamp.by,
        recorded_at: stamp.at,
    };
    insert(tx, employment).await?;
    let detail = serde_json::json!({ "employer": employer, "from": from });
    Ok(Noted::Added(Added { of, row, detail }))
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
    let ended = employment::Entity::update_many()
        .col_expr(employment::Column::UntilOn, employment::Entity::end_on(stamp.on))
        .of(employer)
        .of(trainee)
        .filter(employment::Entity::can_end_on(stamp.on))
        .exec_with_returning(tx)
        .await?;
    if ended.is_empty() {
        return Err(AppError::NotFound);
    }
    let mut closed = Closed::default();
    for &enrolment in &all {
        for row in &ended {
            let detail = serde_json::json!({ "employer": employer });
            event(tx, stamp, ("ended employment", row.id), enrolment, detail).await?;
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
    let found = enrolment::Entity::find().of(person).order_by_asc(enrolment::Column::Id);
    let all: Vec<EnrolmentId> = found.all(tx).await?.into_iter().map(|one| one.id).collect();
    for &id in &all {
        case::lock(tx, id).await?;
    }
    Ok(all)
}

async fn event(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    (act, employment): (&'static str, EmploymentId),
    enrolment: EnrolmentId,
    detail: serde_json::Value,
) -> Result<(), AppError> {
    let event = Event {
        act,
        object: Object::Employment(employment),
        enrolment: Some(enrolment),
        detail,
    };
    journal::write(tx, stamp, event).await
}
