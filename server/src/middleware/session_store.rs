//! Sessions in our own database (docs/adr/0003). The table holds a hash of each id: who reads it can't become anyone.

use app::web::clock::Clock;
use app::web::db::{Db, is_duplicate, sql};
use app::web::request::IDLE_LIMIT;
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use sha2::{Digest, Sha256};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// The store.
#[derive(Clone, Debug)]
pub struct DbSessionStore {
    db: Db,
    clock: Clock,
}

#[derive(FromQueryResult)]
struct Row {
    record: String,
}

impl DbSessionStore {
    /// A store in the database, on whose table [`app::web::clock::Clock`] decides what has expired.
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    /// Deletes sessions whose time is over; returns how many.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn delete_expired(&self) -> std::result::Result<u64, DbErr> {
        let tx = self.db.begin().await?;
        let done = tx
            .execute_raw(sql(
                &tx,
                "DELETE FROM session WHERE expires_at <= $1",
                [self.clock.now().into()],
            ))
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }

    /// When a session that is written now is over. The record's own date comes from the machine's clock, not from ours.
    fn expires_at(&self) -> DateTime<Utc> {
        self.clock.now() + Duration::seconds(IDLE_LIMIT)
    }

    async fn write(
        &self,
        statement: impl Fn(&sea_orm::DatabaseTransaction) -> Statement,
    ) -> std::result::Result<u64, DbErr> {
        let tx = self.db.begin().await?;
        let done = tx.execute_raw(statement(&tx)).await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }
}

#[async_trait]
impl SessionStore for DbSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // An id that is taken is drawn again; insert-and-see, because look-then-insert would race.
        loop {
            let (hash, text) = columns(record)?;
            let expires = self.expires_at();
            let insert = |tx: &sea_orm::DatabaseTransaction| {
                sql(
                    tx,
                    "INSERT INTO session (id_sha256, record, expires_at) VALUES ($1, $2, $3)",
                    [hash.clone().into(), text.clone().into(), expires.into()],
                )
            };
            match self.write(insert).await {
                Ok(_) => return Ok(()),
                Err(error) if is_duplicate(&error) => record.id = Id::default(),
                Err(error) => return Err(backend(&error)),
            }
        }
    }

    /// Writes a session that is there. One that has ended meanwhile stays ended: a request that was under way when someone
    /// signed out must not bring it back, so no row to write is no fault.
    async fn save(&self, record: &Record) -> Result<()> {
        let (hash, text) = columns(record)?;
        let expires = self.expires_at();
        let save = |tx: &sea_orm::DatabaseTransaction| {
            sql(
                tx,
                "UPDATE session SET record = $2, expires_at = $3 WHERE id_sha256 = $1",
                [hash.clone().into(), text.clone().into(), expires.into()],
            )
        };
        self.write(save).await.map(|_| ()).map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let db = self.db.read();
        let found = Row::find_by_statement(sql(
            db,
            "SELECT record FROM session WHERE id_sha256 = $1 AND expires_at > $2",
            [hash(id).into(), self.clock.now().into()],
        ))
        .one(db)
        .await
        .map_err(|error| backend(&error))?;
        found
            .map(|row| serde_json::from_str(&row.record).map_err(|error| Error::Decode(error.to_string())))
            .transpose()
            .map(|record| {
                record.map(|mut record: Record| {
                    record.id = *id;
                    record
                })
            })
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let delete =
            |tx: &sea_orm::DatabaseTransaction| sql(tx, "DELETE FROM session WHERE id_sha256 = $1", [hash(id).into()]);
        self.write(delete).await.map(|_| ()).map_err(|error| backend(&error))
    }
}

fn hash(id: &Id) -> String {
    hex::encode(Sha256::digest(id.0.to_be_bytes()))
}

/// Hash, and record without its id.
fn columns(record: &Record) -> Result<(String, String)> {
    let stored = Record {
        id: Id(0),
        ..record.clone()
    };
    let text = serde_json::to_string(&stored).map_err(|error| Error::Encode(error.to_string()))?;
    Ok((hash(&record.id), text))
}

fn backend(error: &DbErr) -> Error {
    Error::Backend(error.to_string())
}
