//! An evidence store that looks at the database whenever something is deleted from it.

use app::web::db::Db;
use futures::stream::BoxStream;
use futures::{StreamExt, stream};
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, Result, UploadPart,
};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tests::TestApp;

/// Passes everything on to the store it stands before.
#[derive(Debug)]
pub struct Watched {
    inner: Arc<dyn ObjectStore>,
    db: Db,
    /// Deletions during which nobody else could write to the database.
    pub blocked: AtomicU32,
    /// What was deleted.
    pub deleted: Mutex<Vec<Path>>,
    /// Files in parts that were given up.
    pub aborted: AtomicU32,
}

impl Watched {
    /// Stands before an application's store from now on.
    pub fn before(app: &mut TestApp) -> Arc<Self> {
        let watched = Arc::new(Self {
            inner: Arc::clone(&app.state.evidence),
            db: app.db().clone(),
            blocked: AtomicU32::default(),
            deleted: Mutex::default(),
            aborted: AtomicU32::default(),
        });
        app.state.evidence = Arc::new(Shared(Arc::clone(&watched)));
        watched
    }
}

/// A store of which the test keeps the other end.
#[derive(Debug)]
struct Shared(Arc<Watched>);

impl std::fmt::Display for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("watched")
    }
}

#[async_trait::async_trait]
impl ObjectStore for Shared {
    async fn put_opts(&self, at: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.0.inner.put_opts(at, payload, options).await
    }

    async fn put_multipart_opts(&self, at: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        let upload = self.0.inner.put_multipart_opts(at, options).await?;
        Ok(Box::new(InParts(upload, Arc::clone(&self.0))))
    }

    async fn get_opts(&self, at: &Path, options: GetOptions) -> Result<GetResult> {
        self.0.inner.get_opts(at, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let watched = Arc::clone(&self.0);
        let looked_at = stream::once(async move {
            // On SQLite there is one writer: while anyone has a transaction open, this waits.
            match tokio::time::timeout(Duration::from_secs(1), watched.db.begin()).await {
                Ok(tx) => tx.unwrap().rollback().await.unwrap(),
                Err(_) => _ = watched.blocked.fetch_add(1, Ordering::SeqCst),
            }
            let seen = Arc::clone(&watched);
            let locations = locations.inspect(move |at| seen.deleted.lock().unwrap().extend(at.as_ref().ok().cloned()));
            watched.inner.delete_stream(locations.boxed())
        });
        looked_at.flatten().boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.0.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.0.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.0.inner.copy_opts(from, to, options).await
    }
}

/// A file in parts that says when it is given up.
#[derive(Debug)]
struct InParts(Box<dyn MultipartUpload>, Arc<Watched>);

#[async_trait::async_trait]
impl MultipartUpload for InParts {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.0.put_part(data)
    }

    async fn complete(&mut self) -> Result<PutResult> {
        self.0.complete().await
    }

    async fn abort(&mut self) -> Result<()> {
        self.1.aborted.fetch_add(1, Ordering::SeqCst);
        self.0.abort().await
    }
}
