//! For whom a trainee works. An employment is the person's, and so belongs to each of their enrolments.

use super::supervision::end_supervisions_at;
use crate::error::AppError;
use crate::features::enrolments::add_employment::NewEmployment;
use crate::features::enrolments::entity::{employment, enrolment};
use crate::features::journal::Salted;
use crate::features::people::entity::organisation;
use crate::features::sign_off::store::closing::{Closed, close_claims, close_verifications};
use crate::web::query::{Interval, Of, insert};
use crate::web::random;
use crate::web::tx::{May, Tx};
use chrono::NaiveDate;
use domain::access::actions;
use domain::enrolments::Spell;
use domain::ids::{EmploymentId, EnrolmentId, OrganisationId, PersonId};
use domain::journal::{Employed, Event};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
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

/// Notes an employment; `all` are the enrolments of the trainee.
///
/// # Errors
/// [`AppError::NotFound`] where there are none; when the database can't be written.
pub async fn employ(
    all: &[May<'_, actions::ManageEmployersAndProviders>],
    new: &NewEmployment,
) -> Result<(), AppError> {
    let one = all.first().ok_or(AppError::NotFound)?;
    let job = (new.employer, new.job_title.as_str(), new.from_on);
    let employed = insert_employment(one.tx(), one.state().trainee, job).await?;
    for may in all {
        may.says(Event::AddedEmployment(employed.clone()));
    }
    Ok(())
}

/// Writes the row; the caller says it in each enrolment of the person.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn insert_employment(
    tx: &Tx,
    person: PersonId,
    (employer, job_title, from): (OrganisationId, &str, NaiveDate),
) -> Result<Employed, AppError> {
    let id = EmploymentId::new(random::uuid());
    let Salted { salt, words } = Salted::new(&[Some(job_title)]);
    let row = employment::Model {
        id,
        person_id: person,
        employer_id: employer,
        job_title: job_title.to_owned(),
        from_on: from,
        until_on: None,
        recorded_by: tx.stamp().by,
        recorded_at: tx.now(),
        salt,
    };
    insert(tx.without_permit("its caller says it").await?, row).await?;
    Ok(Employed {
        employment: id,
        person,
        employer,
        from,
        words,
    })
}

/// Ends an employment: from that day the employer no longer sees the trainee. What lies with its people undecided goes back
/// to the trainee, and its people no longer supervise. `all` are the enrolments of the trainee.
///
/// # Errors
/// [`AppError::NotFound`] where there are none; when the database can't be written.
pub async fn end_employment(
    all: &[May<'_, actions::ManageSupervision>],
    employer: OrganisationId,
) -> Result<Closed, AppError> {
    let one = all.first().ok_or(AppError::NotFound)?;
    let (db, stamp) = (one.unjournaled("each enrolment says it below"), one.stamp());
    let ended = employment::Entity::update_many()
        .col_expr(employment::Column::UntilOn, employment::Entity::end_on(stamp.on))
        .of(employer)
        .of(one.state().trainee)
        .filter(employment::Entity::can_end_on(stamp.on))
        .exec_with_returning(db)
        .await?;
    let mut closed = Closed::default();
    for may in all {
        for row in &ended {
            may.says(Event::EndedEmployment {
                employment: row.id,
                employer,
                until: row.until_on.unwrap_or(stamp.on),
            });
        }
        closed.stages += close_verifications(may).await?;
        closed.claims += close_claims(may, employer).await?;
        end_supervisions_at(may.tx(), may.on(), employer).await?;
    }
    Ok(closed)
}

/// All enrolments of the person one of whose enrolments this is.
///
/// # Errors
/// When the database can't be read.
pub async fn all_of_trainee(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<EnrolmentId>, AppError> {
    Ok(enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::PersonId.in_subquery(enrolment::Entity::person_of(id)))
        .into_tuple()
        .all(connection)
        .await?)
}
