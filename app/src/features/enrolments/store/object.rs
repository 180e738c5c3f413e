//! A record as acts on it find it, under its lock.

use super::{Case, case_in, subject};
use crate::error::AppError;
use crate::web::tx::{Object, Reader};
use chrono::NaiveDate;
use domain::access::Subject;
use domain::ids::EnrolmentId;
use domain::journal::Chain;

impl Object for EnrolmentId {
    type State = Case;

    async fn chain(self, _: &Reader<'_>) -> Result<Option<Chain>, AppError> {
        Ok(Some(Chain::Record(self)))
    }

    async fn read(self, db: &Reader<'_>, today: NaiveDate) -> Result<(Subject, Case), AppError> {
        let subject = subject(db, self, today).await?;
        Ok((subject, case_in(db, db.catalogue(), self, today).await?))
    }
}
