//! What the queries of every store share.

use chrono::NaiveDate;
use domain::interval::Interval;
use sea_orm::sea_query::{Expr, ExprTrait, IntoIden, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, DeleteMany, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    PaginatorTrait, QueryFilter, QuerySelect, Select, UpdateMany, Value,
};

/// An id that one column of a table holds: a filter by it can't compare the column with another thing's id.
///
/// Where two columns of a table hold ids of one kind, none of them is named so.
pub trait Names<E: EntityTrait>: Copy + Into<Value> {
    /// The column that holds it.
    const COLUMN: E::Column;
}

/// Says in an entity's file which ids its columns hold: `names! { PersonId => PersonId }`; and that a row does nothing by itself.
macro_rules! names {
    ($($id:ty => $column:ident),+) => {
        impl sea_orm::ActiveModelBehavior for ActiveModel {}
        $(impl $crate::entities::query::Names<Entity> for $id {
            const COLUMN: Column = Column::$column;
        })+
    };
}
pub(crate) use names;

/// Rows that name a thing by its id.
pub trait Of<E: EntityTrait>: QueryFilter + Sized {
    /// Those of one.
    fn of<I: Names<E>>(self, id: I) -> Self {
        self.filter(I::COLUMN.eq(id))
    }

    /// Those of any of some; of none of them no row.
    fn of_any<I: Names<E>>(self, ids: &[I]) -> Self {
        self.filter(I::COLUMN.is_in(ids.iter().copied()))
    }
}

impl<E: EntityTrait> Of<E> for Select<E> {}
impl<E: EntityTrait> Of<E> for UpdateMany<E> {}
impl<E: EntityTrait> Of<E> for DeleteMany<E> {}

/// Rows that hold from a day until another, half-open.
pub trait Dated: EntityTrait {
    /// The first day.
    const FROM: Self::Column;
    /// The first day no longer.
    const UNTIL: Self::Column;

    /// Whether a row holds on a day.
    fn active_on(day: NaiveDate) -> Condition {
        Self::active_on_as(Self::default(), day)
    }

    /// [`Dated::active_on`] where the table goes by another name in the query.
    fn active_on_as(table: impl IntoIden, day: NaiveDate) -> Condition {
        let table = table.into_iden();
        let from = Expr::col((table.clone(), Self::FROM));
        let until = || Expr::col((table.clone(), Self::UNTIL));
        Condition::all().add(from.lte(day)).add(until().is_null().or(until().gt(day)))
    }

    /// From when until when a row holds.
    fn interval(row: &Self::Model) -> Interval {
        Interval { from: row.get(Self::FROM).unwrap(), until: row.get(Self::UNTIL).unwrap() }
    }

    /// Which rows end when they are ended on a day: those that have neither ended by then nor ended before they began.
    fn may_end_on(day: NaiveDate) -> Condition {
        let until = || Expr::col(Self::UNTIL);
        let later = until().gt(day).and(until().gt(Expr::col(Self::FROM)));
        Condition::any().add(until().is_null()).add(later)
    }
}

/// Inserts a row unless one is there already by any unique index; whether it did. The transaction is good afterwards.
///
/// # Errors
/// When the database can't be written, or does not take the row for another reason.
pub async fn insert_unless_there<M>(tx: &impl ConnectionTrait, row: M) -> Result<bool, DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    // Without columns: the ORM's own `on_conflict_do_nothing` names the primary key and lets other indexes fail.
    let nothing = OnConflict::new().do_nothing().to_owned();
    let inserted = M::Entity::insert(row.into_active_model()).on_conflict(nothing).exec_without_returning(tx).await?;
    Ok(inserted == 1)
}

/// The number of the next of some rows that are numbered from 1, under the lock of what they are of.
pub async fn next_round<E>(rows: Select<E>, connection: &impl ConnectionTrait) -> Result<i32, DbErr>
where
    E: EntityTrait<Model: Send + Sync>,
{
    let before = rows.count(connection).await?;
    Ok(i32::try_from(before).unwrap_or(i32::MAX - 1) + 1)
}

/// The number of the last of some rows that are numbered from 1; 0 where there are none.
pub async fn last_round<E: EntityTrait>(
    rows: Select<E>,
    round: E::Column,
    connection: &impl ConnectionTrait,
) -> Result<i64, DbErr> {
    let last = rows.select_only().column_as(round.max(), "last").into_tuple::<Option<i64>>();
    Ok(last.one(connection).await?.flatten().unwrap_or_default())
}

/// Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
pub const VALUES_AT_ONCE: usize = 32_000;

/// How many whole rows of a table fit into one statement.
pub fn at_once<E: EntityTrait>() -> usize {
    VALUES_AT_ONCE / E::Column::iter().count().max(1)
}

/// Inserts rows, as many at once as both engines take.
pub async fn insert_many<M>(tx: &impl ConnectionTrait, rows: Vec<M>) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::ActiveModel: Send,
{
    let mut rows = rows.into_iter().map(IntoActiveModel::into_active_model).peekable();
    while rows.peek().is_some() {
        M::Entity::insert_many(rows.by_ref().take(at_once::<M::Entity>())).exec_without_returning(tx).await?;
    }
    Ok(())
}
