//! The files from which results of sittings are recorded, and how far each is.

use crate::entities::person::name_of;
use crate::entities::{import, import_settlement, provisional_result, result, sitting};
use crate::features::record::store::known_to;
use crate::prelude::stores::*;
use crate::web::names::by_name;
use domain::access::Subject;
use domain::imports::{Columns, ImportEnd};
use domain::journal::Digest;
use sea_orm::sea_query::ExprTrait;
use std::collections::HashMap;

/// One file.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "import::Entity")]
pub struct Import {
    pub id: ImportId,
    pub provider_id: OrganisationId,
    pub sitting_id: SittingId,
    /// Its name, as it was uploaded.
    pub file_name: String,
    /// The hash of its bytes.
    pub file_sha256: Digest,
    pub began_by: PersonId,
    #[sea_orm(from_expr = "name_of(\"importer\")")]
    pub importer: String,
    pub began_at: DateTime<Utc>,
    /// When it was thrown away.
    pub discarded_at: Option<DateTime<Utc>>,
    pub written_at: Option<DateTime<Utc>>,
    /// How many results were recorded from it.
    pub written: Option<i64>,
    /// How many rows it has, besides the headings.
    pub row_count: i64,
    /// Which column says what, as JSON.
    pub columns: Option<String>,
    /// How many rows have their verdict.
    pub checked: i64,
    /// Whether a result of it waits for a second person.
    #[sea_orm(from_expr = "waits()")]
    pub waits: bool,
    /// How it ended, once a second person has looked at it.
    #[sea_orm(nested)]
    pub settled: Option<Settlement>,
}

/// How a file ended.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "import_settlement::Entity")]
pub struct Settlement {
    pub settled: ImportEnd,
    #[sea_orm(from_expr = "name_of(\"settler\")")]
    pub by: String,
    #[sea_orm(from_col = "settled_on")]
    pub on: NaiveDate,
    /// Why it was declined.
    pub reason: Option<String>,
}

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// It is uploaded; nobody has said which column says what.
    Columns,
    /// Its rows are being checked.
    Checking,
    /// Every row has its verdict, and nothing is written.
    Checked,
    /// Results were recorded, and wait for a second person.
    Written,
    /// Nobody has looked at them together, and none waits any more: each was confirmed or corrected by itself.
    LookedAt,
    /// A second person has confirmed them.
    Confirmed,
    /// A second person has declined to.
    Declined,
    /// It was thrown away.
    Discarded,
}

impl Import {
    /// How far it is.
    pub fn state(&self) -> ImportState {
        match &self.settled {
            _ if self.discarded_at.is_some() => ImportState::Discarded,
            Some(one) if one.settled == ImportEnd::Confirmed => ImportState::Confirmed,
            Some(_) => ImportState::Declined,
            None if self.written_at.is_some() && self.waits => ImportState::Written,
            None if self.written_at.is_some() => ImportState::LookedAt,
            None if self.columns.is_none() => ImportState::Columns,
            None if self.checked < self.row_count => ImportState::Checking,
            None => ImportState::Checked,
        }
    }

    /// Which column says what.
    pub fn matched(&self) -> Result<Option<Columns>, AppError> {
        Ok(self.columns.as_deref().map(serde_json::from_str).transpose()?)
    }

    /// What a rule of access may look at.
    pub fn subject(&self) -> Subject {
        Subject { recorded_by: Some(self.began_by), ..Subject::of_organisation(self.provider_id) }
    }
}

/// Whether the file of a result was declined.
pub(super) fn of_declined() -> Expr {
    let its = Expr::col((import_settlement::Entity, import_settlement::Column::ImportId));
    let declined = import_settlement::Entity::find()
        .filter(its.equals((result::Entity, result::Column::ImportId)))
        .filter(import_settlement::Column::Settled.eq(ImportEnd::Declined))
        .select_only()
        .column(import_settlement::Column::ImportId);
    Expr::exists(declined.into_query())
}

/// Whether a result came back: it waits, and its file was declined.
pub fn came_back_to_be_mended() -> Expr {
    let its = Expr::col((provisional_result::Entity, provisional_result::Column::ResultId));
    let waits = provisional_result::Entity::find()
        .filter(its.equals((result::Entity, result::Column::Id)))
        .select_only()
        .column(provisional_result::Column::ResultId);
    of_declined().and(Expr::exists(waits.into_query()))
}

