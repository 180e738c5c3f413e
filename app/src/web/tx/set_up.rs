//! Work that nobody can be asked for a permit for: a command, demo data.

use super::{Tx, Writer};
use crate::content::catalogue::Catalogue;
use crate::error::AppError;
use crate::journal::store::Stamp;
use crate::web::db::Db;
use crate::web::forms::Done;
use sea_orm::TransactionTrait;
use std::ops::Deref;
use std::sync::Arc;

/// A unit of work outside of any request, which writes without being asked whether it may.
#[derive(Debug)]
pub struct SetUp(Tx);

impl Deref for SetUp {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.0
    }
}

impl Tx {
    /// One unit of work outside of any request: a command, demo data. Committed when the work gives a value.
    ///
    /// # Errors
    /// The work's own, and those of the database; nothing is written then.
    pub async fn outside<T, E: From<AppError>>(
        (db, catalogue): (&Db, &Arc<Catalogue>),
        stamp: Stamp,
        work: impl AsyncFnOnce(&SetUp) -> Result<T, E>,
    ) -> Result<T, E> {
        let tx = Self::new((db.clone(), Arc::clone(catalogue)), stamp, None);
        // What writes has to have begun.
        tx.begun().await?;
        SetUp(tx).ended_by(work).await
    }
}

impl SetUp {
    /// Who works, and when: what it is written with.
    pub fn writer(&self) -> Writer<'_> {
        self.0.writing()
    }

    /// A part of the work, by somebody or at another time: it is committed with the whole, or taken back as if it had never been. All
    /// that was said so far is written first, so that it can be read.
    pub async fn part<T, E: From<AppError>>(
        &self,
        stamp: Stamp,
        work: impl AsyncFnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.0.settle().await?;
        let whole = &self.0.work;
        let part = self.0.begun().await?.begin().await.map_err(AppError::from)?;
        let tx = Tx::new((whole.db.clone(), Arc::clone(&whole.catalogue)), stamp, None);
        // Nothing has been begun in it yet.
        let _ = tx.work.begun.set(part);
        Self(tx).ended_by(work).await
    }

    async fn ended_by<T, E: From<AppError>>(self, work: impl AsyncFnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        match work(&self).await {
            Ok(value) => {
                self.0.commit(&Done::to("")).await?;
                Ok(value)
            }
            Err(error) => {
                self.0.rollback().await?;
                Err(error)
            }
        }
    }
}
