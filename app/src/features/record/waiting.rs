//! What lies with others, in words: with whom, and where it leads.

use super::store::Case;
use crate::features::frameworks::map::called_by_id;
use crate::journal::chapter_file::Waiting;
use crate::paths;
use crate::web::words;

/// With whom it lies.
pub fn with_whom<'a>(case: &'a Case, waiting: &Waiting) -> &'a str {
    match waiting {
        Waiting::Claim { supervisor, .. } => case.names.name(*supervisor),
        Waiting::Verification { employer, .. } => case.names.name(*employer),
        Waiting::Result { provider, .. } => case.names.name(*provider),
        Waiting::Application { .. } => "the registrar",
    }
}

/// With whom it lies, and since when.
pub fn since(case: &Case, waiting: &Waiting) -> String {
    format!("With {} since {}.", with_whom(case, waiting), words::date(waiting.since()))
}

/// The name of what waits; its id where the framework has none of it.
pub fn title(case: &Case, waiting: &Waiting) -> String {
    called_by_id(&case.framework, waiting.node())
}

/// Its page, where whoever reads the case may open it; else its node.
pub fn href(case: &Case, waiting: &Waiting) -> String {
    match waiting {
        Waiting::Claim { claim, .. } if case.opens(*claim) => paths::CLAIM.to(*claim),
        Waiting::Application { application, .. } if case.sees_claims => paths::APPLICATION.to(*application),
        _ => paths::node(case.id, waiting.node()),
    }
}
