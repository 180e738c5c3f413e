//! Passwords: argon2id, off the async threads, at most one per core at a time.

use crate::error::AppError;
use crate::web::random;
use crate::web::state::AppState;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// OWASP's argon2id floor: 19 MiB, two passes, one lane (assurance section 3.4).
fn hasher() -> Argon2<'static> {
    Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(19_456, 2, 1, None).expect("constant parameters are valid"),
    )
}

/// The hash of a password in PHC form.
///
/// # Errors
/// When hashing fails, which is our fault.
pub fn hash_now(password: &str) -> Result<String, AppError> {
    let salt = SaltString::encode_b64(&random::salt()).map_err(|error| AppError::internal(&error))?;
    Ok(hasher()
        .hash_password(password.as_bytes(), &salt)
        .map_err(|error| AppError::internal(&error))?
        .to_string())
}

/// [`hash_now`] from a request.
///
/// # Errors
/// When hashing fails.
pub async fn hash(app: &AppState, password: String) -> Result<String, AppError> {
    off_thread(app, move || hash_now(&password)).await?
}

/// Whether the password is the one of the hash. Without a hash it takes as long and says no, so that the time taken
/// doesn't tell who has an account.
///
/// # Errors
/// When a stored hash can't be read.
pub async fn verify(app: &AppState, password: String, hash: Option<String>) -> Result<bool, AppError> {
    off_thread(app, move || {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => hash_of_nobody()?,
        };
        let parsed = PasswordHash::new(&hash).map_err(|error| AppError::internal(&error))?;
        Ok(hasher().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await?
}

fn hash_of_nobody() -> Result<String, AppError> {
    static NOBODY: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    if let Some(hash) = NOBODY.get() {
        return Ok(hash.clone());
    }
    let hash = hash_now(&random::token())?;
    Ok(NOBODY.get_or_init(|| hash).clone())
}

async fn off_thread<T: Send + 'static>(
    app: &AppState,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    let _turn = app
        .hashing
        .acquire()
        .await
        .map_err(|error| AppError::internal(&error))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::internal(&error))
}
