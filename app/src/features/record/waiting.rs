//! What lies with others, in words: with whom, and where it leads.

use super::store::Case;
use crate::features::frameworks::map::{called_by_id, kind_title};
use crate::journal::chapter_file::Waiting;
use crate::paths;
use crate::web::words;

/// With whom it lies.
pub fn with_whom<'a>(case: &'a Case, waiting: &Waiting) -> &'a str {
    match waiting {
        Waiting::Claim { supervisor, .. } => case.names.name(*supervisor),
        Waiting::Verification { employer, .. } | Waiting::Experience { employer, .. } => case.names.name(*employer),
        Waiting::Result { provider, .. } | Waiting::Declined { provider, .. } => case.names.name(*provider),
        Waiting::Application { .. } | Waiting::PriorLearning { .. } => "the registrar",
    }
}

/// With whom it lies, and since when.
pub fn since(case: &Case, waiting: &Waiting) -> String {
    format!("With {} since {}.", with_whom(case, waiting), words::date(waiting.since()))
}

/// The name of what waits; its id where the framework has none of it.
pub fn title(case: &Case, waiting: &Waiting) -> String {
    match waiting {
        Waiting::Experience { experience_kind, .. } => kind_title(&case.framework, experience_kind).to_owned(),
        Waiting::PriorLearning { prior, .. } => match case.framework.prior_of_id(prior) {
            Some(ix) => case.framework.prior(ix).title.clone(),
            None => String::from("A qualification held from before"),
        },
        Waiting::Claim { .. }
        | Waiting::Verification { .. }
        | Waiting::Application { .. }
        | Waiting::Result { .. }
        | Waiting::Declined { .. } => called_by_id(&case.framework, waiting.named()),
    }
}

/// Its page, where whoever reads the case may open it; else its node.
pub fn href(case: &Case, waiting: &Waiting) -> String {
    match waiting {
        Waiting::Claim { claim, .. } if case.opens(*claim) => paths::CLAIM.to(*claim),
        Waiting::Application { application, .. } if case.sees_claims => paths::APPLICATION.to(*application),
        Waiting::Experience { experience, request, .. } if case.reads(*request) => paths::SPELL.to(*experience),
        Waiting::Experience { .. } => paths::EXPERIENCE.to(case.id),
        Waiting::PriorLearning { prior_learning, .. } => paths::PRIOR_LEARNING.to(*prior_learning),
        Waiting::Claim { .. }
        | Waiting::Verification { .. }
        | Waiting::Application { .. }
        | Waiting::Result { .. }
        | Waiting::Declined { .. } => paths::node(case.id, waiting.named()),
    }
}
