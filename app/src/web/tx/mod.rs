//! The unit of work: what is read and permitted under a lock, what is written under that permit, and all that a commit must
//! not forget (docs/adr/0016).

mod may;
mod object;
mod read_only;
mod set_up;
mod writer;

pub use may::May;
pub use object::Object;
pub use read_only::ReadOnly;
pub use set_up::SetUp;
pub use writer::{Batch, Writer};

use super::db::Db;
use super::forms::sent::Sent;
use super::forms::{Done, sent};
use super::request::RequestCx;
use crate::content::catalogue::Catalogue;
use crate::entities::record;
use crate::error::AppError;
use crate::journal::store::Stamp;
use crate::journal::{self, LocalPlace, NewEvent, chapter_file, chapters_of, listing};
use crate::web::{roles, words};
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Act, Actor, permit};
use domain::journal::{Chain, Event, Place};
use futures::future::BoxFuture;
use sea_orm::{DatabaseTransaction, EntityTrait};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::sync::OnceCell;

type Afterwards = BoxFuture<'static, Result<(), AppError>>;

/// One unit of work. It begins where it is first used, so that what is slow can be done before; only the handler of forms, and
/// [`Tx::outside`], end it.
pub struct Tx {
    work: Work,
    stamp: Stamp,
}

struct Work {
    db: Db,
    catalogue: Arc<Catalogue>,
    sheet: Option<Sent>,
    begun: OnceCell<DatabaseTransaction>,
    events: Mutex<Vec<NewEvent>>,
    afterwards: Mutex<Vec<Afterwards>>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("stamp", &self.stamp).finish_non_exhaustive()
    }
}

impl Tx {
    /// The unit of work of a form; `sheet` may have one effect.
    pub(super) fn of_request(cx: &RequestCx, sheet: Option<Sent>) -> Self {
        Self::new((cx.app.db.clone(), Arc::clone(&cx.app.catalogue)), Stamp::of(cx), sheet)
    }

    fn new((db, catalogue): (Db, Arc<Catalogue>), stamp: Stamp, sheet: Option<Sent>) -> Self {
        let work = Work {
            db,
            catalogue,
            sheet,
            begun: OnceCell::new(),
            events: Mutex::default(),
            afterwards: Mutex::default(),
        };
        Self { work, stamp }
    }

    /// What is published.
    pub fn catalogue(&self) -> &Catalogue {
        &self.work.catalogue
    }

    /// The instant of the work.
    pub fn now(&self) -> DateTime<Utc> {
        self.stamp.at
    }

