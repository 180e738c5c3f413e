//! What one candidate achieved in a sitting. A correction is a row that supersedes another.

use super::query::names;
use super::{enrolment, import_settlement, person, provisional_result};
use domain::ids::{EnrolmentId, ImportId, PersonId, ResultId, SittingId};
use domain::standing::Outcome;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait, Query};
use sea_orm::{Condition, RelationDef};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "result")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResultId,
    pub sitting_id: SittingId,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    /// Which of the candidate's results of the sitting it is, from 1, counted on where its day is corrected.
    pub round: i64,
    /// What came of it.
    pub outcome: Outcome,
    /// The mark, in the provider's words.
    pub mark: Option<String>,
    pub recorded_by: PersonId,
    pub recorded_at: ChronoDateTimeUtc,
    pub supersedes: Option<ResultId>,
    /// Why it was corrected.
    pub reason: Option<String>,
    /// The file from which it was recorded.
    pub import_id: Option<ImportId>,
    pub salt: String,
    #[sea_orm(belongs_to, from = "sitting_id", to = "id")]
    pub sitting: BelongsTo<super::sitting::Entity>,
    #[sea_orm(belongs_to, from = "enrolment_id", to = "id")]
    pub enrolment: BelongsTo<enrolment::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Recorder", from = "recorded_by", to = "id")]
    pub recorder: BelongsTo<person::Entity>,
    /// The result that it corrects.
    #[sea_orm(self_ref, relation_enum = "Superseded", from = "supersedes", to = "id")]
    pub superseded: BelongsTo<Option<Entity>>,
}

impl Entity {
    /// Whether a result stands: no other took its place.
    // The table is looked at a second time, by another name: by its own the condition would be about itself.
    pub fn stands() -> Expr {
        let newer = Alias::new("newer");
        let supersedes = || Expr::col((newer.clone(), Column::Supersedes));
        let in_its_place = supersedes().is_not_null().and(supersedes().equals((Entity, Column::Id)));
        let newer = Query::select().expr(Expr::value(1)).from_as(Entity, newer).and_where(in_its_place).take();
        Expr::exists(newer).not()
    }

    /// How the file ended from which it was recorded.
    pub fn file() -> RelationDef {
        let file = Self::belongs_to(import_settlement::Entity).from(Column::ImportId);
        file.to(import_settlement::Column::ImportId).into()
    }

    /// Whether a result says, and a second person has confirmed it, that the candidate was not there.
    pub fn is_taken_back() -> Condition {
        let own = Expr::col((Entity, Column::Id));
        let waits = Query::select()
            .expr(Expr::value(1))
            .from(provisional_result::Entity)
            .and_where(Expr::col((provisional_result::Entity, provisional_result::Column::ResultId)).eq(own))
            .take();
        Condition::all().add(Column::Outcome.eq(Outcome::NotSat)).add(Expr::exists(waits).not())
    }
}

names! { ResultId => Id, SittingId => SittingId, EnrolmentId => EnrolmentId, ImportId => ImportId }
