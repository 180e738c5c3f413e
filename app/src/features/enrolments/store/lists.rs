//! Lists of cases, each within the scope of whoever reads it, read in their order from the listings.

use super::{Case, CaseRow};
use crate::error::AppError;
use crate::features::enrolments::chapter_file;
use crate::features::enrolments::entity::{employment, enrolment, listing};
use crate::web::names::words;
use crate::web::query::{Dated, Of};
use crate::web::request::RequestCx;
use chrono::NaiveDate;
use domain::access::Scope;
use domain::ids::{EnrolmentId, ListerId};
use listing::Column;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use sea_orm::{RelationTrait, Select};
use std::collections::{BTreeSet, HashMap};

/// A page of the trainees in a scope.
#[derive(Debug)]
pub struct CasePage {
    /// The cases, by name.
    pub cases: Vec<Case>,
    /// The last of them, where more come after it.
    pub next: Option<EnrolmentId>,
    /// How many there are in all, counted up to [`COUNTED`] and one more.
    pub total: usize,
}

/// Cases on one page of a list.
pub const PAGE: usize = 50;
/// As far as a list is counted: more is said to be more.
pub const COUNTED: usize = 1000;

/// Where a row is in a list: by the word it was found by, then by name.
type Position = (String, String, EnrolmentId);

/// The trainees whom a list may hold, by name, those after one of them; `search` narrows it to names with words that begin so.
pub async fn cases(
    cx: &RequestCx,
    scope: &Scope,
    search: &str,
    after: Option<EnrolmentId>,
) -> Result<CasePage, AppError> {
    let db = cx.app.db.read();
    let mut searched = words(search);
    searched.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let lists: Vec<_> = listers(scope).into_iter().map(|lister| listed(scope, lister, &searched, cx.today)).collect();
    let from = match after {
        Some(last) => position(db, &lists, last).await?,
        None => None,
    };
    let mut page: BTreeSet<Position> = BTreeSet::new();
    let mut all: BTreeSet<EnrolmentId> = BTreeSet::new();
    for list in &lists {
        page.extend(rows_after(db, list, from.as_ref()).await?);
        let counted = list.clone().select_only().column(Column::EnrolmentId).limit(COUNTED as u64 + 1);
        all.extend(counted.into_tuple::<EnrolmentId>().all(db).await?);
    }
    let more = page.len() > PAGE;
    let ids: Vec<EnrolmentId> = page.into_iter().take(PAGE).map(|(_, _, id)| id).collect();
    Ok(CasePage { cases: read(cx, scope, &ids).await?, next: ids.last().copied().filter(|_| more), total: all.len() })
}

/// Whose lists make up a scope.
fn listers(scope: &Scope) -> Vec<ListerId> {
    let organisations = scope.bodies.iter().chain(&scope.employers).chain(&scope.providers);
    let supervisor = (!scope.supervisor_at.is_empty()).then(|| scope.person.into());
    organisations.map(|id| ListerId::from(*id)).chain(supervisor).collect()
}

/// The rows of one lister today that a search finds; of a name with several words that match, the first alone.
fn listed(scope: &Scope, lister: ListerId, searched: &[String], today: NaiveDate) -> Select<listing::Entity> {
    let found = listing::Entity::find().of(lister).filter(listing::Entity::active_on(today));
    let found = match searched.split_first() {
        None => found.filter(Column::Word.eq("")),
        Some((first, others)) => {
            let earlier = Expr::col((Alias::new("other"), Column::Word)).lt(Expr::col((listing::Entity, Column::Word)));
            let found = found.filter(begins(Expr::col((listing::Entity, Column::Word)), first));
            let found = found.filter(Expr::not_exists(of_the_same(first).and_where(earlier).to_owned()));
            others.iter().fold(found, |found, word| found.filter(Expr::exists(of_the_same(word))))
        }
    };
    // A supervisor reads on while the trainee works where they supervise.
    if lister == scope.person.into() {
        let works = employment::Entity::find()
            .join(sea_orm::JoinType::InnerJoin, employment::Relation::Record.def())
            .join(sea_orm::JoinType::InnerJoin, enrolment::Relation::Record.def().rev())
            .of_any(&scope.supervisor_at)
            .filter(employment::Entity::active_on(today))
            .filter(enrolment::Column::Id.into_expr().equals((listing::Entity, Column::EnrolmentId)));
        return found.filter(Expr::exists(works.into_query()));
    }
    found
}

