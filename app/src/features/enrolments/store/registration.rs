//! With which providers an enrolment is registered: they record its results and see them.

use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::enrolments::entity::registration;
use crate::features::enrolments::forms::Register;
use crate::features::journal::store::{self as journal, Event, Object, Stamp};
use crate::features::people::entity::organisation;
use crate::web::query::{Interval, Of, insert};
use crate::web::random;
use chrono::NaiveDate;
use domain::access::{Permit, actions};
use domain::enrolments::{Spell, Taken, free};
use domain::ids::{EnrolmentId, OrganisationId, RegistrationId};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DerivePartialModel, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

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

#[derive(DerivePartialModel)]
#[sea_orm(entity = "registration::Entity")]
struct Row {
    provider_id: OrganisationId,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    name: String,
    from_on: NaiveDate,
    until_on: Option<NaiveDate>,
}

/// Every registration of an enrolment, the latest first.
///
/// # Errors
/// When the database can't be read.
pub async fn registrations(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Registration>, AppError> {
    let rows = registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Provider.def())
        .of(id)
        .order_by_desc(registration::Column::FromOn)
        .order_by_desc(registration::Column::Id)
        .into_partial_model::<Row>()
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
    permit: &Permit<actions::ManageEmployersAndProviders>,
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
    let row = RegistrationId::new(random::uuid());
    let registration = registration::Model {
        id: row,
        enrolment_id: id,
        provider_id: new.provider,
        from_on: new.from_on,
        until_on: None,
        recorded_by: Some(permit.by()),
        recorded_at: stamp.at,
    };
    insert(tx, registration).await?;
    let detail = serde_json::json!({ "provider": new.provider, "from": new.from_on });
    event(tx, stamp, ("added registration", row), id, detail).await
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
    let ended = registration::Entity::update_many()
        .col_expr(registration::Column::UntilOn, registration::Entity::end_on(stamp.on))
        .of(provider)
        .of(id)
        .filter(registration::Entity::can_end_on(stamp.on))
        .exec_with_returning(tx)
        .await?;
    if ended.is_empty() {
        return Err(AppError::NotFound);
    }
    for row in ended {
        let detail = serde_json::json!({ "provider": provider });
        event(tx, stamp, ("ended registration", row.id), id, detail).await?;
    }
    Ok(())
}

async fn event(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    (act, registration): (&'static str, RegistrationId),
    enrolment: EnrolmentId,
    detail: serde_json::Value,
) -> Result<(), AppError> {
    let event = Event {
        act,
        object: Object::Registration(registration),
        enrolment: Some(enrolment),
        detail,
    };
    journal::write(tx, stamp, event).await
}
