//! Places for files on their way: so many in all, so many of one person, and each for as long as its sender keeps a pace.
//! They stand for memory of this server, so each server has its own.

use domain::ids::PersonId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Files that may be on their way at once. Others wait.
pub const AT_ONCE: u32 = 16;
/// Files of one person that may be on their way or wait at once. A further one is refused.
pub const OF_ONE: usize = 4;
/// What has to arrive of a file within each [`Places::within`], bytes.
const LEAST: usize = 64 * 1024;

/// The places of a server.
#[derive(Debug)]
pub struct Places {
    all: Arc<Semaphore>,
    of: Mutex<HashMap<PersonId, usize>>,
    /// How long a sender may take for what has to arrive.
    within: Duration,
}

/// A place that is held until it is dropped.
#[derive(Debug)]
pub struct Place {
    _one: OwnedSemaphorePermit,
    _of: Counted,
}

/// One file of a person, counted while it waits and while it is on its way.
#[derive(Debug)]
struct Counted {
    places: Arc<Places>,
    person: PersonId,
}

/// The sender of a file was slower than [`LEAST`] in each [`Places::within`].
#[derive(Debug)]
pub struct TooSlow;

impl Places {
    /// Places whose senders each may take so long for the least that has to arrive.
    pub fn new(within: Duration) -> Self {
        Self { all: Arc::new(Semaphore::new(AT_ONCE as usize)), of: Mutex::default(), within }
    }

    /// A place for a file of a person, waited for if need be; none where they have as many as one person may.
    pub async fn take(self: &Arc<Self>, person: PersonId) -> Option<Place> {
        let counted = Counted::one_more(self, person)?;
        // Nobody closes it.
        let one = Arc::clone(&self.all).acquire_owned().await.ok()?;
        Some(Place { _one: one, _of: counted })
    }

    /// Waits until nobody holds a place, and holds all of them.
    pub async fn all(&self) -> Option<tokio::sync::SemaphorePermit<'_>> {
        self.all.acquire_many(AT_ONCE).await.ok()
    }

    /// How many are free.
    pub fn free(&self) -> usize {
        self.all.available_permits()
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, HashMap<PersonId, usize>> {
        self.of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counted {
    fn one_more(places: &Arc<Places>, person: PersonId) -> Option<Self> {
        let mut counts = places.counts();
        let count = counts.entry(person).or_default();
        if *count >= OF_ONE {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Self { places: Arc::clone(places), person })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self.places.counts();
        if let Some(count) = counts.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.person);
            }
        }
    }
}

/// How much of a file has arrived since its sender was last quick enough.
#[derive(Debug)]
pub struct Pace {
    within: Duration,
    left: Duration,
    arrived: usize,
}

impl Pace {
    /// Of a file that begins.
    pub fn new(places: &Places) -> Self {
        Self { within: places.within, left: places.within, arrived: 0 }
    }

    /// Waits for what arrives next, as long as the sender keeps the pace; `size` tells how many bytes it is.
    ///
    /// # Errors
    /// [`TooSlow`].
    pub async fn keeps<T>(&mut self, next: impl Future<Output = T>, size: impl Fn(&T) -> usize) -> Result<T, TooSlow> {
        let began = tokio::time::Instant::now();
        let came = timeout(self.left, next).await.map_err(|_| TooSlow)?;
        self.arrived += size(&came);
        self.left = if self.arrived >= LEAST { self.within } else { self.left.saturating_sub(began.elapsed()) };
        self.arrived %= LEAST;
        Ok(came)
    }
}
