//! One piece of evidence of a claim.

use super::query::names;
use domain::ids::{ClaimId, EvidenceId};
use domain::sign_off::EvidenceKind;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EvidenceId,
    pub claim_id: ClaimId,
    pub kind: EvidenceKind,
    pub title: String,
    /// The text or the address.
    pub content: Option<String>,
    /// The name of the file in the store of files.
    pub file_key: Option<String>,
    /// The type of the file, judged by its content.
    pub media_type: Option<String>,
    /// The size of the file, in bytes.
    pub size: Option<i64>,
    /// The hash of what it is, in hexadecimal.
    pub sha256: String,
    pub added_at: ChronoDateTimeUtc,
    /// When it was removed.
    pub removed_at: Option<ChronoDateTimeUtc>,
    pub salt: String,
}

names! { EvidenceId => Id, ClaimId => ClaimId }