    /// Who works, and when.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    async fn begun(&self) -> Result<&DatabaseTransaction, AppError> {
        let work = &self.work;
        work.begun
            .get_or_try_init(async || {
                let tx = work.db.begin().await?;
                if let Some(sheet) = &work.sheet
                    && !sent::claim(&tx, sheet, self.stamp.at).await?
                {
                    tx.rollback().await?;
                    return Err(AppError::Conflict(String::from("This was sent already.")));
                }
                Ok(tx)
            })
            .await
    }

    /// What can be read within the work, and not written.
    pub async fn read(&self) -> Result<ReadOnly<'_>, AppError> {
        let tx = self.begun().await?;
        Ok(ReadOnly { tx, catalogue: &self.work.catalogue, at: self.stamp.at })
    }

    /// Takes the object's lock, reads it and who works anew, and asks the rule.
    ///
    /// # Errors
    /// What the rule refuses, as [`AppError::NotFound`] or [`AppError::Forbidden`].
    pub async fn may<A: Act<On: Object>>(&self, act: A, on: A::On) -> Result<May<'_, A>, AppError> {
        self.may_all(act, vec![on]).await?.pop().ok_or(AppError::NotFound)
    }

    /// The same for several objects, each named once: they are found, locked and read together. Their locks are taken in one order, so
    /// that two writers never wait for each other.
    ///
    /// # Errors
    /// As [`Tx::may`], of the first that is refused.
    pub async fn may_all<A: Act<On: Object>>(&self, act: A, objects: Vec<A::On>) -> Result<Vec<May<'_, A>>, AppError> {
        let db = self.read().await?;
        let places = A::On::places(&objects, &db).await?;
        journal::lock_all(db.tx, places.values().map(|found| found.chain())).await?;
        let actor = self.actor().await?;
        let mut of_days: BTreeMap<NaiveDate, Vec<(A::On, LocalPlace)>> = BTreeMap::new();
        for on in objects {
            let place = places.get(&on).ok_or(AppError::NotFound)?;
            of_days.entry(place.day(self.stamp.at)).or_default().push((on, *place));
        }
        let mut all = Vec::new();
        for (day, of_day) in of_days {
            let objects: Vec<A::On> = of_day.iter().map(|(on, ..)| *on).collect();
            let mut read = A::On::read_all(&objects, &db, day).await?;
            for (on, place) in of_day {
                let (subject, state) = read.remove(&on).ok_or(AppError::NotFound)?;
                let writer =
                    Writer::new(self, db.tx, self.stamp.clone()).of(subject.trainee, subject.bodies.first().copied());
                all.push(May { permit: permit(&actor, act, &subject)?, writer, on, place, state });
            }
        }
        Ok(all)
    }

    /// Who works, with the roles that they have now: read after the locks were waited for.
    pub async fn actor(&self) -> Result<Actor, AppError> {
        let by = self.stamp.by.ok_or(AppError::SignedOut)?;
        roles::actor_at(&self.read().await?, &self.work.catalogue, by, self.stamp.at).await
    }

    /// What the holder of a link writes with, whom the link proved: they have no permit, and `LinkPermit` or the open
    /// invitation in their place.
    pub async fn by_link(&self) -> Result<Writer<'_>, AppError> {
        self.begun().await?;
        Ok(self.writing())
    }

    fn writing(&self) -> Writer<'_> {
        let begun = self.work.begun.get().expect("what writes has begun");
        Writer::new(self, begun, self.stamp.clone())
    }

    /// Whoever sends a form does no more in a chain within a day than [`journal::store::most_a_day`].
    async fn bounded(&self, db: &DatabaseTransaction, place: LocalPlace, stamp: &Stamp) -> Result<(), AppError> {
        if self.work.sheet.is_none() {
            return Ok(());
        }
        let chain = place.chain();
        let Some(from) = journal::store::has_said_most(db, chain, stamp).await? else { return Ok(()) };
        let most = journal::store::most_a_day(chain);
        let (there, others) = match chain.record() {
            Some(id) => {
                let record = record::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
                let is_own = stamp.by == Some(record.person_id);
                let named = if is_own { String::from("your record") } else { format!("the record of {}", record.name) };
                (format!("in {named}"), if is_own { "" } else { ", or go on with other people" })
            }
            None => (String::from("here"), ""),
        };
        Err(AppError::Full(format!(
            "Nothing was saved: within a day you have done {most} things {there}, and no more are taken. Send this again from {} on{others}. Taking back, withdrawing and ending are still possible",
            words::instant(from, place.zone())
        )))
    }

    /// What concerns the whole record is of none of its chapters.
    fn note(&self, mut said: NewEvent) {
        said.place.chapter.take_if(|_| said.event.nature().of_record);
        self.work.events.lock().expect("nobody panics while noting an event").push(said);
    }

    /// Writes all that was said so far.
    async fn settle(&self) -> Result<(), AppError> {
        match self.work.begun.get() {
            Some(tx) => self.work.settle(tx).await,
            None => Ok(()),
        }
    }

    /// Takes the lock of a chain, for work that needs no permit.
    pub async fn lock(&self, chain: Chain) -> Result<(), AppError> {
        journal::lock(self.begun().await?, chain).await
    }

    /// The same of several.
    pub async fn lock_all(&self, chains: impl IntoIterator<Item = Chain>) -> Result<(), AppError> {
        journal::lock_all(self.begun().await?, chains).await
    }

    /// Does something once all is committed, and only then: a new session, a file that is gone.
    pub fn afterwards(&self, effect: impl Future<Output = Result<(), AppError>> + Send + 'static) {
        self.work.afterwards.lock().expect("nobody panics while noting an effect").push(Box::pin(effect));
    }

    /// Writes the events, the facts that they change and where the form led; then does what must happen afterwards.
    pub(super) async fn commit(self, done: &Done) -> Result<(), AppError> {
        let work = self.work;
        if let Some(tx) = work.begun.get() {
            work.settle(tx).await?;
            if let Some(sheet) = &work.sheet {
                sent::finish(tx, sheet.key, done).await?;
            }
        }
        if let Some(tx) = work.begun.into_inner() {
            tx.commit().await?;
        }
        let effects = work.afterwards.into_inner().expect("nobody panics while noting an effect");
        // It is committed: one that fails leaves no other undone.
        let mut done = Ok(());
        for effect in effects {
            done = done.and(effect.await);
        }
        done
    }

    /// Leaves everything as it was.
    pub(super) async fn rollback(self) -> Result<(), AppError> {
        if let Some(tx) = self.work.begun.into_inner() {
            tx.rollback().await?;
        }
        Ok(())
    }
}

impl Work {
    /// Writes the events that were said since, and the facts that they change, under the locks of the records whose chapters these are.
    async fn settle(&self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let events = std::mem::take(&mut *self.events.lock().expect("nobody panics while noting an event"));
        let places = |changes: fn(&Event) -> bool| -> Vec<Place> {
            let changing = events.iter().filter(|said| changes(&said.event));
            changing.map(|said| said.place).collect()
        };
        let facts = chapters_of(tx, &places(|event| event.nature().facts)).await?;
        let lists = chapters_of(tx, &places(|event| event.nature().facts || event.nature().lists)).await?;
        // An account's lock is not that of its records: what is written of them beside this is waited for, and then read.
        journal::lock_all(tx, lists.values().copied().map(Chain::Record)).await?;
        journal::append(tx, &events).await?;
        chapter_file::rewrite(tx, &self.catalogue, &facts.into_keys().collect::<Vec<_>>()).await?;
        listing::rewrite(tx, &self.catalogue, &lists.into_keys().collect::<Vec<_>>()).await
    }
}
