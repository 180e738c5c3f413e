//! The seal on a form: that it was made here, for this person and this address, and is sent by nobody else and nowhere else.

use crate::entities::form::secret;
use crate::entities::query::insert_unless_there;
use crate::error::AppError;
use crate::web::db::Db;
use crate::web::random;
use domain::ids::PersonId;
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::EntityTrait;
use sha2::Sha256;
use std::sync::Arc;
use uuid::Uuid;

/// The deployment's secret, the same on all of its servers.
#[derive(Clone)]
pub struct Seal(Arc<[u8]>);

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

/// The deployment's secret, made at the first start.
pub async fn secret(db: &Db) -> Result<Seal, AppError> {
    let name = String::from("form");
    let row = secret::Model { name: name.clone(), secret: random::token() };
    // Of two servers that start at once the first one's is kept.
    insert_unless_there(db.writer(), row).await?;
    let kept = secret::Entity::find_by_id(name).one(db.writer()).await?;
    let kept = kept.ok_or_else(|| AppError::internal(&"the secret of forms is not kept"))?;
    Ok(Seal::new(kept.secret.as_bytes()))
}

/// What a sheet says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its key: one for each sheet that is handed out.
    pub key: Uuid,
    /// For whom it was made; nobody where nobody was signed in.
    pub person: Option<PersonId>,
}

impl Seal {
    /// From the secret that the database holds.
    pub fn new(secret: &[u8]) -> Self {
        Self(secret.into())
    }

    /// The text of the hidden field: key, person and seal.
    pub fn write(&self, sealed: Sealed, path: &str) -> String {
        let words = words(sealed);
        format!("{words}.{}", hex::encode(self.mac(&words, path).finalize().into_bytes()))
    }

    /// Reads the hidden field of a form that was sent to this path.
    ///
    /// # Errors
    /// [`AppError::Malformed`] unless it was made here, for this path.
    pub fn read(&self, text: &str, path: &str) -> Result<Sealed, AppError> {
        self.opened(text, path).ok_or(AppError::Malformed)
    }

    /// What tells apart two texts that were sent with one sheet, and says nothing of either.
    pub(super) fn mark(&self, key: Uuid, text: &str) -> String {
        hex::encode(self.mac(text, &key.to_string()).finalize().into_bytes())
    }

    fn opened(&self, text: &str, path: &str) -> Option<Sealed> {
        let (words, seal) = text.rsplit_once('.')?;
        let seal = hex::decode(seal).ok()?;
        self.mac(words, path).verify_slice(&seal).ok()?;
        let (key, person) = words.split_once('.')?;
        Some(Sealed { key: Uuid::try_parse(key).ok()?, person: PersonId::parse(person) })
    }

    fn mac(&self, words: &str, path: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(words.as_bytes());
        mac.update(b" ");
        mac.update(path.as_bytes());
        mac
    }
}

fn words(Sealed { key, person }: Sealed) -> String {
    match person {
        Some(person) => format!("{key}.{person}"),
        None => format!("{key}.-"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Seal, Sealed};
    use domain::ids::PersonId;
    use uuid::Uuid;

    #[test]
    fn a_seal_holds_for_its_person_its_path_and_its_secret_only() {
        let seal = Seal::new(b"one");
        let sealed = Sealed { key: Uuid::from_u128(1), person: Some(PersonId::new(Uuid::from_u128(2))) };
        let text = seal.write(sealed, "/a");
        assert_eq!(seal.read(&text, "/a").ok(), Some(sealed));
        assert!(seal.read(&text, "/b").is_err());
        assert!(Seal::new(b"two").read(&text, "/a").is_err());
        let other = PersonId::new(Uuid::from_u128(3)).to_string();
        assert!(seal.read(&text.replace("0002", &other[other.len() - 4..]), "/a").is_err());
        let nobody = Sealed { person: None, ..sealed };
        assert_eq!(seal.read(&seal.write(nobody, "/a"), "/a").ok(), Some(nobody));
        for broken in ["", ".", "..", "a.b.c", &text[1..]] {
            assert!(seal.read(broken, "/a").is_err(), "{broken}");
        }
    }
}
