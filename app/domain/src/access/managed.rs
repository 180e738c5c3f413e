use super::{Actor, Role, Subject};
use crate::ids::OrganisationId;

/// The employers of a trainee for which this person names supervisors: all of them for a registrar of the record's body, for an
/// administrator only their own. A trainee may have several employers, and none of them acts for another.
pub fn managed_employers(actor: &Actor, subject: &Subject) -> Vec<OrganisationId> {
    let employers = subject.employers.iter();
    let registrar = actor.is_registrar_of(subject);
    let managed = employers.filter(|employer| registrar || actor.is_in(Role::EmployerAdmin, **employer));
    managed.copied().collect()
}
