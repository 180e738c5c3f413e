//! With which providers an enrolment is registered: they record its results and see them.

use crate::entities::{organisation, registration};
use crate::prelude::stores::*;
use domain::access::actions;
use domain::interval::Interval;
use domain::journal::Registered;

/// A registration to be noted.
#[derive(Clone, Debug)]
pub struct NewRegistration {
    pub provider: OrganisationId,
    pub provider_name: String,
    pub from_on: NaiveDate,
}

/// A registration as lists show it.
#[derive(Clone, Debug)]
pub struct Registration {
    pub provider: OrganisationId,
    pub name: String,
    /// From when until when.
    pub spell: Interval,
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
            spell: Interval { from: row.from_on, until: row.until_on },
        })
        .collect())
}

/// Registers an enrolment with a provider.
pub async fn register(
    may: &May<'_, actions::ManageEmployersAndProviders>,
    new: &NewRegistration,
) -> Result<(), AppError> {
    may.says(Event::AddedRegistration(registered(new.provider, new.from_on)), &[]).await
}

/// A registration with a provider from a day on.
pub(super) fn registered(provider: OrganisationId, from: NaiveDate) -> Registered {
    Registered { registration: RegistrationId::new(random::uuid()), provider, from }
}

/// Ends a registration: from that day the provider no longer sees the candidate. Results of sittings held before stay its to
/// confirm and to correct.
pub async fn end_registration(
    may: &May<'_, actions::ManageEmployersAndProviders>,
    provider: OrganisationId,
) -> Result<(), AppError> {
    let those = registration::Entity::find().of(provider).of(may.on());
    may.end(those, |row, until| Event::EndedRegistration { registration: row.id, provider, until }).await
}
