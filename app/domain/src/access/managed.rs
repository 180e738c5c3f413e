use super::{Actor, Role, Subject};
use crate::ids::OrganisationId;
use crate::interval::Interval;
use chrono::NaiveDate;

/// The employers of a trainee for which this person names supervisors: all of them for a registrar of the record's body, for an
/// administrator only their own. A trainee may have several employers, and none of them acts for another.
pub fn managed_employers(actor: &Actor, subject: &Subject) -> Vec<OrganisationId> {
    let employers = subject.employers.iter();
    let registrar = actor.is_registrar_of(subject);
    let managed = employers.filter(|employer| registrar || actor.is_in(Role::EmployerAdmin, **employer));
    managed.copied().collect()
}

/// Of the employers of a trainee those whose a supervision is, by where and when the supervisor had the role: where they have it on a
/// day, else where they ever had it. Who has gone on to supervise at another employer of the trainee is that one's.
pub fn supervises_for(held: &[(OrganisationId, Interval)], on: NaiveDate) -> Vec<OrganisationId> {
    let still: Vec<_> = held.iter().filter(|(_, spell)| spell.is_in_force(on)).collect();
    let all = if still.is_empty() { held.iter().collect() } else { still };
    all.into_iter().map(|(employer, _)| *employer).collect()
}
