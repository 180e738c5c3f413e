//! Passwords: argon2id, off the async threads, at most one per core at a time.

use crate::prelude::pages::*;
use crate::web::names::composed;
use crate::web::random;
use crate::web::state::AppState;
use argon2::password_hash::{Ident, Output, ParamsString, PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use std::sync::{Mutex, OnceLock, PoisonError};
use tokio::sync::Semaphore;

/// The turns at hashing, and the memory that each takes: 19 MiB, used again by the next, because an allocator keeps as much
/// for every thread that ever hashed.
#[derive(Debug)]
pub struct Hashing {
    turns: Arc<Semaphore>,
    memory: Mutex<Vec<Vec<Block>>>,
}

impl Hashing {
    /// So many passwords at once.
    pub fn new(turns: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(turns)), memory: Mutex::default() }
    }

    /// The turns. Who holds one keeps others from hashing.
    pub fn turns(&self) -> &Semaphore {
        &self.turns
    }

    fn in_memory<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let free = |memory: &Mutex<Vec<Vec<Block>>>| memory.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = free(&self.memory).unwrap_or_default();
        let done = work(&mut memory);
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        done
    }
}

/// OWASP's argon2id floor: 19 MiB, two passes, one lane (assurance section 3.4).
fn parameters() -> Params {
    Params::new(19_456, 2, 1, None).expect("constant parameters are valid")
}

/// A password as it is hashed, whichever keyboard typed it: composed, and with plain spaces. It is the OpaqueString of RFC 8265, section
/// 4.2. NIST SP 800-63B would have NFKC, which besides takes letters that differ for the same ("①" is "1"): what a person chose to
/// tell apart stays apart.
fn normal(password: &str) -> String {
    let spaced = |c| match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        other => other,
    };
    composed(&password.chars().map(spaced).collect::<String>())
}

fn raw(password: &str, salt: &[u8], params: &Params, memory: &mut Vec<Block>) -> Result<Output, AppError> {
    memory.resize(params.block_count(), Block::default());
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_into_with_memory(normal(password).as_bytes(), salt, &mut out, memory)
        .map_err(|error| AppError::internal(&error))?;
    Output::new(&out).map_err(|error| AppError::internal(&error))
}

fn hash_in(password: &str, memory: &mut Vec<Block>) -> Result<String, AppError> {
    let params = parameters();
    let salt = random::salt();
    let text = SaltString::encode_b64(&salt).map_err(|error| AppError::internal(&error))?;
    let hash = PasswordHash {
        algorithm: Ident::new_unwrap("argon2id"),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(|error| AppError::internal(&error))?,
        salt: Some(text.as_salt()),
        hash: Some(raw(password, &salt, &params, memory)?),
    };
    Ok(hash.to_string())
}

/// Compares in constant time.
fn is_of(password: &str, hash: &str, memory: &mut Vec<Block>) -> Result<bool, AppError> {
    let hash = PasswordHash::new(hash).map_err(|error| AppError::internal(&error))?;
    let params = Params::try_from(&hash).map_err(|error| AppError::internal(&error))?;
    let mut salt = [0; 64];
    let salt = match hash.salt.map(|text| text.decode_b64(&mut salt)) {
        Some(salt) => salt.map_err(|error| AppError::internal(&error))?,
        None => return Ok(false),
    };
    Ok(hash.hash == Some(raw(password, salt, &params, memory)?))
}

/// The hash of a password in PHC form.
pub fn hash_now(password: &str) -> Result<String, AppError> {
    hash_in(password, &mut Vec::new())
}

/// [`hash_now`] from a request.
pub async fn hash(app: &AppState, password: String) -> Result<String, AppError> {
    off_thread(&app.hashing, move |memory| hash_in(&password, memory)).await?
}

/// Whether the password is the one of the hash. Without a hash it takes as long and says no, so that the time taken
/// doesn't tell who has an account.
///
/// # Errors
/// When a stored hash can't be read.
pub async fn verify(app: &AppState, password: String, hash: Option<String>) -> Result<bool, AppError> {
    off_thread(&app.hashing, move |memory| {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => hash_of_nobody(memory)?,
        };
        Ok(is_of(&password, &hash, memory)? && known)
    })
    .await?
}

fn hash_of_nobody(memory: &mut Vec<Block>) -> Result<String, AppError> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    if let Some(hash) = NOBODY.get() {
        return Ok(hash.clone());
    }
    let hash = hash_in(&random::token(), memory)?;
    Ok(NOBODY.get_or_init(|| hash).clone())
}

/// The turn goes with the work: who leaves before it is done frees no place for the next.
async fn off_thread<T: Send + 'static>(
    hashing: &Arc<Hashing>,
    work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
) -> Result<T, AppError> {
    let hashing = hashing.clone();
    let turn = hashing.turns.clone().acquire_owned().await;
    let turn = turn.map_err(|error| AppError::internal(&error))?;
    tokio::task::spawn_blocking(move || {
        let done = hashing.in_memory(work);
        drop(turn);
        done
    })
    .await
    .map_err(|error| AppError::internal(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::{PasswordHasher, PasswordVerifier};

    /// The hashes are those that argon2's own interface makes and reads.
    #[test]
    fn the_hashes_are_those_of_everyone_else() {
        let others = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters());
        let ours = hash_now("correct horse").expect("hashing works");
        assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{ours}");
        let parsed = PasswordHash::new(&ours).expect("a hash in PHC form");
        assert!(others.verify_password(b"correct horse", &parsed).is_ok());
        assert!(others.verify_password(b"correct hors", &parsed).is_err());

        let salt = SaltString::encode_b64(b"sixteen bytes it").expect("a salt");
        let theirs = others.hash_password(b"battery", &salt).expect("hashing works").to_string();
        let mut memory = Vec::new();
        assert!(is_of("battery", &theirs, &mut memory).expect("a hash that can be read"));
        assert!(!is_of("batter", &theirs, &mut memory).expect("a hash that can be read"), "in the same memory");
        assert!(is_of("battery", &theirs, &mut memory).expect("a hash that can be read"));
    }

    #[tokio::test]
    async fn who_leaves_while_their_password_is_hashed_frees_no_turn() {
        let hashing = Arc::new(Hashing::new(1));
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (go_on, goes_on) = std::sync::mpsc::channel::<()>();
        let work = {
            let hashing = hashing.clone();
            tokio::spawn(async move {
                off_thread(&hashing, move |_| {
                    begun.send(()).expect("the test waits");
                    let _ = goes_on.recv();
                })
                .await
            })
        };
        has_begun.await.expect("the work begins");
        work.abort();
        assert!(work.await.is_err_and(|error| error.is_cancelled()));
        assert_eq!(hashing.turns().available_permits(), 0, "the hash goes on");
        drop(go_on);
        let _turn = hashing.turns().acquire().await.expect("the turn comes back");
    }
}