fn waits() -> Expr {
    let of_it = Expr::col((result::Entity, result::Column::ImportId)).equals((import::Entity, import::Column::Id));
    let waiting = result::Entity::find()
        .join(JoinType::InnerJoin, provisional_result::Relation::Result.def().rev())
        .filter(of_it)
        .select_only()
        .column(result::Column::Id);
    Expr::exists(waiting.into_query())
}

fn find() -> Select<import::Entity> {
    import::Entity::find()
        .join_as(JoinType::InnerJoin, import::Relation::Importer.def(), "importer")
        .join(JoinType::LeftJoin, import_settlement::Relation::Import.def().rev())
        .join_as(JoinType::LeftJoin, import_settlement::Relation::Settler.def(), "settler")
}

/// One file.
pub async fn import(connection: &impl ConnectionTrait, id: ImportId) -> Result<Import, AppError> {
    find().of(id).into_partial_model().one(connection).await?.ok_or(AppError::NotFound)
}

/// The files of a sitting that were not thrown away, the last first; of more than a few the last.
pub async fn imports_at(connection: &impl ConnectionTrait, sitting: SittingId) -> Result<Vec<Import>, AppError> {
    const SHOWN: u64 = 20;
    let kept = find().of(sitting).filter(import::Column::DiscardedAt.is_null());
    let last_first = kept.order_by_desc(import::Column::BeganAt).order_by_desc(import::Column::Id);
    Ok(last_first.limit(SHOWN).into_partial_model().all(connection).await?)
}

/// The files that somebody uploaded at some providers, that a second person declined to confirm and of which results still wait, the
/// last first.
pub async fn came_back(
    connection: &impl ConnectionTrait,
    providers: &[OrganisationId],
    to: PersonId,
) -> Result<Vec<Import>, AppError> {
    let own = find().of_any(providers).filter(import::Column::BeganBy.eq(to));
    let declined = own.filter(import_settlement::Column::Settled.eq(ImportEnd::Declined)).filter(waits());
    let last_first = declined.order_by_desc(import::Column::BeganAt).order_by_desc(import::Column::Id);
    Ok(last_first.into_partial_model().all(connection).await?)
}

/// Whose results of some files still wait, by name.
pub async fn left_of(
    connection: &impl ConnectionTrait,
    files: &[ImportId],
) -> Result<HashMap<ImportId, Vec<String>>, AppError> {
    let rows: Vec<(ImportId, OrganisationId, EnrolmentId)> = result::Entity::find()
        .of_any(files)
        .join(JoinType::InnerJoin, provisional_result::Relation::Result.def().rev())
        .join(JoinType::InnerJoin, result::Relation::Sitting.def())
        .select_only()
        .column(result::Column::ImportId)
        .column(sitting::Column::ProviderId)
        .column(result::Column::EnrolmentId)
        .order_by_asc(result::Column::Id)
        .into_tuple()
        .all(connection)
        .await?;
    let mut at: HashMap<(ImportId, OrganisationId), Vec<EnrolmentId>> = HashMap::new();
    for (file, provider, enrolment) in rows {
        at.entry((file, provider)).or_default().push(enrolment);
    }
    let mut left = HashMap::new();
    for ((file, provider), enrolments) in at {
        let known = known_to(connection, provider, &enrolments).await?;
        let names: Vec<String> =
            enrolments.iter().filter_map(|id| known.get(id)).map(|known| known.name.clone()).collect();
        left.insert(file, by_name(names, String::as_str));
    }
    Ok(left)
}

/// The results of a file that wait for a second person, each with whose it is.
pub async fn whose_wait(
    connection: &impl ConnectionTrait,
    file: ImportId,
) -> Result<Vec<(ResultId, EnrolmentId)>, AppError> {
    let waits = result::Entity::find()
        .of(file)
        .join(JoinType::InnerJoin, provisional_result::Relation::Result.def().rev())
        .select_only()
        .columns([result::Column::Id, result::Column::EnrolmentId])
        .order_by_asc(result::Column::Id);
    Ok(waits.into_tuple().all(connection).await?)
}

/// The results of a file that wait for a second person.
pub async fn waiting_of(connection: &impl ConnectionTrait, file: ImportId) -> Result<Vec<ResultId>, AppError> {
    Ok(whose_wait(connection, file).await?.into_iter().map(|(id, _)| id).collect())
}
