//! What a unit of work writes with.

use super::Tx;
use crate::entities::job::Kind;
use crate::entities::query::{Dated, insert_many};
use crate::error::AppError;
use crate::journal::store::Stamp;
use crate::journal::{Changes, EventContext, LocalPlace, NewEvent, Table, Words, changed, made};
use crate::web::jobs;
use chrono::{DateTime, NaiveDate, Utc};
use domain::ids::{OrganisationId, PersonId};
use domain::journal::{Event, Link};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, DatabaseTransaction, DeleteMany, EntityName, EntityTrait, IdenStatic,
    IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, Select,
    UpdateMany,
};

/// Who works, and when: the only one who writes, and by saying what happens. A permit gives it, and the set-up
/// ([`super::SetUp`]), and a link that proved who it is ([`Tx::by_link`]).
#[derive(Clone)]
pub struct Writer<'t> {
    tx: &'t Tx,
    db: &'t DatabaseTransaction,
    stamp: Stamp,
    trainee: Option<PersonId>,
    body: Option<OrganisationId>,
}

/// Much that is said together, of several people and days: rows of one table are written by few statements.
#[derive(Debug, Default)]
pub struct Batch {
    changes: Changes,
    said: Vec<NewEvent>,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("stamp", &self.stamp).finish_non_exhaustive()
    }
}

impl<'t> Writer<'t> {
    pub(super) fn new(tx: &'t Tx, db: &'t DatabaseTransaction, stamp: Stamp) -> Self {
        Self { tx, db, stamp, trainee: None, body: None }
    }

    pub(super) fn of(self, trainee: Option<PersonId>, body: Option<OrganisationId>) -> Self {
        Self { trainee, body, ..self }
    }

