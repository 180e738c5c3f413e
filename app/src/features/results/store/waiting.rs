//! Results that wait for a second person, by sitting.

use super::files::of_declined;
use super::sittings::Sitting;
use crate::entities::{provisional_result, result, sitting};
use crate::prelude::stores::*;
use sea_orm::sea_query::ExprTrait;
use std::collections::HashMap;

/// A sitting with provisional results, as one officer sees it.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    pub sitting: Sitting,
    /// Provisional results that the officer may confirm: neither recorded by them nor their own.
    pub to_confirm: i64,
    /// Provisional results that they recorded, for someone else to confirm.
    pub recorded: i64,
}

/// The sittings of these providers with results that wait for a second person, the longest ago first. Those of a declined file have
/// come back to whoever uploaded it.
pub async fn waiting(
    connection: &impl ConnectionTrait,
    providers: &[OrganisationId],
    officer: PersonId,
) -> Result<Vec<WaitingRow>, AppError> {
    let recorded = result::Column::RecordedBy.eq(officer);
    let to_confirm = result::Column::RecordedBy.ne(officer).and(result::Column::TraineeId.ne(officer));
    let counted: Vec<(SittingId, i64, i64)> = provisional_result::Entity::find()
        .select_only()
        .column(provisional_result::Column::SittingId)
        .column_as(counting(to_confirm), "to_confirm")
        .column_as(counting(recorded), "recorded")
        .join(JoinType::InnerJoin, provisional_result::Relation::Result.def())
        .join(JoinType::InnerJoin, provisional_result::Relation::Sitting.def())
        .filter(sitting::Column::ProviderId.is_in(providers.iter().copied()))
        .filter(of_declined().not())
        .group_by(provisional_result::Column::SittingId)
        .into_tuple()
        .all(connection)
        .await?;
    let mut counted: HashMap<SittingId, (i64, i64)> =
        counted.into_iter().map(|(id, to_confirm, recorded)| (id, (to_confirm, recorded))).collect();
    let waits = provisional_result::Entity::find().select_only().column(provisional_result::Column::SittingId);
    let sittings: Vec<Sitting> = Sitting::find()
        .of_any(providers)
        .filter(sitting::Column::Id.in_subquery(waits.into_query()))
        .order_by_asc(sitting::Column::HeldOn)
        .order_by_asc(sitting::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?;
    let row = |sitting: Sitting| {
        let (to_confirm, recorded) = counted.remove(&sitting.id)?;
        Some(WaitingRow { sitting, to_confirm, recorded })
    };
    Ok(sittings.into_iter().filter_map(row).collect())
}

/// How many rows a condition holds of.
fn counting(condition: Expr) -> Expr {
    let one_or_none: Expr = Expr::case(condition, 1).finally(0).into();
    one_or_none.sum()
}
