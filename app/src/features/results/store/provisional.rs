//! The results that wait for a second person: a copy of what the results and their confirmations say, written with
//! them (`journal::made`), so that a list of them does not look through every result there ever was.

use crate::entities::{provisional_result, result, result_confirmation};
use crate::prelude::stores::*;
use crate::web::db::sql;
use sea_orm::sea_query::{Query, SelectStatement, UnionType};
use sea_orm::{DatabaseTransaction, DbBackend, Iterable};

/// What the copy is of: results that stand and that nobody has confirmed.
fn by_the_rows() -> SelectStatement {
    let confirmed = result_confirmation::Entity::find().select_only().column(result_confirmation::Column::ResultId);
    result::Entity::find()
        .select_only()
        .columns([result::Column::Id, result::Column::SittingId])
        .filter(result::Column::Id.not_in_subquery(confirmed.into_query()))
        .filter(result::Entity::stands())
        .into_query()
}

/// The sittings whose results on the list are not those that the rows say.
pub async fn differing(connection: &impl ConnectionTrait) -> Result<Vec<SittingId>, AppError> {
    let listed = provisional_result::Entity::find().into_query();
    let only_in = |one: &SelectStatement, other: &SelectStatement| {
        let rows = one.clone().union(UnionType::Except, other.clone()).take();
        Query::select().column(provisional_result::Column::SittingId).from_subquery(rows, "differing").take()
    };
    let mut either = only_in(&by_the_rows(), &listed);
    either.union(UnionType::Distinct, only_in(&listed, &by_the_rows()));
    let mut sittings = Vec::new();
    for row in connection.query_all(&either).await? {
        sittings.push(row.try_get_by_index(0)?);
    }
    sittings.sort_unstable();
    Ok(sittings)
}

/// Makes the whole list again from the rows.
pub async fn rewrite(tx: &DatabaseTransaction) -> Result<(), AppError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        // Whoever confirms meanwhile waits here: this transaction would not see that confirmation. No builder has the words.
        let lock = "LOCK TABLE provisional_result IN EXCLUSIVE MODE";
        tx.execute_raw(sql(tx, lock, [])).await?;
    }
    provisional_result::Entity::delete_many().exec(tx).await?;
    let mut again = Query::insert();
    again.into_table(provisional_result::Entity).columns(provisional_result::Column::iter());
    again.select_from(by_the_rows()).map_err(|error| AppError::internal(&error.to_string()))?;
    tx.execute(&again).await?;
    Ok(())
}
