//! The only file that asks the machine for the time.

use chrono::{DateTime, NaiveDate, Utc};
use std::sync::{Arc, RwLock};

/// Tells the time; tests set it.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<RwLock<DateTime<Utc>>>>);

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until it is [`set`](Self::set).
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(RwLock::new(at))))
    }

    /// Moves a fixed clock. A system clock can't be moved.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(Ok(mut fixed)) = self.0.as_ref().map(|fixed| fixed.write()) {
            *fixed = at;
        }
    }

    /// The instant, UTC, in whole microseconds (what both databases keep).
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self.0.as_ref().map(|fixed| fixed.read()) {
            Some(Ok(fixed)) => *fixed,
            _ => Utc::now(),
        };
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

/// The civil date of an instant in a body's zone.
pub fn civil_date(at: DateTime<Utc>, zone: chrono_tz::Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}
