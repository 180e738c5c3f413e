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
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "registration::Entity")]
pub struct Registration {
    #[sea_orm(from_col = "provider_id")]
    pub provider: OrganisationId,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    pub name: String,
    pub from_on: NaiveDate,
    /// First day no longer.
    pub until_on: Option<NaiveDate>,
}

impl Registration {
    /// From when until when.
    pub fn spell(&self) -> Interval {
        Interval { from: self.from_on, until: self.until_on }
    }
}

/// Every registration of an enrolment, the latest first.
pub async fn registrations(connection: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Registration>, AppError> {
    Ok(registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Provider.def())
        .of(id)
        .order_by_desc(registration::Column::FromOn)
        .order_by_desc(registration::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?)
}

/// Registers an enrolment with a provider.
pub async fn register(may: &May<'_, actions::AddEmployerOrProvider>, new: &NewRegistration) -> Result<(), AppError> {
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
    (day, why): (NaiveDate, &Because),
) -> Result<(), AppError> {
    let those = registration::Entity::find().of(provider).of(may.on());
    may.end(those, day, |row, until| {
        let (reason, words) = why.said();
        (Event::EndedRegistration { registration: row.id, provider, until, reason }, words)
    })
    .await
}
