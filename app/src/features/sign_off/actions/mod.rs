//! What supervisors do with requests, and employers with stages.

mod requests;
mod verification;

pub use requests::DecideClaim;
pub use verification::{AskVerification, VerifyStage};

use crate::web::form::Values;

fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
