//! The addresses of results.

use super::{add_sitting, confirm, correct, record, sitting, sittings};
use crate::paths::encoded;
use crate::prelude::pages::*;

crate::routes! {
    /// The sittings of the providers that one acts for.
    SITTINGS: () = "/sittings", SignedIn => page(sittings::page);
    /// A new sitting.
    NEW_SITTING: () = "/sittings/new", SignedIn => page(add_sitting::page).form::<add_sitting::AddSitting>();
    /// One sitting with its candidates.
    SITTING: SittingId = "/sittings/{sitting}", SignedIn => page(sitting::page).form::<record::RecordResults>();
    /// The confirmation of results by a second person.
    CONFIRMATION: SittingId = "/sittings/{sitting}/confirmation", SignedIn => form::<confirm::ConfirmResults>();
    /// The correction of one result.
    CORRECTION: (SittingId, ResultId) = "/sittings/{sitting}/corrections/{result}", SignedIn => page(correct::page).form::<correct::CorrectResult>();
}

/// The part of a sitting's page with the candidates whose name is searched for, after one of them.
pub fn sitting_page(id: SittingId, search: &str, after: &str) -> String {
    format!("{}?q={}&after={}", SITTING.to(id), encoded(search), encoded(after))
}
