//! The log of one test, and the statements that it took.

use std::cell::RefCell;
use std::io::Write;
use std::marker::PhantomData;
use std::sync::Once;
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::{DynFilterFn, FilterExt};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

thread_local! {
    /// What this thread has logged since it began to keep it: as a server does that is told nothing, and everything.
    static KEPT: RefCell<Option<[Vec<u8>; 2]>> = const { RefCell::new(None) };
    /// The statements that this thread has had done.
    static STATEMENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The statements that this thread has had done so far where one may write.
#[must_use]
pub fn statements() -> Vec<String> {
    STATEMENTS.with_borrow(Clone::clone)
}

/// Keeps one.
pub(crate) fn keep_statement(sql: &str) {
    STATEMENTS.with_borrow_mut(|kept| kept.push(sql.to_owned()));
}

/// Listens to every thread of this process, once.
///
/// One listener before the first line is logged, and not one for each test: a place that logs asks who listens when it
/// is first passed, and may miss a listener that another thread puts up at that moment, for good.
pub(crate) fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let kept_here = || {
            DynFilterFn::new(|of, _| *of.level() <= Level::DEBUG && KEPT.with_borrow(Option::is_some))
                .with_max_level_hint(LevelFilter::DEBUG)
        };
        let by_default = EnvFilter::new(server::commands::serve::LOGGED);
        let lines =
            |which: usize| tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || ThisThread(which));
        let all = vec![
            lines(BY_DEFAULT).with_filter(by_default.and(kept_here())).boxed(),
            lines(IN_DETAIL).with_filter(kept_here()).boxed(),
        ];
        tracing_subscriber::registry().with(all).init();
    });
}

const BY_DEFAULT: usize = 0;
const IN_DETAIL: usize = 1;

/// Writes to a log of the thread that writes.
struct ThisThread(usize);

impl Write for ThisThread {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        KEPT.with_borrow_mut(|kept| {
            kept.iter_mut().for_each(|kept| kept[self.0].extend_from_slice(bytes));
        });
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
    /// Begins to keep what this thread logs.
    #[must_use]
    pub fn begin() -> Self {
        listen();
        KEPT.set(Some([Vec::new(), Vec::new()]));
        Self { _thread: PhantomData }
    }

    /// What a server logs that is told nothing else.
    ///
    /// # Panics
    /// When it is not text.
    #[must_use]
    pub fn text(&self) -> String {
        Self::kept(BY_DEFAULT)
    }

    /// What is logged at level `DEBUG` and above.
    ///
    /// # Panics
    /// When it is not text.
    #[must_use]
    pub fn in_detail(&self) -> String {
        Self::kept(IN_DETAIL)
    }

    fn kept(which: usize) -> String {
        KEPT.with_borrow(|kept| {
            let bytes = kept.as_ref().map(|kept| kept[which].clone());
            String::from_utf8(bytes.unwrap_or_default()).unwrap()
        })
    }
}

impl Drop for KeptLog {
    fn drop(&mut self) {
        KEPT.set(None);
    }
}
