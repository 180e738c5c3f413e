//! The words of a row and the salt under which an event holds their hash.

use crate::web::random;
use domain::journal::Digest;

/// A new salt for the words of a row, with the digest that the event holds of them.
#[derive(Clone, Debug)]
pub struct Salted {
    /// Stands in the row, and is erased with the words.
    pub salt: String,
    /// Stands in the event.
    pub words: Digest,
}

impl Salted {
    /// Of the words of a row, in the order in which `doctor::tables` names their columns.
    #[must_use]
    pub fn new(words: &[Option<&str>]) -> Self {
        let salt = salt();
        let words = Digest::of_words(&salt, words);
        Self { salt, words }
    }
}

/// A new salt: 16 random bytes in hexadecimal digits.
#[must_use]
pub fn salt() -> String {
    hex::encode(random::salt())
}
