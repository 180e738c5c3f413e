//! What SQLite finds when it reads a whole database: rows that a check, a key or a kind of column would refuse, written while it was told
//! to look away, and pages that do not fit. PostgreSQL takes no such row while the check is there, which is compared.

use app::web::db::{Db, sql};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

/// What it finds, a line each.
pub async fn broken(db: &Db) -> Result<Vec<String>, DbErr> {
    let db = db.read();
    if db.get_database_backend() != DbBackend::Sqlite {
        return Ok(Vec::new());
    }
    let found = db.query_all_raw(sql(db, "PRAGMA integrity_check", [])).await?;
    let said: Vec<String> = found.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?;
    let broken = said.into_iter().filter(|said| said != "ok");
    Ok(broken.map(|said| format!("database: {said}; go back to a copy of it in which that is not so")).collect())
}
