//! The only file that asks the machine for randomness.

use uuid::Uuid;

/// A new UUIDv7: a name, and no order, since each server has a clock of its own.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
pub fn uuid() -> Uuid {
    Uuid::now_v7()
}

/// Thirty-two random bytes in hexadecimal: for links that open a door once.
pub fn token() -> String {
    hex::encode(bytes::<32>())
}

/// Whether a text is a token whose last letters are missing.
pub fn is_cut(text: &str) -> bool {
    text.len() < 64 && text.chars().all(|letter| letter.is_ascii_hexdigit())
}

/// A short reference that finds a log line.
pub fn reference() -> String {
    hex::encode(bytes::<5>()).to_uppercase()
}

/// A status's public verification code: 60 random bits in Crockford's alphabet, which has no I, L, O or U to confuse,
/// in three groups.
pub fn verification_code() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut code = String::with_capacity(14);
    for (i, byte) in bytes::<12>().into_iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    code
}

/// Random bytes for a password's salt.
pub fn salt() -> [u8; 16] {
    bytes()
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks for randomness")]
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has a random source");
    bytes
}
