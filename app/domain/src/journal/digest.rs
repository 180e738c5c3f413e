use sha2::{Digest as _, Sha256};

/// A SHA-256, written in 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType), sea_orm(value_type = "String", column_type = "Text"))]
pub struct Digest([u8; 32]);

/// A text that is no SHA-256 in lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a SHA-256 in 64 lower-case hexadecimal digits")]
pub struct DigestError;

impl Digest {
    /// What stands before the first event of a chain.
    pub const NONE: Self = Self([0; 32]);

    /// The digest of a text.
    pub fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// The digest of a file.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of the words of a row under its salt: of the JSON list of the salt and the words in the order of the
    /// columns, `null` for a column without a value. Without the salt, which is erased with the words, nobody can find
    /// out by trying what they were.
    pub fn of_words(salt: &str, words: &[Option<&str>]) -> Self {
        let all: Vec<Option<&str>> = std::iter::once(Some(salt)).chain(words.iter().copied()).collect();
        Self::of(&serde_json::Value::from(all).to_string())
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl std::str::FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| DigestError)?;
        let digest = Self(bytes);
        // One value, one text: what is hashed again must be what was stored.
        (digest.to_string() == text).then_some(digest).ok_or(DigestError)
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}
