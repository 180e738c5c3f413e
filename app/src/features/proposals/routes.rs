//! The addresses of proposals.

use super::{confirm, end, list, proposal};
use domain::ids::ProposalId;

crate::routes! {
    /// What waits for a second registrar of the body, and what came of the last ones.
    PROPOSALS: () = "/proposals", SignedIn => page(list::page);
    /// One of them, and its confirmation.
    PROPOSAL: ProposalId = "/proposals/{proposal}", SignedIn => page(proposal::page).form::<confirm::Confirm>();
    /// Declining it, or taking it back.
    END: ProposalId = "/proposals/{proposal}/end", SignedIn => form::<end::End>();
}
