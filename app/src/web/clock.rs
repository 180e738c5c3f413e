//! The only file that asks the machine for the time.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::sync::{Arc, RwLock};

/// Tells the time; tests set it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed: Option<Arc<RwLock<DateTime<Utc>>>>,
    behind: TimeDelta,
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands still until it is [`set`](Self::set).
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self { fixed: Some(Arc::new(RwLock::new(at))), ..Self::default() }
    }

    /// The same clock, behind by so much.
    pub fn behind(self, behind: TimeDelta) -> Self {
        Self { behind, ..self }
    }

    /// Moves a fixed clock. A system clock can't be moved.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(Ok(mut fixed)) = self.fixed.as_ref().map(|fixed| fixed.write()) {
            *fixed = at;
        }
    }

    /// The instant, UTC, in whole microseconds (what both databases keep).
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self.fixed.as_ref().map(|fixed| fixed.read()) {
            Some(Ok(fixed)) => *fixed,
            _ => Utc::now(),
        } - self.behind;
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

/// The civil date of an instant in a body's zone.
pub fn civil_date(at: DateTime<Utc>, zone: chrono_tz::Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}
