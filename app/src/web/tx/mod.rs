//! The unit of work: what is read and permitted under a lock, what is written under that permit, and all that a commit must
//! not forget (docs/adr/0016).

mod may;
mod object;
mod reader;

pub use may::May;
pub use object::Object;
pub use reader::Reader;

use super::db::Db;
use super::forms::{Done, Sealed, sent};
use super::request::RequestCx;
use crate::error::AppError;
use crate::features::enrolments::{chapter_file, listing, store::chapters_of};
use crate::features::frameworks::catalogue::Catalogue;
use crate::features::journal::{self, Said, store::Stamp};
use crate::features::people::store as people;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Act, Actor, permit};
use domain::journal::{Chain, Event, Place};
use futures::future::BoxFuture;
use sea_orm::{DatabaseTransaction, TransactionTrait};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::sync::OnceCell;

type Afterwards = BoxFuture<'static, Result<(), AppError>>;

/// One unit of work. It begins where it is first used, so that what is slow can be done before; only the handler of forms, and
/// [`Tx::outside`], end it.
pub struct Tx {
    work: Arc<Work>,
    stamp: Stamp,
    /// The day of what was permitted first.
    day: OnceLock<NaiveDate>,
}

struct Work {
    db: Db,
    catalogue: Arc<Catalogue>,
    sheet: Option<Sealed>,
    begun: OnceCell<DatabaseTransaction>,
    events: Mutex<Vec<Said>>,
    afterwards: Mutex<Vec<Afterwards>>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("stamp", &self.stamp).finish_non_exhaustive()
    }
}

impl Tx {
    /// The unit of work of a form; `sheet` may have one effect.
    pub(super) fn of_request(cx: &RequestCx, sheet: Option<Sealed>) -> Self {
        Self::new((cx.app.db.clone(), Arc::clone(&cx.app.catalogue)), Stamp::of(cx), sheet)
    }

    fn new((db, catalogue): (Db, Arc<Catalogue>), stamp: Stamp, sheet: Option<Sealed>) -> Self {
        let work = Work {
            db,
            catalogue,
            sheet,
            begun: OnceCell::new(),
            events: Mutex::default(),
            afterwards: Mutex::default(),
        };
        Self::of((Arc::new(work), stamp))
    }

    fn of((work, stamp): (Arc<Work>, Stamp)) -> Self {
        let day = OnceLock::new();
        Self { work, stamp, day }
    }

    /// One unit of work outside of any request: a command, demo data. Committed when the work gives a value.
    ///
    /// # Errors
    /// The work's own, and those of the database; nothing is written then.
    pub async fn outside<T, E: From<AppError>>(
        (db, catalogue): (&Db, &Arc<Catalogue>),
        stamp: Stamp,
        work: impl AsyncFnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        Self::new((db.clone(), Arc::clone(catalogue)), stamp, None).ended_by(work).await
    }

    /// The same as a part of a transaction, with which it is committed: demo data is there as a whole or not at all.
    ///
    /// # Errors
    /// As [`Tx::outside`].
    pub async fn within<T, E: From<AppError>>(
        outer: &DatabaseTransaction,
        (db, catalogue): (&Db, &Arc<Catalogue>),
        stamp: Stamp,
        work: impl AsyncFnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let part = outer.begin().await.map_err(AppError::from)?;
        let tx = Self::new((db.clone(), Arc::clone(catalogue)), stamp, None);
        // Nothing has been begun in it yet.
        let _ = tx.work.begun.set(part);
        tx.ended_by(work).await
    }

    async fn ended_by<T, E: From<AppError>>(self, work: impl AsyncFnOnce(&Self) -> Result<T, E>) -> Result<T, E> {
        match work(&self).await {
            Ok(value) => {
                self.commit(&Done::to("")).await?;
                Ok(value)
            }
            Err(error) => {
                self.rollback().await?;
                Err(error)
            }
        }
    }

