//! Results that wait for a second person, by sitting.

use super::sittings::{SITTING, Sitting};
use crate::error::AppError;
use crate::web::db::{places, sql};
use domain::ids::{OrganisationId, PersonId};
use sea_orm::{ConnectionTrait, FromQueryResult};

/// A sitting with provisional results, as one officer sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct WaitingRow {
    /// The sitting.
    #[sea_orm(nested)]
    pub sitting: Sitting,
    /// Provisional results that the officer may confirm: neither recorded by them nor their own.
    pub to_confirm: i64,
    /// Provisional results that they recorded, for someone else to confirm.
    pub recorded: i64,
}

/// The sittings of these providers with results that wait for a second person, the longest ago first.
///
/// # Errors
/// When the database can't be read.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    providers: &[OrganisationId],
    officer: PersonId,
) -> Result<Vec<WaitingRow>, AppError> {
    let mut values = vec![officer.into()];
    let places = places(providers, &mut values);
    let text = format!(
        "SELECT t.id, t.provider_id, t.provider, t.framework_slug, t.framework_version, t.element, t.held_on,
             SUM(CASE WHEN r.recorded_by <> $1 AND r.trainee_id <> $1 THEN 1 ELSE 0 END) AS to_confirm,
             SUM(CASE WHEN r.recorded_by = $1 THEN 1 ELSE 0 END) AS recorded
         FROM provisional_result p JOIN ({SITTING} WHERE s.provider_id IN ({places})) t ON t.id = p.sitting_id
         JOIN result r ON r.id = p.result_id
         GROUP BY t.id, t.provider_id, t.provider, t.framework_slug, t.framework_version, t.element, t.held_on
         ORDER BY t.held_on, t.id"
    );
    Ok(WaitingRow::find_by_statement(sql(connection, &text, values))
        .all(connection)
        .await?)
}
