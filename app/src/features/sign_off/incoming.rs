//! A file on its way into the evidence store. Its bytes pass through a small buffer, it holds a place among those
//! that are on their way at once, and of a file that is not kept in the end nothing stays, whatever ended its request.

use crate::prelude::pages::*;
use crate::web::places::Place;
use crate::web::random;
use axum::body::Bytes;
use object_store::buffered::BufWriter;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use tokio::io::AsyncWriteExt;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

/// What is held before it is written, bytes: the smallest part that S3 takes. A file holds up to twice as much.
const BUFFER: usize = 5 * 1024 * 1024;

/// A file that is being received.
pub struct Incoming {
    store: Arc<dyn ObjectStore>,
    key: Key,
    state: State,
    /// Held until nothing is left to be undone, so that a server that stops can wait for it.
    place: Option<Place>,
}

enum State {
    Writing(BufWriter),
    /// The store refused a part: the writer may only be given up now.
    Broken(BufWriter),
    /// In a task of its own, because half a finish could neither be given up nor be gone on with.
    Finishing(JoinHandle<std::io::Result<()>>),
    Stored,
    /// Nothing to undo: kept, or gone.
    Settled,
}

impl Incoming {
    /// Begins a file under a name of ours.
    pub fn begin(place: Place, store: &Arc<dyn ObjectStore>) -> Self {
        let key = Key::from(format!("{}/{}", &random::token()[..2], random::token()));
        let writer = BufWriter::with_capacity(Arc::clone(store), key.clone(), BUFFER).with_max_concurrency(1);
        Self { store: Arc::clone(store), key, state: State::Writing(writer), place: Some(place) }
    }

    /// Where the file is kept.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// Writes the next bytes.
    ///
    /// # Errors
    /// When the store does not take them.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        let State::Writing(writer) = &mut self.state else {
            return Err(AppError::internal(&"a file was written to after its end"));
        };
        let written = writer.write_all(bytes).await;
        if written.is_err()
            && let State::Writing(writer) = std::mem::replace(&mut self.state, State::Settled)
        {
            self.state = State::Broken(writer);
        }
        written.map_err(|error| AppError::internal(&error))
    }

    /// Ends the file: now it can be read.
    ///
    /// # Errors
    /// When the store does not take it.
    pub async fn finish(&mut self) -> Result<(), AppError> {
        if let State::Writing(mut writer) = std::mem::replace(&mut self.state, State::Settled) {
            self.state = State::Finishing(tokio::spawn(async move { writer.shutdown().await }));
        }
        let State::Finishing(finishing) = &mut self.state else {
            return Err(AppError::internal(&"a file was ended twice"));
        };
        let finished = finishing.await;
        self.state = match &finished {
            Ok(Ok(())) => State::Stored,
            _ => State::Settled,
        };
        finished.map_err(|error| AppError::internal(&error))?.map_err(|error| AppError::internal(&error))
    }

    /// All of a file that has ended.
    ///
    /// # Errors
    /// When the store does not give it.
    pub async fn read(&mut self) -> Result<Bytes, AppError> {
        let found = self.store.get(&self.key).await.map_err(|error| AppError::internal(&error))?;
        found.bytes().await.map_err(|error| AppError::internal(&error))
    }

    /// Keeps the file: a row is about to name it.
    pub fn keep(mut self) {
        self.state = State::Settled;
    }

    /// Leaves nothing of the file.
    pub async fn discard(mut self) {
        let state = std::mem::replace(&mut self.state, State::Settled);
        undo(state, &self.store, &self.key).await;
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let state = std::mem::replace(&mut self.state, State::Settled);
        if let (false, Ok(runtime)) = (matches!(state, State::Settled), Handle::try_current()) {
            let (store, key, place) = (Arc::clone(&self.store), self.key.clone(), self.place.take());
            runtime.spawn(async move {
                undo(state, &store, &key).await;
                drop(place);
            });
        }
    }
}

/// A file that can't be undone now is found by `gradus doctor` later, or by the bucket's own rule (docs/security.md).
async fn undo(state: State, store: &Arc<dyn ObjectStore>, key: &Key) {
    match state {
        State::Writing(mut writer) => {
            // What is being begun at this moment can be given up only once it has begun.
            let _ = writer.flush().await;
            let _ = writer.abort().await;
        }
        State::Broken(mut writer) => {
            let _ = writer.abort().await;
        }
        State::Finishing(finishing) => {
            if matches!(finishing.await, Ok(Ok(()))) {
                let _ = store.delete(key).await;
            }
        }
        State::Stored => {
            let _ = store.delete(key).await;
        }
        State::Settled => {}
    }
}
