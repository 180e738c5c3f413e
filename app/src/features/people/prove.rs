//! Proving with a password who one is, within the limits of all who try one (docs/adr/0027).

use crate::journal::refusals;
use crate::prelude::pages::*;
use crate::web::{limit, password};

/// What came of trying a password.
pub(super) enum Tried {
    /// It is the one of the account.
    Right,
    /// It is not, or no account has the address. It counts towards the limit.
    Wrong,
    /// It was not looked at: how long to wait.
    TooMany(String),
}

/// Tries a password with the hash of the account at an address; without a hash it takes as long.
pub(super) async fn tried(cx: &RequestCx, address: &str, typed: &str, hash: Option<String>) -> Result<Tried, AppError> {
    let attempt = match limit::begin(cx, address).await? {
        Ok(attempt) => attempt,
        Err(wait) => return Ok(Tried::TooMany(too_many(wait))),
    };
    if password::verify(&cx.app, typed.to_owned(), hash).await? {
        limit::succeeded(cx, attempt).await?;
        return Ok(Tried::Right);
    }
    tracing::info!(event = "sign_in_failed", "a password was wrong");
    refusals::sign_in(cx, address).await?;
    Ok(Tried::Wrong)
}

fn too_many(wait: i64) -> String {
    let minutes = words::count(usize::try_from(wait).unwrap_or_default(), "minute", "minutes");
    format!("Too many wrong passwords were tried. Wait {minutes} and try again")
}