    /// The unit of work.
    pub fn tx(&self) -> &'t Tx {
        self.tx
    }

    /// Who works, and when.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The instant of the work.
    pub fn now(&self) -> DateTime<Utc> {
        self.stamp.at
    }

    /// The same work, done by somebody else or at another time.
    pub fn stamped(&self, stamp: Stamp) -> Self {
        Self { stamp, ..self.clone() }
    }

    /// Where the events of an account belong.
    pub fn account(&self, person: PersonId) -> LocalPlace {
        LocalPlace::account(self.tx.catalogue(), person)
    }

    /// The same work, in the record of a person.
    pub fn of_trainee(&self, trainee: PersonId) -> Self {
        Self { trainee: Some(trainee), ..self.clone() }
    }

    /// Says what happens and writes the rows that it makes; `words` are what they say in words.
    ///
    /// # Errors
    /// When the database can't be written, or does not take a row; when the words are not those of the event;
    /// [`AppError::Full`] where a form is sent by somebody who has done too much there within a day.
    pub async fn says(&self, place: LocalPlace, event: Event, words: &[Words]) -> Result<(), AppError> {
        if !event.takes_back() {
            self.tx.bounded(self.db, place, &self.stamp).await?;
        }
        self.changes(place, &event, words)?.write(self.db).await?;
        self.tx.note(self.said(place, event));
        Ok(())
    }

    /// The same, unless the row that it makes first is there already by any unique index; whether it did.
    pub async fn says_unless_there(&self, place: LocalPlace, event: Event, words: &[Words]) -> Result<bool, AppError> {
        let written = self.changes(place, &event, words)?.write_unless_there(self.db).await?;
        if written {
            self.tx.note(self.said(place, event));
        }
        Ok(written)
    }

    /// Adds what is said to much that is said together.
    ///
    /// # Errors
    /// When the words are not those of the event.
    pub fn adds(&self, batch: &mut Batch, place: LocalPlace, event: Event, words: &[Words]) -> Result<(), AppError> {
        batch.changes.add(made(&self.context(place), &event), words)?;
        batch.said.push(self.said(place, event));
        Ok(())
    }

    /// Says and writes all of it.
    pub async fn says_batch(&self, batch: Batch) -> Result<(), AppError> {
        batch.changes.write(self.db).await?;
        batch.said.into_iter().for_each(|said| self.tx.note(said));
        Ok(())
    }

    fn context(&self, place: LocalPlace) -> EventContext {
        let Stamp { by, at } = self.stamp;
        EventContext {
            place: place.place(),
            at: Link::instant(at),
            on: place.day(at),
            by,
            trainee: self.trainee,
            body: self.body,
        }
    }

    fn changes(&self, place: LocalPlace, event: &Event, words: &[Words]) -> Result<Changes, AppError> {
        let mut changes = Changes::default();
        changes.add(made(&self.context(place), event), words)?;
        Ok(changes)
    }

    fn said(&self, place: LocalPlace, event: Event) -> NewEvent {
        NewEvent { stamp: self.stamp.clone(), on: place.day(self.stamp.at), place: place.place(), event }
    }

    /// Writes what no event tells, as the words of a draft.
    ///
    /// # Errors
    /// When one of the columns is told by an event; when the database can't be written, or has no such row.
    pub async fn saves<A>(&self, row: A) -> Result<(), AppError>
    where
        A: ActiveModelTrait + ActiveModelBehavior + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        is_not_in_events(&row)?;
        row.update(self.db).await?;
        Ok(())
    }

    /// Writes rows of a list that is kept beside the rows, so that it is read by its key.
    ///
    /// # Errors
    /// When events make the rows of the table; when the database can't be written.
    pub async fn lists<M>(&self, rows: Vec<M>) -> Result<(), AppError>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        <M::Entity as EntityTrait>::ActiveModel: Send,
    {
        is_beside_the_rows::<M::Entity>()?;
        Ok(insert_many(self.db, rows).await?)
    }

    /// Changes rows of such a list.
    ///
    /// # Errors
    /// As [`Self::lists`].
    pub async fn lists_anew<E: EntityTrait>(&self, rows: UpdateMany<E>) -> Result<(), AppError> {
        is_beside_the_rows::<E>()?;
        rows.exec(self.db).await?;
        Ok(())
    }

    /// Deletes rows of such a list.
    ///
    /// # Errors
    /// As [`Self::lists`].
    pub async fn unlists<E: EntityTrait>(&self, rows: DeleteMany<E>) -> Result<(), AppError> {
        is_beside_the_rows::<E>()?;
        rows.exec(self.db).await?;
        Ok(())
    }

    /// Asks for a job that this work makes necessary.
    pub async fn asks(&self, kind: Kind, subject: &str) -> Result<(), AppError> {
        jobs::ask(self.db, kind, subject, self.now()).await
    }

    /// Ends from a day on those of some rows that have not ended by then, and says of each what `event` makes of it and of its end.
    pub async fn ends<E: Dated<Model: Send + Sync>>(
        &self,
        (place, day): (LocalPlace, NaiveDate),
        rows: Select<E>,
        event: impl Fn(&E::Model, NaiveDate) -> (Event, Vec<Words>),
    ) -> Result<(), AppError> {
        let today = place.day(self.stamp.at);
        // Locked: whoever uses one at this moment is waited for.
        for row in self.locked(rows.filter(E::may_end_on(day.min(today)))).await? {
            let until = day.max(E::interval(&row).from);
            let (event, words) = event(&row, until);
            self.says(place, event, &words).await?;
        }
        Ok(())
    }

    /// Locks some rows until the work ends, and gives those that are still as the query wants them. All who lock several rows of a
    /// table do it in the order of their keys, so that no two wait for each other.
    pub async fn locked<E: EntityTrait<Model: Send + Sync>>(&self, rows: Select<E>) -> Result<Vec<E::Model>, AppError> {
        let in_order = E::PrimaryKey::iter().fold(rows, |rows, key| rows.order_by_asc(key.into_column()));
        Ok(in_order.lock_exclusive().all(self.db).await?)
    }
}

impl Batch {
    /// Adds what no event tells of a row that is made with it ([`Writer::saves`]).
    ///
    /// # Errors
    /// When one of the columns is told by an event.
    pub fn saves<A: ActiveModelTrait>(&mut self, row: A) -> Result<(), AppError> {
        is_not_in_events(&row)?;
        self.changes.add(vec![changed(row)], &[])
    }
}

/// # Errors
/// When events make the rows of a table.
fn is_beside_the_rows<E: EntityTrait>() -> Result<(), AppError> {
    let table = E::default().table_name();
    match Table::find(table) {
        Some(_) => Err(AppError::internal(&format!("events make the rows of {table}, and nobody said one"))),
        None => Ok(()),
    }
}

/// # Errors
/// When one of the columns that are set is told by an event.
fn is_not_in_events<A: ActiveModelTrait>(row: &A) -> Result<(), AppError> {
    let table = Table::of(A::Entity::default().table_name())?;
    let keys: Vec<&str> =
        <A::Entity as EntityTrait>::PrimaryKey::iter().map(|key| key.into_column().as_str()).collect();
    let set = <A::Entity as EntityTrait>::Column::iter().filter(|column| !row.get(*column).is_not_set());
    let said =
        set.map(|column| column.as_str()).find(|name| !keys.contains(name) && !table.not_in_events.contains(name));
    match said {
        Some(name) => Err(AppError::internal(&format!("{name} is told by an event, and nobody said it"))),
        None => Ok(()),
    }
}
