//! The guard of one act on one object within a unit of work.

use super::{Object, Tx};
use crate::error::AppError;
use crate::features::journal::store::Stamp;
use crate::web::query::Dated;
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::access::{Act, Permit};
use domain::journal::{Event, Place};
use sea_orm::{DatabaseTransaction, UpdateMany};

/// The permit to do one act to one object, for this unit of work: the only way to a connection that writes.
pub struct May<'t, A: Act>
where
    A::On: Object,
{
    pub(super) tx: &'t Tx,
    pub(super) stamp: Stamp,
    pub(super) permit: Permit<A>,
    pub(super) on: A::On,
    pub(super) place: Option<Place>,
    pub(super) state: <A::On as Object>::State,
}

impl<A: Act> std::fmt::Debug for May<'_, A>
where
    A::On: Object,
{
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("May").field(&A::ACTION).finish()
    }
}

impl<'t, A: Act> May<'t, A>
where
    A::On: Object,
{
    /// Where its events belong; none for what is of nobody yet.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place
    }

    /// What it is done to.
    #[must_use]
    pub fn on(&self) -> A::On {
        self.on
    }

    /// The object as it stands under the lock.
    #[must_use]
    pub fn state(&self) -> &<A::On as Object>::State {
        &self.state
    }

    /// The permit: who, and the facts that it was granted for.
    #[must_use]
    pub fn permit(&self) -> &Permit<A> {
        &self.permit
    }

    /// Who works, and when; the day is that of the object.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The same, with the day of another zone: of something new, whose object does not say where its days are read.
    #[must_use]
    pub fn with_days_of(mut self, zone: Tz) -> Self {
        self.stamp = self.stamp.in_zone(zone);
        self
    }

    /// The unit of work.
    #[must_use]
    pub fn tx(&self) -> &'t Tx {
        self.tx
    }

    /// The unit of work with the day of the object, for what is written by others.
    pub async fn dated(&self) -> Result<Tx, AppError> {
        self.tx.stamped(self.stamp.clone()).await
    }

    /// Says what happens, and gives the connection to write it with.
    ///
    /// # Panics
    /// For what is of nobody yet: that says in [`May::says_in`] to which chain the event belongs.
    pub fn says(&self, event: Event) -> &'t DatabaseTransaction {
        let place = self.place.expect("an object of nobody names the chain of its events");
        self.says_in(place, event)
    }

    /// The same, where the event belongs to another chain than the object's own: of something new.
    pub fn says_in(&self, place: impl Into<Place>, event: Event) -> &'t DatabaseTransaction {
        self.tx.says_on((place.into(), event), self.stamp.clone());
        self.unjournaled("the event was noted")
    }

    /// Ends some rows today, as far as they have not ended, and says of each what `event` makes of it and of its end.
    pub async fn end<E: Dated>(
        &self,
        rows: UpdateMany<E>,
        event: impl Fn(&E::Model, NaiveDate) -> Event,
    ) -> Result<(), AppError> {
        let (db, today) = (self.unjournaled("what ended is said below"), self.stamp().on);
        for row in E::ended(rows, today).exec_with_returning(db).await? {
            let until = E::interval(&row).until.unwrap_or(today);
            self.says(event(&row, until));
        }
        Ok(())
    }

    /// The connection, for what is nobody's fact yet, such as the words of a draft; `why` says so.
    ///
    /// # Panics
    /// Never: a permit is only given within a unit of work that has begun.
    pub fn unjournaled(&self, _why: &'static str) -> &'t DatabaseTransaction {
        self.tx.work.begun.get().expect("a permit is given by work that has begun")
    }
}
