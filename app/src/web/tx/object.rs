//! What acts are done to.

use super::ReadOnly;
use crate::error::AppError;
use crate::web::{days, roles};
use chrono::NaiveDate;
use chrono_tz::Tz;
use domain::access::Subject;
use domain::journal::{Chain, Place};

/// One thing that acts are done to: how it is found, and what a rule of access may look at.
pub trait Object: Copy + Send + Sync {
    /// The thing as it stands under the lock.
    type State: Send;
    /// A [`Place`], or nothing for what is of nobody yet.
    type Place: OptionalPlace;

    /// Where its events belong; the lock of that chain is taken first.
    fn place(self, db: &ReadOnly<'_>) -> impl Future<Output = Result<Self::Place, AppError>> + Send;

    /// Where its days are read: those of a record in the zone of its framework, those of a body in its own, others in that of what
    /// belongs to no body.
    fn zone(self, db: &ReadOnly<'_>, place: Place) -> impl Future<Output = Result<Tz, AppError>> + Send {
        async move {
            match (place.chapter, place.chain) {
                (Some(enrolment), _) => days::zone(db, db.catalogue(), enrolment).await,
                (None, Chain::Body(body)) => roles::zone_of(db, body).await,
                (None, Chain::Record(_) | Chain::Organisation(_) | Chain::Account(_)) => Ok(db.catalogue().zone()),
            }
        }
    }

    /// Reads it, under the lock.
    fn read(
        self,
        db: &ReadOnly<'_>,
        today: NaiveDate,
    ) -> impl Future<Output = Result<(Subject, Self::State), AppError>> + Send;
}

/// Where something is, if it is somewhere.
pub trait OptionalPlace: Copy + Send + Sync {
    /// The place, if there is one.
    fn place(self) -> Option<Place>;
}

impl OptionalPlace for Place {
    fn place(self) -> Option<Place> {
        Some(self)
    }
}

impl OptionalPlace for () {
    fn place(self) -> Option<Place> {
        None
    }
}

/// What is of nobody yet: something new of the body. What is done to it is said where the new thing belongs.
impl Object for () {
    type State = ();
    type Place = ();

    async fn place(self, _: &ReadOnly<'_>) -> Result<(), AppError> {
        Ok(())
    }

    async fn read(self, _: &ReadOnly<'_>, _: NaiveDate) -> Result<(Subject, ()), AppError> {
        Ok((Subject::default(), ()))
    }
}
