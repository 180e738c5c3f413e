//! How often one may try a password.

use crate::prelude::pages::*;
use chrono::Duration;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Attempts in [`WINDOW`] after which an account answers no more.
const MOST: usize = 10;
/// Minutes over which attempts count.
const WINDOW: i64 = 15;
/// Addresses remembered at once; with more, those that were tried only once are forgotten.
const MOST_ADDRESSES: usize = 50_000;

/// Attempts to sign in of late that have not succeeded, by e-mail address. Kept in the process: a restart forgets them.
#[derive(Clone, Debug, Default)]
pub struct SignInLimit(Arc<Mutex<HashMap<String, Vec<DateTime<Utc>>>>>);

impl SignInLimit {
    /// Counts an attempt that begins now. It is counted before its password is hashed, in the same step that checks:
    /// of many sent at once no more are hashed than may be tried one after another.
    ///
    /// # Errors
    /// Minutes to wait before the address may be tried again. Nothing is counted then.
    pub fn begin(&self, email: &str, now: DateTime<Utc>) -> Result<(), i64> {
        let is_recent = |at: &DateTime<Utc>| now - *at < Duration::minutes(WINDOW);
        // Whoever panicked here left a whole map behind; a limit that opens on a fault would be none.
        let mut attempts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let crowded = attempts.len() >= MOST_ADDRESSES;
        attempts.retain(|_, at| at.last().is_some_and(is_recent) && !(crowded && at.len() == 1));
        let of_this = attempts.entry(email.to_owned()).or_default();
        of_this.retain(is_recent);
        match of_this.first() {
            Some(first) if of_this.len() >= MOST => Err((WINDOW - (now - *first).num_minutes()).max(1)),
            _ => {
                of_this.push(now);
                Ok(())
            }
        }
    }

    /// Forgets the attempts of an address: its person has signed in.
    pub fn succeeded(&self, email: &str) {
        let mut attempts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.remove(email);
    }
}
