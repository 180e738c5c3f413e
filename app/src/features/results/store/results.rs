//! One result, whether it stands or not.

use super::{Recorded, candidates_of};
use crate::entities::person::name_of;
use crate::entities::{enrolment, record, result, result_confirmation, sitting};
use crate::prelude::stores::*;
use domain::standing::Outcome;

/// One result, with what became of it.
#[derive(Clone, Debug)]
pub struct OneResult {
    pub id: ResultId,
    pub sitting: SittingId,
    /// The assessment or course.
    pub element: String,
    /// The day of the sitting.
    pub held_on: NaiveDate,
    pub enrolment: EnrolmentId,
    pub trainee: PersonId,
    pub name: String,
    /// Which of the candidate's results at the sitting it is, from 1.
    pub round: i64,
    /// What came of it.
    pub outcome: Outcome,
    pub mark: Option<String>,
    pub recorded_by: PersonId,
    /// Who confirmed it, and on which day.
    pub confirmed: Option<(String, NaiveDate)>,
    /// Whether another one took its place.
    pub is_superseded: bool,
}

/// One result.
pub async fn result(connection: &impl ConnectionTrait, id: ResultId) -> Result<OneResult, AppError> {
    results(connection, &[id]).await?.pop().ok_or(AppError::NotFound)
}

/// Several, of those that are there.
pub async fn results(connection: &impl ConnectionTrait, ids: &[ResultId]) -> Result<Vec<OneResult>, AppError> {
    #[derive(DerivePartialModel)]
    #[sea_orm(entity = "result::Entity")]
    struct Row {
        id: ResultId,
        sitting_id: SittingId,
        #[sea_orm(from_expr = "sitting::Column::Element")]
        element: String,
        #[sea_orm(from_expr = "sitting::Column::HeldOn")]
        held_on: NaiveDate,
        enrolment_id: EnrolmentId,
        trainee_id: PersonId,
        #[sea_orm(from_expr = "record::Column::Name")]
        name: String,
        round: i64,
        outcome: Outcome,
        mark: Option<String>,
        recorded_by: PersonId,
        #[sea_orm(from_expr = "name_of(\"confirmer\")")]
        confirmed_by: Option<String>,
        #[sea_orm(from_expr = "result_confirmation::Column::ConfirmedOn")]
        confirmed_on: Option<NaiveDate>,
        #[sea_orm(from_expr = "Expr::col((\"newer\", result::Column::Id))")]
        superseded_by: Option<ResultId>,
    }
    let found: Vec<Row> = result::Entity::find()
        .of_any(ids)
        .join(JoinType::InnerJoin, result::Relation::Sitting.def())
        .join(JoinType::InnerJoin, result::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Record.def())
        .join(JoinType::LeftJoin, result_confirmation::Relation::Result.def().rev())
        .join_as(JoinType::LeftJoin, result_confirmation::Relation::Confirmer.def(), "confirmer")
        .join_as_rev(JoinType::LeftJoin, result::Relation::Superseded.def(), "newer")
        .into_partial_model()
        .all(connection)
        .await?;
    let result = |found: Row| OneResult {
        id: found.id,
        sitting: found.sitting_id,
        element: found.element,
        held_on: found.held_on,
        enrolment: found.enrolment_id,
        trainee: found.trainee_id,
        name: found.name,
        round: found.round,
        outcome: found.outcome,
        mark: found.mark,
        recorded_by: found.recorded_by,
        confirmed: found.confirmed_by.zip(found.confirmed_on),
        is_superseded: found.superseded_by.is_some(),
    };
    Ok(found.into_iter().map(result).collect())
}

/// The result that stands in the place of one that was corrected.
pub async fn stands(
    connection: &impl ConnectionTrait,
    before: &OneResult,
    today: NaiveDate,
) -> Result<Recorded, AppError> {
    let found = candidates_of(connection, before.sitting, &[before.enrolment], today).await?;
    let stands = found.into_iter().find_map(|candidate| candidate.result);
    stands.ok_or(AppError::NotFound)
}
