//! Lists that are read by their key (docs/adr/0022): a page is the rows that come after the last one of the page before, so that
//! it costs the same wherever it is.

use crate::entities::query::{Names, Of};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Query};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, ModelTrait, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    Value,
};

/// Rows on one page of a list.
pub const PAGE: usize = 50;
/// As far as a list is counted: more is said to be more.
pub const COUNTED: usize = 1000;

/// The part of a list that one page shows.
#[derive(Clone, Debug)]
pub struct ListPage<T, I> {
    /// Its rows, in order.
    pub rows: Vec<T>,
    /// The last of them, where more come after it: by it the next page is asked for.
    pub next: Option<I>,
}

impl<T, I> ListPage<T, I> {
    /// The part of these rows, which are a page and one more where there are more.
    pub fn of(mut rows: Vec<T>, id: impl Fn(&T) -> I) -> Self {
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let next = rows.last().filter(|_| more).map(id);
        Self { rows, next }
    }
}

/// A page of a list, and one row more where there are more: in the order of a key, after the row that has it so.
pub fn after<E: EntityTrait, const N: usize>(
    list: Select<E>,
    (key, order): ([Expr; N], Order),
    last: Option<[Value; N]>,
) -> Select<E> {
    let list = match last {
        None => list,
        Some(last) => {
            // One comparison of them all: an index begins to be read there.
            let (columns, last) = (Expr::tuple(key.clone()), Expr::tuple(last.map(Expr::value)));
            list.filter(if order == Order::Desc { columns.lt(last) } else { columns.gt(last) })
        }
    };
    let in_order = key.into_iter().fold(list, |list, column| list.order_by(column, order.clone()));
    in_order.limit(PAGE as u64 + 1)
}

/// The key of the row after which a page begins, as a list has it; none where it is not in the list any more.
pub async fn key_of<E: EntityTrait, I: Names<E>, const N: usize>(
    db: &impl ConnectionTrait,
    list: Select<E>,
    row: Option<I>,
    key: [E::Column; N],
) -> Result<Option<[Value; N]>, DbErr> {
    let Some(row) = row else { return Ok(None) };
    Ok(list.of(row).one(db).await?.map(|row| key.map(|column| row.get(column))))
}

/// How many rows a list has, counted up to [`COUNTED`] and one more.
pub async fn counted<E: EntityTrait>(db: &impl ConnectionTrait, list: Select<E>) -> Result<usize, DbErr> {
    let some = list.select_only().expr_as(Expr::value(1), "one").limit(COUNTED as u64 + 1).into_query();
    let count = Query::select().expr(Expr::col(Asterisk).count()).from_subquery(some, "some").take();
    let row = db.query_one(&count).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}
