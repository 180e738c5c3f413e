//! Sessions in our own database (docs/adr/0003). The table holds a hash of each id: who reads it can't become anyone.

use app::entities::query::insert_unless_there;
use app::entities::session;
use app::web::clock::Clock;
use app::web::db::Db;
use app::web::request::{ABSOLUTE_LIMIT, IDLE_LIMIT, PERSON, SIGNED_IN_AT};
use app::web::session::id_sha256;
use async_trait::async_trait;
use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde::de::DeserializeOwned;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

/// The store.
#[derive(Clone, Debug)]
pub struct DbSessionStore {
    db: Db,
    clock: Clock,
}

impl DbSessionStore {
    /// A store in the database, on whose table [`app::web::clock::Clock`] decides what has expired.
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    /// When a session that is written now is over. The record's own date comes from the machine's clock, not from ours.
    fn expires_at(&self, signed_in_at: i64) -> DateTime<Utc> {
        let idle = self.clock.now() + Duration::seconds(IDLE_LIMIT);
        DateTime::from_timestamp(signed_in_at + ABSOLUTE_LIMIT, 0).map_or(idle, |over| over.min(idle))
    }

    /// Inserts a session unless one has its id; whether it did.
    async fn insert(&self, row: session::Model) -> std::result::Result<bool, DbErr> {
        let tx = self.db.begin().await?;
        let inserted = insert_unless_there(&tx, row).await?;
        tx.commit().await?;
        Ok(inserted)
    }

    async fn update(&self, row: session::Model) -> std::result::Result<(), DbErr> {
        let tx = self.db.begin().await?;
        session::Entity::update_many()
            .col_expr(session::Column::Record, Expr::value(row.record))
            .col_expr(session::Column::ExpiresAt, Expr::value(row.expires_at))
            .filter(session::Column::IdSha256.eq(row.id_sha256))
            .exec(&tx)
            .await?;
        tx.commit().await
    }

    async fn remove(&self, id_sha256: String) -> std::result::Result<(), DbErr> {
        let tx = self.db.begin().await?;
        session::Entity::delete_by_id(id_sha256).exec(&tx).await?;
        tx.commit().await
    }

    /// The row of a session, without its id in it.
    fn row(&self, record: &Record) -> Result<session::Model> {
        let stored = Record { id: Id(0), ..record.clone() };
        Ok(session::Model {
            id_sha256: id_sha256(&record.id),
            person_id: held(record, PERSON)?,
            record: serde_json::to_string(&stored).map_err(|error| Error::Encode(error.to_string()))?,
            expires_at: self.expires_at(held(record, SIGNED_IN_AT)?),
        })
    }
}

#[async_trait]
impl SessionStore for DbSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // An id that is taken is drawn again; insert-and-see, because look-then-insert would race.
        while !self.insert(self.row(record)?).await.map_err(|error| backend(&error))? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// Writes a session that is there. One that has ended meanwhile stays ended: a request that was under way when someone
    /// signed out must not bring it back, so no row to write is no fault.
    async fn save(&self, record: &Record) -> Result<()> {
        self.update(self.row(record)?).await.map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        // Not `one`: SQLite would plan its `LIMIT ?` anew for each request.
        let found = session::Entity::find_by_id(id_sha256(id))
            .filter(session::Column::ExpiresAt.gt(self.clock.now()))
            .all(self.db.read())
            .await
            .map_err(|error| backend(&error))?;
        found
            .first()
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
        self.remove(id_sha256(id)).await.map_err(|error| backend(&error))
    }
}

/// What a session holds under a key: nobody has one who is not signed in.
fn held<T: DeserializeOwned>(record: &Record, key: &str) -> Result<T> {
    let value = record.data.get(key).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|error| Error::Encode(format!("{key}: {error}")))
}

fn backend(error: &DbErr) -> Error {
    Error::Backend(error.to_string())
}
