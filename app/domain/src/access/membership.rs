use super::Denied;
use crate::ids::PersonId;
use crate::people::OrganisationKind;

/// Whether somebody who manages the people of an organisation ends this one's membership: nobody ends their own. A body's last
/// registrar would leave it without one.
///
/// # Errors
/// [`Denied::Forbidden`], with whom they ask.
pub fn may_end(by: PersonId, of: PersonId, kind: OrganisationKind) -> Result<(), Denied> {
    match kind {
        _ if by != of => Ok(()),
        OrganisationKind::Body => Err(Denied::Forbidden(
            "You can’t end your own membership. Ask another registrar of your body to end it or, if there is none, the people who run this service.",
        )),
        OrganisationKind::Employer | OrganisationKind::Provider => {
            Err(Denied::Forbidden("You can’t end your own membership. Ask a colleague or the registrar."))
        }
    }
}
