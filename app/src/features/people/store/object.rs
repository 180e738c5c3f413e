//! An organisation as acts on it find it, under its lock.

use super::organisation;
use crate::error::AppError;
use crate::features::people::entity::organisation::Model;
use crate::web::tx::{Object, Reader};
use chrono::NaiveDate;
use domain::access::Subject;
use domain::ids::OrganisationId;
use domain::journal::Chain;

impl Object for OrganisationId {
    type State = Model;

    async fn chain(self, db: &Reader<'_>) -> Result<Option<Chain>, AppError> {
        Ok(Some(Chain::of(self, organisation(db, self).await?.kind)))
    }

    async fn read(self, db: &Reader<'_>, _: NaiveDate) -> Result<(Subject, Model), AppError> {
        Ok((Subject::of_organisation(self), organisation(db, self).await?))
    }
}
