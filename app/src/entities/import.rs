//! A file from which results of a sitting are recorded.

use super::query::names;
use super::{organisation, person};
use domain::ids::{ImportId, OrganisationId, PersonId, SittingId};
use domain::journal::Digest;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    pub provider_id: OrganisationId,
    pub sitting_id: SittingId,
    /// The name of the file as it was uploaded.
    pub file_name: String,
    /// The hash of its bytes, in hexadecimal.
    pub file_sha256: Digest,
    pub salt: String,
    pub began_by: PersonId,
    pub began_at: ChronoDateTimeUtc,
    /// When it was thrown away, before anything was written.
    pub discarded_at: Option<ChronoDateTimeUtc>,
    pub written_at: Option<ChronoDateTimeUtc>,
    /// How many results were recorded from it.
    pub written: Option<i64>,
    /// The hash of what they were recorded from: how its columns were matched, what was read, and what became of each row.
    pub recorded_sha256: Option<Digest>,
    /// How many rows it has, besides the headings.
    pub row_count: i64,
    /// Which column says what: `domain::imports::Columns` as JSON.
    pub columns: Option<String>,
    /// How many rows have their verdict.
    pub checked: i64,
    #[sea_orm(belongs_to, from = "sitting_id", to = "id")]
    pub sitting: BelongsTo<super::sitting::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Provider", from = "provider_id", to = "id")]
    pub provider: BelongsTo<organisation::Entity>,
    #[sea_orm(belongs_to, relation_enum = "Importer", from = "began_by", to = "id")]
    pub importer: BelongsTo<person::Entity>,
}

names! { ImportId => Id, OrganisationId => ProviderId, SittingId => SittingId }
