//! How often one may try a password.

use chrono::{DateTime, Duration, Utc};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Failures in [`WINDOW`] after which an account answers no more.
const MOST: usize = 10;
/// Minutes over which failures count.
const WINDOW: i64 = 15;

/// Failed sign-ins of late, by e-mail address. Kept in the process: a restart forgets them.
#[derive(Clone, Debug, Default)]
pub struct SignInLimit(Arc<Mutex<HashMap<String, Vec<DateTime<Utc>>>>>);

impl SignInLimit {
    /// Minutes to wait before the address may be tried again; 0 when it may be tried now.
    #[must_use]
    pub fn wait(&self, email: &str, now: DateTime<Utc>) -> i64 {
        let Ok(failures) = self.0.lock() else { return 0 };
        let recent: Vec<_> = failures
            .get(email)
            .into_iter()
            .flatten()
            .filter(|at| now - **at < Duration::minutes(WINDOW))
            .collect();
        match recent.first() {
            Some(first) if recent.len() >= MOST => (WINDOW - (now - **first).num_minutes()).max(1),
            _ => 0,
        }
    }

    /// Notes a failure.
    pub fn failed(&self, email: &str, now: DateTime<Utc>) {
        if let Ok(mut failures) = self.0.lock() {
            failures.retain(|_, at| at.last().is_some_and(|last| now - *last < Duration::minutes(WINDOW)));
            let of_this = failures.entry(email.to_owned()).or_default();
            of_this.retain(|at| now - *at < Duration::minutes(WINDOW));
            of_this.push(now);
        }
    }

    /// Forgets the failures of an address: its person has signed in.
    pub fn succeeded(&self, email: &str) {
        if let Ok(mut failures) = self.0.lock() {
            failures.remove(email);
        }
    }
}
