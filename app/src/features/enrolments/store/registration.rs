//! With which providers an enrolment is registered: they record its results and see them.

use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::forms::Register;
use crate::features::journal::{self, store::Stamp};
use crate::web::db::sql;
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::enrolments::{Spell, Taken, free};
use domain::ids::{EnrolmentId, OrganisationId, RegistrationId};
use domain::journal::{Chain, Event, Registered};
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// A registration as lists show it.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The provider.
    pub provider: OrganisationId,
    /// Its name.
    pub name: String,
    /// From when until when.
    pub spell: Spell,
}

#[derive(FromQueryResult)]
struct Row {
    provider_id: OrganisationId,
    name: String,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

/// Every registration of an enrolment, the latest first.
///
/// # Errors
/// When the database can't be read.
pub async fn registrations(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Registration>, AppError> {
    let query = "SELECT r.provider_id, o.name, r.from_on, r.until_on FROM registration r JOIN organisation o ON o.id = r.provider_id
         WHERE r.enrolment_id = $1 ORDER BY r.from_on DESC, r.id DESC";
    let rows = Row::find_by_statement(sql(connection, query, [id.into()]))
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Registration {
            provider: row.provider_id,
            name: row.name,
            spell: Spell {
                from: row.from_on,
                until: row.until_on,
            },
        })
        .collect())
}

/// Registers an enrolment with a provider.
///
/// # Errors
/// [`AppError::Conflict`] when it is registered there already on some of the days.
pub async fn register(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::ManageEmployersAndProviders>,
    stamp: &Stamp,
    id: EnrolmentId,
    new: &Register,
) -> Result<(), AppError> {
    case::lock(tx, id).await?;
    let there = registrations(tx, id).await?.into_iter();
    let there = there.filter(|one| one.provider == new.provider).map(|one| one.spell);
    if let Err(there) = free(Spell::from(new.from_on), there) {
        let (trainee, provider) = (new.trainee.clone(), new.provider_name.clone());
        let taken = Taken::Registered {
            trainee,
            provider,
            there,
        };
        return Err(AppError::Conflict(taken.to_string()));
    }
    let registered = insert_registration(tx, stamp, id, new.provider, new.from_on).await?;
    journal::write(tx, stamp, Chain::Record(id), Event::AddedRegistration(registered)).await
}

/// Writes the row; the caller writes the event.
///
/// # Errors
/// When the database can't be written.
pub(super) async fn insert_registration(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    id: EnrolmentId,
    provider: OrganisationId,
    from: NaiveDate,
) -> Result<Registered, AppError> {
    let registration = RegistrationId::new(random::uuid());
    tx.execute_raw(sql(
        tx,
        "INSERT INTO registration (id, enrolment_id, provider_id, from_on, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)",
        [
            registration.into(),
            id.into(),
            provider.into(),
            from.into(),
            stamp.by.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    Ok(Registered {
        registration,
        provider,
        from,
    })
}

/// Ends a registration: from that day the provider no longer sees the candidate. Results of sittings held before stay its to
/// confirm and to correct.
///
/// # Errors
/// [`AppError::NotFound`] when there is no registration with that provider that could end.
pub async fn end_registration(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::ManageEmployersAndProviders>,
    stamp: &Stamp,
    id: EnrolmentId,
    provider: OrganisationId,
) -> Result<(), AppError> {
    case::lock(tx, id).await?;
    let ended = tx
        .query_all_raw(sql(
            tx,
            "UPDATE registration SET until_on = CASE WHEN from_on > $1 THEN from_on ELSE $1 END
             WHERE provider_id = $2 AND enrolment_id = $3 AND (until_on IS NULL OR (until_on > $1 AND until_on > from_on))
             RETURNING id, until_on",
            [stamp.on.into(), provider.into(), id.into()],
        ))
        .await?;
    if ended.is_empty() {
        return Err(AppError::NotFound);
    }
    for row in ended {
        let event = Event::EndedRegistration {
            registration: row.try_get_by_index(0)?,
            provider,
            until: row.try_get_by_index(1)?,
        };
        journal::write(tx, stamp, Chain::Record(id), event).await?;
    }
    Ok(())
}
