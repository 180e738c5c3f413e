//! What `gradus doctor` reads of sign-off: files of evidence, and what was signed.

use super::store::decisions::{SIGNED_DECISIONS, SignedDecision};
use super::store::verifications::{SIGNED_VERIFICATIONS, SignedVerification};
use crate::error::AppError;
use crate::features::people::store::sha256;
use crate::web::db::sql;
use domain::ids::{ClaimRequestId, EvidenceId};
use futures::TryStreamExt;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use sea_orm::{ConnectionTrait, FromQueryResult, StreamTrait};
use sha2::{Digest, Sha256};

/// A file of evidence as its row describes it.
#[derive(Debug, FromQueryResult)]
pub struct EvidenceFile {
    /// The row's id.
    pub id: EvidenceId,
    /// Where the file is.
    pub key: String,
    /// Its size, bytes.
    pub size: Option<i64>,
    /// Its hash.
    pub sha256: String,
}

/// A file of evidence as it lies in the store.
#[derive(Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its size, bytes.
    pub size: u64,
    /// Its hash.
    pub sha256: String,
}

/// Reads a file of evidence and hashes it piece by piece, so that a large one needs no more memory than a small one.
///
/// # Errors
/// When the file isn't there or can't be read to its end.
pub async fn stored_file(store: &dyn ObjectStore, file: &EvidenceFile) -> object_store::Result<StoredFile> {
    let found = store.get(&Key::from(file.key.as_str())).await?;
    let size = found.meta.size;
    let mut hash = Sha256::new();
    let mut pieces = found.into_stream();
    while let Some(piece) = pieces.try_next().await? {
        hash.update(&piece);
    }
    let sha256 = hex::encode(hash.finalize());
    Ok(StoredFile { size, sha256 })
}

/// Every file of evidence.
///
/// # Errors
/// When the database can't be read.
pub async fn evidence_files(connection: &impl ConnectionTrait) -> Result<Vec<EvidenceFile>, AppError> {
    Ok(EvidenceFile::find_by_statement(sql(
        connection,
        "SELECT id, file_key AS key, size, sha256 FROM evidence WHERE file_key IS NOT NULL ORDER BY id",
        [],
    ))
    .all(connection)
    .await?)
}

/// A hash as it is stored, and as the rows make it.
#[derive(Debug)]
pub struct Signature {
    /// What was hashed.
    pub of: String,
    /// As stored.
    pub stored: String,
    /// As the rows make it now.
    pub made: String,
}

#[derive(FromQueryResult)]
struct ShownRow {
    id: ClaimRequestId,
    shown: String,
    shown_sha256: String,
}

#[derive(FromQueryResult)]
struct DecisionRow {
    #[sea_orm(nested)]
    signed: SignedDecision,
    signed_sha256: String,
}

#[derive(FromQueryResult)]
struct VerificationRow {
    #[sea_orm(nested)]
    signed: SignedVerification,
    signed_sha256: String,
}

/// Every hash of what was shown and of what was signed, made again row by row: the texts are not all held at once.
///
/// # Errors
/// When the database can't be read.
pub async fn signatures(connection: &(impl ConnectionTrait + StreamTrait)) -> Result<Vec<Signature>, AppError> {
    let mut found = Vec::new();
    let shown = "SELECT id, shown, shown_sha256 FROM claim_request ORDER BY id";
    let statement = sql(connection, shown, []);
    let mut rows = ShownRow::find_by_statement(statement).stream(connection).await?;
    while let Some(row) = rows.try_next().await? {
        found.push(Signature {
            of: format!("what request {} shows", row.id),
            stored: row.shown_sha256,
            made: sha256(&row.shown),
        });
    }
    drop(rows);
    let statement = sql(connection, &format!("{SIGNED_DECISIONS} ORDER BY d.request_id"), []);
    let mut rows = DecisionRow::find_by_statement(statement).stream(connection).await?;
    while let Some(row) = rows.try_next().await? {
        found.push(Signature {
            of: format!("the decision on request {}", row.signed.request),
            stored: row.signed_sha256,
            made: row.signed.sha256()?.to_string(),
        });
    }
    drop(rows);
    let statement = sql(connection, &format!("{SIGNED_VERIFICATIONS} ORDER BY v.request_id"), []);
    let mut rows = VerificationRow::find_by_statement(statement).stream(connection).await?;
    while let Some(row) = rows.try_next().await? {
        found.push(Signature {
            of: format!("the verification on request {}", row.signed.request),
            stored: row.signed_sha256,
            made: row.signed.sha256()?.to_string(),
        });
    }
    Ok(found)
}