/// The rows of the same chapter and lister by a word that begins so.
fn of_the_same(word: &str) -> SelectStatement {
    let other = |column| Expr::col((Alias::new("other"), column));
    Query::select()
        .expr(Expr::value(1))
        .from_as(listing::Entity, Alias::new("other"))
        .and_where(other(Column::EnrolmentId).equals((listing::Entity, Column::EnrolmentId)))
        .and_where(other(Column::ListerId).equals((listing::Entity, Column::ListerId)))
        .cond_where(begins(other(Column::Word), word))
        .to_owned()
}

/// Whether a word begins so; a range, which an index is read by.
fn begins(word: Expr, so: &str) -> Condition {
    Condition::all().add(word.clone().gte(so)).add(word.lt(format!("{so}\u{10ffff}")))
}

/// The columns of a position, in the order of a list.
const ORDER: [Column; 3] = [Column::Word, Column::NameKey, Column::EnrolmentId];

/// The next rows of a list, and one more where there are more.
async fn rows_after(
    db: &impl ConnectionTrait,
    list: &Select<listing::Entity>,
    from: Option<&Position>,
) -> Result<Vec<Position>, AppError> {
    let mut rows = list.clone().select_only().columns(ORDER);
    if let Some((word, name_key, id)) = from {
        // One comparison of all three: an index begins to be read there.
        let columns = Expr::tuple(ORDER.map(|column| Expr::col((listing::Entity, column))));
        let last = Expr::tuple([Expr::value(word), Expr::value(name_key), Expr::value(*id)]);
        rows = rows.filter(columns.gt(last));
    }
    for column in ORDER {
        rows = rows.order_by_asc(column);
    }
    Ok(rows.limit(PAGE as u64 + 1).into_tuple().all(db).await?)
}

/// Where a chapter is in these lists; none where it is not in them any more.
async fn position(
    db: &impl ConnectionTrait,
    lists: &[Select<listing::Entity>],
    id: EnrolmentId,
) -> Result<Option<Position>, AppError> {
    let mut found: Option<Position> = None;
    for list in lists {
        let rows = list.clone().of(id).select_only().columns(ORDER);
        let rows: Vec<Position> = rows.into_tuple().all(db).await?;
        found = found.into_iter().chain(rows).min();
    }
    Ok(found)
}

/// The cases of some chapters, in this order.
async fn read(cx: &RequestCx, scope: &Scope, ids: &[EnrolmentId]) -> Result<Vec<Case>, AppError> {
    let db = cx.app.db.read();
    // Who is in the scope as a provider's candidate is shown as the provider may see them.
    let sees_claims = !scope.bodies.is_empty() || scope.providers.is_empty();
    let rows: Vec<CaseRow> = CaseRow::find().of_any(ids).into_partial_model().all(db).await?;
    let stored = rows.iter().map(|row| (row.id, row.file.as_ref()));
    let mut files = chapter_file::files(db, &cx.app.catalogue, stored).await?;
    let mut rows: HashMap<EnrolmentId, CaseRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let in_order = ids.iter().filter_map(|id| rows.remove(id).zip(files.remove(id)));
    in_order
        .map(|(row, file)| {
            let today = row.day(&cx.app.catalogue, cx.now);
            let case = row.read(file, &cx.app.catalogue, today)?;
            Ok(if sees_claims { case } else { case.without_claims() })
        })
        .collect()
}
