//! The results that wait for a second person: a copy of what the results and their confirmations say, kept with each
//! write, so that a list of them does not look through every result there ever was.

use crate::error::AppError;
use crate::web::db::sql;
use domain::ids::{ResultId, SittingId};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, FromQueryResult};

/// What the copy is of: results that stand and that nobody has confirmed.
const BY_THE_ROWS: &str = "SELECT r.id AS result_id, r.sitting_id FROM result r
     WHERE NOT EXISTS (SELECT 1 FROM result_confirmation c WHERE c.result_id = r.id)
         AND NOT EXISTS (SELECT 1 FROM result n WHERE n.supersedes = r.id)";

/// Puts a result on the list.
pub(super) async fn add(tx: &DatabaseTransaction, result: ResultId, sitting: SittingId) -> Result<(), AppError> {
    tx.execute_raw(sql(
        tx,
        "INSERT INTO provisional_result (result_id, sitting_id) VALUES ($1, $2)",
        [result.into(), sitting.into()],
    ))
    .await?;
    Ok(())
}

/// Takes a result off the list: it is confirmed, or another one stands in its place.
pub(super) async fn remove(tx: &DatabaseTransaction, result: ResultId) -> Result<(), AppError> {
    tx.execute_raw(sql(
        tx,
        "DELETE FROM provisional_result WHERE result_id = $1",
        [result.into()],
    ))
    .await?;
    Ok(())
}

/// The sittings whose results on the list are not those that the rows say.
///
/// # Errors
/// When the database can't be read.
pub async fn differing(connection: &impl ConnectionTrait) -> Result<Vec<SittingId>, AppError> {
    #[derive(FromQueryResult)]
    struct Row {
        sitting_id: SittingId,
    }
    let listed = "SELECT result_id, sitting_id FROM provisional_result";
    let text = format!(
        "SELECT sitting_id FROM ({BY_THE_ROWS} EXCEPT {listed}) lacking
         UNION SELECT sitting_id FROM ({listed} EXCEPT {BY_THE_ROWS}) needless ORDER BY sitting_id"
    );
    let rows = Row::find_by_statement(sql(connection, &text, []))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.sitting_id).collect())
}

/// Makes the whole list again from the rows.
///
/// # Errors
/// When the database can't be read or written.
pub async fn rewrite(tx: &DatabaseTransaction) -> Result<(), AppError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        // Whoever confirms meanwhile waits here: this transaction would not see that confirmation.
        let lock = "LOCK TABLE provisional_result IN EXCLUSIVE MODE";
        tx.execute_raw(sql(tx, lock, [])).await?;
    }
    tx.execute_raw(sql(tx, "DELETE FROM provisional_result", [])).await?;
    let insert = format!("INSERT INTO provisional_result (result_id, sitting_id) {BY_THE_ROWS}");
    tx.execute_raw(sql(tx, &insert, [])).await?;
    Ok(())
}
