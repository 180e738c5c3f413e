//! Files as acts on them find them, under the lock of their provider.

use crate::features::results::store::{Import, import, sitting};
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::Subject;

impl Object for ImportId {
    type State = Import;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        let sitting = sitting(db, import(db, self).await?.sitting_id).await?;
        let framework = (sitting.framework_slug.as_str(), sitting.framework_version.as_str());
        Ok(LocalPlace::sitting(db.catalogue(), framework, sitting.provider_id))
    }

    async fn read(self, db: &ReadOnly<'_>, _: NaiveDate) -> Result<(Subject, Import), AppError> {
        let import = import(db, self).await?;
        Ok((import.subject(), import))
    }
}
