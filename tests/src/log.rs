//! The log of one test.

use std::cell::RefCell;
use std::io::Write;
use std::marker::PhantomData;
use std::sync::Once;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::DynFilterFn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

thread_local! {
    /// What this thread has logged since it began to keep it.
    static KEPT: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Listens to every thread of this process, once.
///
/// One listener before the first line is logged, and not one for each test: a place that logs asks who listens when it
/// is first passed, and may miss a listener that another thread puts up at that moment, for good.
pub(crate) fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let kept_here =
            DynFilterFn::new(|_, _| KEPT.with_borrow(Option::is_some)).with_max_level_hint(LevelFilter::DEBUG);
        let lines = tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(|| ThisThread)
            .with_filter(kept_here);
        tracing_subscriber::registry().with(lines).init();
    });
}

/// Writes to the log of the thread that writes.
struct ThisThread;

impl Write for ThisThread {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        KEPT.with_borrow_mut(|kept| kept.iter_mut().for_each(|kept| kept.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The log of this thread, from [`KeptLog::begin`] on until it is dropped. A test has a thread of its own.
#[derive(Debug)]
pub struct KeptLog {
    // It stays on its thread.
    _thread: PhantomData<*const ()>,
}

impl KeptLog {
    /// Begins to keep what this thread logs, at level `DEBUG` and above.
    #[must_use]
    pub fn begin() -> Self {
        listen();
        KEPT.set(Some(Vec::new()));
        Self { _thread: PhantomData }
    }

    /// What was logged so far.
    ///
    /// # Panics
    /// When it is not text.
    #[must_use]
    pub fn text(&self) -> String {
        KEPT.with_borrow(|kept| String::from_utf8(kept.clone().unwrap_or_default()).unwrap())
    }
}

impl Drop for KeptLog {
    fn drop(&mut self) {
        KEPT.set(None);
    }
}