    /// The civil date of the work: where the days of what was permitted first are read; before that, where those of whoever
    /// works are.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.day.get().copied().unwrap_or(self.stamp.on)
    }

    /// What is published.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.work.catalogue
    }

    /// The instant of the work.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.stamp.at
    }

    /// Who works, and when.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    async fn begun(&self) -> Result<&DatabaseTransaction, AppError> {
        let work = &self.work;
        work.begun
            .get_or_try_init(async || {
                let tx = work.db.begin().await?;
                if let Some(Sealed { key, person }) = work.sheet
                    && !sent::claim(&tx, key, person, self.stamp.at).await?
                {
                    tx.rollback().await?;
                    return Err(AppError::Conflict(String::from("This was sent already.")));
                }
                Ok(tx)
            })
            .await
    }

    /// What can be read within the work, and not written.
    pub async fn read(&self) -> Result<Reader<'_>, AppError> {
        let tx = self.begun().await?;
        Ok(Reader { tx, catalogue: &self.work.catalogue })
    }

    /// Takes the object's lock, reads it and who works anew, and asks the rule.
    ///
    /// # Errors
    /// What the rule refuses, as [`AppError::NotFound`] or [`AppError::Forbidden`].
    pub async fn may<A: Act>(&self, act: A, on: A::On) -> Result<May<'_, A>, AppError>
    where
        A::On: Object,
    {
        let db = self.read().await?;
        let place = on.place(&db).await?;
        if let Some(place) = place {
            journal::lock(db.tx, place.chain).await?;
        }
        let actor = self.actor().await?;
        self.permitted(act, on, place, &actor).await
    }

    /// The same for several objects; their locks are taken in one order, so that two writers never wait for each other.
    ///
    /// # Errors
    /// As [`Tx::may`], of the first that is refused.
    pub async fn may_all<A: Act>(&self, act: A, objects: Vec<A::On>) -> Result<Vec<May<'_, A>>, AppError>
    where
        A::On: Object,
    {
        let db = self.read().await?;
        let mut found = Vec::with_capacity(objects.len());
        for on in objects {
            found.push((on.place(&db).await?, on));
        }
        let mut chains: Vec<Chain> = found.iter().filter_map(|(place, _)| Some((*place)?.chain)).collect();
        chains.sort_unstable();
        chains.dedup();
        for chain in chains {
            journal::lock(db.tx, chain).await?;
        }
        let actor = self.actor().await?;
        let mut all = Vec::with_capacity(found.len());
        for (place, on) in found {
            all.push(self.permitted(act, on, place, &actor).await?);
        }
        Ok(all)
    }

    async fn permitted<A: Act>(
        &self,
        act: A,
        on: A::On,
        place: Option<Place>,
        actor: &Actor,
    ) -> Result<May<'_, A>, AppError>
    where
        A::On: Object,
    {
        let db = self.read().await?;
        // What is of nobody yet has the days of whoever works.
        let stamp = match place {
            Some(place) => self.stamp.in_zone(on.zone(&db, place).await?),
            None => self.stamp.clone(),
        };
        let (subject, state) = on.read(&db, stamp.on).await?;
        let _ = self.day.set(stamp.on);
        Ok(May { permit: permit(actor, act, &subject)?, tx: self, stamp, on, place, state })
    }

    /// Who works, with the roles that they have now: read after the locks were waited for.
    ///
    /// # Errors
    /// [`AppError::SignedOut`].
    pub async fn actor(&self) -> Result<Actor, AppError> {
        let by = self.stamp.by.ok_or(AppError::SignedOut)?;
        people::actor_at(&self.read().await?, by, self.stamp.at).await
    }

    /// Writes what needs no permit, because a link proved who it is, or because it is nobody's fact yet; `why` says which.
    pub async fn without_permit(&self, _why: &'static str) -> Result<&DatabaseTransaction, AppError> {
        self.begun().await
    }

    /// Notes an event of work that needs no permit.
    pub fn says(&self, place: impl Into<Place>, event: Event) {
        self.says_on((place.into(), event), self.stamp.clone());
    }

    /// The same of what somebody else did, or at another time: of people who are put in.
    pub fn says_of(&self, stamp: &Stamp, place: impl Into<Place>, event: Event) {
        self.says_on((place.into(), event), stamp.clone());
    }

    /// What concerns the whole record is of none of its chapters.
    fn says_on(&self, (mut place, event): (Place, Event), stamp: Stamp) {
        place.chapter.take_if(|_| event.is_of_record());
        self.work.events.lock().expect("nobody panics while noting an event").push(Said { stamp, place, event });
    }

    /// The same work, done by somebody else or at another time: by whom a link has proved, or of demo data. All that was said
    /// so far is written first, so that it can be read.
    pub async fn stamped(&self, stamp: Stamp) -> Result<Self, AppError> {
        if let Some(tx) = self.work.begun.get() {
            self.work.settle(tx).await?;
        }
        Ok(Self::of((Arc::clone(&self.work), stamp)))
    }

    /// Takes the lock of a chain, for work that needs no permit.
    pub async fn lock(&self, chain: Chain) -> Result<(), AppError> {
        journal::lock(self.begun().await?, chain).await
    }

    /// Does something once all is committed, and only then: a new session, a file that is gone.
    pub fn afterwards(&self, effect: impl Future<Output = Result<(), AppError>> + Send + 'static) {
        self.work.afterwards.lock().expect("nobody panics while noting an effect").push(Box::pin(effect));
    }

    /// Writes the events, the facts that they change and where the form led; then does what must happen afterwards.
    pub(super) async fn commit(self, done: &Done) -> Result<(), AppError> {
        let work = self.alone()?;
        if let Some(tx) = work.begun.get() {
            work.settle(tx).await?;
            if let Some(sheet) = work.sheet {
                sent::finish(tx, sheet.key, done).await?;
            }
        }
        if let Some(tx) = work.begun.into_inner() {
            tx.commit().await?;
        }
        let effects = work.afterwards.into_inner().expect("nobody panics while noting an effect");
        for effect in effects {
            effect.await?;
        }
        Ok(())
    }

    /// Leaves everything as it was.
    pub(super) async fn rollback(self) -> Result<(), AppError> {
        if let Some(tx) = self.alone()?.begun.into_inner() {
            tx.rollback().await?;
        }
        Ok(())
    }

    fn alone(self) -> Result<Work, AppError> {
        Arc::into_inner(self.work).ok_or_else(|| AppError::internal(&"work that was stamped anew goes on"))
    }
}

impl Work {
    /// Writes the events that were said since, and the facts that they change.
    async fn settle(&self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let events = std::mem::take(&mut *self.events.lock().expect("nobody panics while noting an event"));
        let places = |changes: fn(&Event) -> bool| -> Vec<Place> {
            let changing = events.iter().filter(|said| changes(&said.event));
            changing.map(|said| said.place).collect()
        };
        let facts = places(Event::changes_facts);
        let lists = places(|event| event.changes_facts() || event.changes_lists());
        journal::append(tx, &events).await?;
        chapter_file::rewrite(tx, &self.catalogue, &chapters_of(tx, &facts).await?).await?;
        listing::rewrite(tx, &chapters_of(tx, &lists).await?).await
    }
}
