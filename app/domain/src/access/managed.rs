use super::{Actor, Role, Subject};
use crate::ids::OrganisationId;

/// The employers of a trainee for which this person names supervisors and ends supervisions and employments: all of them
/// for the registrar, for an administrator only their own. A trainee may have several employers, and none of them acts
/// for another.
#[must_use]
pub fn managed_employers(actor: &Actor, subject: &Subject) -> Vec<OrganisationId> {
    let employers = subject.employers.iter();
    let managed =
        employers.filter(|employer| actor.is(Role::Registrar) || actor.is_in(Role::EmployerAdmin, **employer));
    managed.copied().collect()
}
