use super::{Actor, Role};
use crate::ids::{OrganisationId, PersonId};

/// Which trainees a person's lists may hold. The union of the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Those with a record at one of these bodies.
    pub bodies: Vec<OrganisationId>,
    /// Those who work today for one of these employers.
    pub employers: Vec<OrganisationId>,
    /// Those whom this person supervises today and who work today for one of these employers.
    pub supervisor_at: Vec<OrganisationId>,
    /// Those registered today with one of these providers.
    pub providers: Vec<OrganisationId>,
    /// Whose scope it is: the supervisor of `supervisor_at`.
    pub person: PersonId,
}

/// The scope of a person's lists. What [`super::permit`] lets them see one by one, and nothing else.
pub fn scope(actor: &Actor) -> Scope {
    Scope {
        bodies: actor.organisations(Role::Registrar),
        employers: actor.organisations(Role::EmployerAdmin),
        supervisor_at: actor.organisations(Role::Supervisor),
        providers: actor.organisations(Role::Officer),
        person: actor.person,
    }
}
