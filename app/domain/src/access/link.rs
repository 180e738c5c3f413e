use super::rule::{ENDED, OTHER_KEY, OWN};
use super::{Denied, Subject};
use crate::ids::{PersonId, SigningLinkId};
use chrono::NaiveDate;

/// The holder of a link, who answers one request without an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkHolder {
    /// The link; the request was sent to it.
    pub link: SigningLinkId,
    /// Whether they proved that the mailbox to which it was sent is theirs.
    pub is_proved: bool,
    /// The first day on which it opens nothing any more.
    pub until: NaiveDate,
    /// Who has an account with that mailbox, if anybody has.
    pub person: Option<PersonId>,
}

/// Proof that [`permit_link`] said yes. Only this file can make one.
#[derive(Clone, Debug)]
pub struct LinkPermit(SigningLinkId);

impl LinkPermit {
    /// The link whose holder was permitted.
    pub fn link(&self) -> SigningLinkId {
        self.0
    }
}

/// May the holder of a link sign the request that was sent to it? They are neither the trainee nor somebody who turned the
/// other key, under whatever name they were asked: it is the mailbox that tells.
///
/// # Errors
/// [`Denied::Forbidden`] with the reason.
pub fn permit_link(holder: &LinkHolder, subject: &Subject, on: NaiveDate) -> Result<LinkPermit, Denied> {
    let is_one_of = |people: &[PersonId]| holder.person.is_some_and(|person| people.contains(&person));
    if subject.trainee == holder.person && holder.person.is_some() {
        Err(OWN)
    } else if is_one_of(&subject.results_confirmed_by) {
        Err(OTHER_KEY)
    } else if subject.has_ended {
        Err(ENDED)
    } else if on >= holder.until {
        Err(Denied::Forbidden("The time to answer is over. The trainee can send a new link."))
    } else if holder.is_proved {
        Ok(LinkPermit(holder.link))
    } else {
        Err(Denied::Forbidden(
            "Prove first that the mailbox is yours: use the address in the letter that was sent to it.",
        ))
    }
}
