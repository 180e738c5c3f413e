//! What acts are done to.

use super::ReadOnly;
use crate::error::AppError;
use crate::journal::LocalPlace;
use chrono::NaiveDate;
use domain::access::Subject;
use std::collections::HashMap;
use std::hash::Hash;

/// One thing that acts are done to: how it is found, and what a rule of access may look at.
///
/// Several are found and read together. What is acted on in bulk says how, by [`Object::places`] and [`Object::read_all`], which leave out
/// what is not there; else one after the other is, by [`Object::place`] and [`Object::read`]. One of each pair has to be written.
pub trait Object: Copy + Eq + Hash + Send + Sync {
    /// The thing as it stands under the lock.
    type State: Send;

    /// Where its events belong, and so its days; the lock of that chain is taken first.
    fn place(self, db: &ReadOnly<'_>) -> impl Future<Output = Result<LocalPlace, AppError>> + Send {
        async move { Self::places(&[self], db).await?.remove(&self).ok_or(AppError::NotFound) }
    }

    /// The same of several.
    fn places(
        all: &[Self],
        db: &ReadOnly<'_>,
    ) -> impl Future<Output = Result<HashMap<Self, LocalPlace>, AppError>> + Send {
        async move {
            let mut found = HashMap::new();
            for one in all {
                found.insert(*one, one.place(db).await?);
            }
            Ok(found)
        }
    }

    /// Reads it, under the lock.
    fn read(
        self,
        db: &ReadOnly<'_>,
        today: NaiveDate,
    ) -> impl Future<Output = Result<(Subject, Self::State), AppError>> + Send {
        async move { Self::read_all(&[self], db, today).await?.remove(&self).ok_or(AppError::NotFound) }
    }

    /// Reads several that have one day.
    fn read_all(
        all: &[Self],
        db: &ReadOnly<'_>,
        today: NaiveDate,
    ) -> impl Future<Output = Result<HashMap<Self, (Subject, Self::State)>, AppError>> + Send {
        async move {
            let mut found = HashMap::new();
            for one in all {
                found.insert(*one, one.read(db, today).await?);
            }
            Ok(found)
        }
    }
}
