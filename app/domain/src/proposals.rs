//! What one registrar asks for and a second one of the same body confirms (docs/adr/0024).

use crate::codes::codes;
use crate::ids::PersonId;

codes! {
    /// An act that takes two registrars, or may.
    Proposable {
        /// The way in to an account ends, and its owner sets it up anew.
        StartAccountAnew = "start account anew",
        /// A status is withdrawn.
        WithdrawAward = "withdraw award",
        /// Somebody stops being registrar of the body: one alone could end all the others.
        EndRegistrar = "end registrar",
    }
}

impl Proposable {
    /// What a body may say takes two; the rest always does.
    pub const OF_CHOICE: &'static [Self] = &[Self::WithdrawAward];
}

codes! {
    /// How a proposal ended.
    Settled {
        /// A second registrar confirmed it, and it was done.
        Confirmed = "confirmed",
        /// A second registrar declined, or whoever asked took it back.
        Dropped = "dropped",
        /// Whoever asked stopped being registrar of the body.
        Lapsed = "lapsed",
    }
}

/// Whether there is somebody who could confirm what a registrar asks for about a person: another registrar of the body, who is not
/// that person.
pub fn has_second(registrars: &[PersonId], by: PersonId, about: PersonId) -> bool {
    registrars.iter().any(|one| *one != by && *one != about)
}
