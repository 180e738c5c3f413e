//! The guard of one act on one object within a unit of work.

use super::{Object, Tx, Writer};
use crate::entities::query::Dated;
use crate::error::AppError;
use crate::journal::store::Stamp;
use crate::journal::{LocalPlace, Words};
use chrono::NaiveDate;
use domain::access::{Act, Permit};
use domain::ids::RecordId;
use domain::journal::Event;
use sea_orm::Select;

/// The permit to do one act to one object, for this unit of work.
pub struct May<'t, A: Act>
where
    A::On: Object,
{
    pub(super) writer: Writer<'t>,
    pub(super) permit: Permit<A>,
    pub(super) on: A::On,
    pub(super) place: LocalPlace,
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
    /// What it is done to.
    pub fn on(&self) -> A::On {
        self.on
    }

    /// The object as it stands under the lock.
    pub fn state(&self) -> &<A::On as Object>::State {
        &self.state
    }

    /// The permit: who, and the facts that it was granted for.
    pub fn permit(&self) -> &Permit<A> {
        &self.permit
    }

    /// Who works, and when.
    pub fn stamp(&self) -> &Stamp {
        self.writer.stamp()
    }

    /// What it is written with, where an event belongs to another chain than the object's own: of something new.
    pub fn writer(&self) -> &Writer<'t> {
        &self.writer
    }

    /// The unit of work.
    pub fn tx(&self) -> &'t Tx {
        self.writer.tx()
    }

    /// Where its events belong.
    pub fn place(&self) -> LocalPlace {
        self.place
    }

    /// The day of the work, where the days of the object are read.
    pub fn today(&self) -> NaiveDate {
        self.place.day(self.stamp().at)
    }

    /// The record that it is done in.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where it is none.
    pub fn record(&self) -> Result<RecordId, AppError> {
        self.place.chain().record().ok_or(AppError::NotFound)
    }

    /// Says what happens and writes it ([`Writer::says`]).
    pub async fn says(&self, event: Event, words: &[Words]) -> Result<(), AppError> {
        self.writer.says(self.place, event, words).await
    }

    /// Ends some rows from a day on ([`Writer::ends`]).
    pub async fn end<E: Dated<Model: Send + Sync>>(
        &self,
        rows: Select<E>,
        day: NaiveDate,
        event: impl Fn(&E::Model, NaiveDate) -> (Event, Vec<Words>),
    ) -> Result<(), AppError> {
        self.writer.ends((self.place, day), rows, event).await
    }
}
