//! What every command answers when it can't go on: one sentence, and an exit status.

use std::fmt::Display;

/// One sentence for the person at the terminal: what went wrong and how to mend it.
#[derive(Debug)]
pub struct Failure {
    pub sentence: String,
    /// 2 when something is missing or refused, 1 when a check of `test` found something.
    pub status: u8,
}

pub type Outcome<T = ()> = Result<T, Failure>;

/// Something is missing, in use, read-only or refused.
pub fn refused<T>(sentence: impl Into<String>) -> Outcome<T> {
    Err(Failure { sentence: sentence.into(), status: 2 })
}

/// The tools worked, and what they looked at is wrong.
pub fn found<T>(sentence: impl Into<String>) -> Outcome<T> {
    Err(Failure { sentence: sentence.into(), status: 1 })
}

/// Turns a library's error into a sentence that begins with what we were about.
pub trait Explain<T> {
    fn or_say(self, about: impl Display) -> Outcome<T>;
}

impl<T, E: Display> Explain<T> for Result<T, E> {
    fn or_say(self, about: impl Display) -> Outcome<T> {
        self.or_else(|cause| refused(format!("{about}: {cause}")))
    }
}
