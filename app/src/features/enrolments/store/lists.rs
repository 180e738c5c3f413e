//! Lists of cases, each within the scope of whoever reads it.

use super::scope::in_scope;
use super::{Case, CaseRow};
use crate::error::AppError;
use crate::features::enrolments::chapter_file;
use crate::features::enrolments::entity::{enrolment, record};
use crate::web::query::contains;
use crate::web::request::RequestCx;
use domain::access::Scope;
use sea_orm::{PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// A page of the trainees in a scope.
#[derive(Debug)]
pub struct CasePage {
    /// The cases, by name.
    pub cases: Vec<Case>,
    /// How many there are in all.
    pub total: u64,
}

/// Cases on one page of a list.
pub const PAGE: u64 = 50;

/// The trainees whom a list may hold, by name; `search` narrows it to names that contain it.
///
/// # Errors
/// When the database can't be read.
pub async fn cases(cx: &RequestCx, scope: &Scope, search: &str, page: u64) -> Result<CasePage, AppError> {
    let db = cx.app.db.read();
    // Who is in the scope as a provider's candidate is shown as the provider may see them.
    let sees_claims = scope.all || scope.providers.is_empty();
    let found = CaseRow::find()
        .filter(in_scope(scope, cx.today))
        .filter(contains(record::Column::NameFolded, search));
    let counted = found.clone().select_only().column(enrolment::Column::Id);
    let total = counted.count(db).await?;
    let rows = found
        .order_by_asc(record::Column::Name)
        .order_by_asc(enrolment::Column::Id)
        .limit(PAGE)
        .offset((page - 1).saturating_mul(PAGE))
        .into_partial_model::<CaseRow>()
        .all(db)
        .await?;
    let mut files = chapter_file::files(db, rows.iter().map(|row| (row.id, row.file.as_ref()))).await?;
    let cases = rows
        .into_iter()
        .map(|row| {
            let file = files.remove(&row.id).ok_or(AppError::NotFound)?;
            let case = row.read(file, &cx.app.catalogue, cx.today)?;
            Ok::<_, AppError>(if sees_claims { case } else { case.without_claims() })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(CasePage { cases, total })
}
