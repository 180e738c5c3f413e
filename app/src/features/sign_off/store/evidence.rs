//! The evidence of a claim.

use super::requests::requests_of;
use super::{Claim, editable, touch};
use crate::error::AppError;
use crate::features::journal::{self, Salted, store::Stamp};
use crate::features::people::store::sha256;
use crate::features::sign_off::shown::{Shown, ShownEvidence};
use crate::web::db::sql;
use crate::web::random;
use domain::access::{Permit, actions};
use domain::ids::{ClaimId, EvidenceId};
use domain::journal::{Chain, Event};
use domain::sign_off::EvidenceKind;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// A piece of evidence.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// The claim.
    pub claim_id: ClaimId,
    /// What it is.
    pub kind: EvidenceKind,
    /// Its title; for a file, its name.
    pub title: String,
    /// The text, or the link's address.
    pub content: Option<String>,
    /// Where the file is.
    pub file_key: Option<String>,
    /// The file's type, judged by its content.
    pub media_type: Option<String>,
    /// The file's size, bytes.
    pub size: Option<i64>,
    /// SHA-256 of the file, the text or the address.
    pub sha256: String,
}

impl From<Evidence> for ShownEvidence {
    fn from(evidence: Evidence) -> Self {
        let Evidence {
            id,
            kind,
            title,
            content,
            media_type,
            size,
            sha256,
            ..
        } = evidence;
        Self {
            id,
            kind,
            title,
            content,
            media_type,
            size,
            sha256,
        }
    }
}

const EVIDENCE: &str = "SELECT id, claim_id, kind, title, content, file_key, media_type, size, sha256 FROM evidence";

/// The evidence of a claim, in the order in which it was added.
///
/// # Errors
/// When the database can't be read.
pub async fn evidence(connection: &impl ConnectionTrait, claim: ClaimId) -> Result<Vec<Evidence>, AppError> {
    let text = format!("{EVIDENCE} WHERE claim_id = $1 AND removed_at IS NULL ORDER BY id");
    Ok(Evidence::find_by_statement(sql(connection, &text, [claim.into()]))
        .all(connection)
        .await?)
}

/// One piece of evidence, also one that was removed from the draft after the claim had been sent with it.
///
/// # Errors
/// [`AppError::NotFound`] when the claim has none of that id.
pub async fn one_evidence(
    connection: &impl ConnectionTrait,
    claim: ClaimId,
    id: EvidenceId,
) -> Result<Evidence, AppError> {
    let text = format!("{EVIDENCE} WHERE claim_id = $1 AND id = $2");
    let found = Evidence::find_by_statement(sql(connection, &text, [claim.into(), id.into()]))
        .one(connection)
        .await?;
    found.ok_or(AppError::NotFound)
}

/// Evidence to be added.
#[derive(Clone, Debug)]
pub enum NewEvidence {
    /// A text with its title.
    Text(String, String),
    /// A link with its title.
    Link(String, String),
    /// A file that has been stored.
    File {
        /// Its name as the person has it.
        name: String,
        /// Where it was stored.
        key: String,
        /// Its type, judged by its content.
        media_type: String,
        /// Its size, bytes.
        size: i64,
        /// SHA-256 of its bytes.
        sha256: String,
    },
}

impl NewEvidence {
    /// Whether a piece is the same under the same title.
    fn is(&self, piece: &Evidence) -> bool {
        let (kind, title, hash) = match self {
            Self::Text(title, text) => (EvidenceKind::Text, title, sha256(text)),
            Self::Link(title, address) => (EvidenceKind::Link, title, sha256(address)),
            Self::File { name, sha256, .. } => (EvidenceKind::File, name, sha256.clone()),
        };
        piece.kind == kind && piece.title == *title && piece.sha256 == hash
    }
}

/// Most pieces of evidence a claim may have.
pub const MOST_EVIDENCE: usize = 20;
/// Most pieces that are kept for a claim, with those that were sent once and removed from the draft since.
pub const MOST_KEPT: i64 = 60;
/// Most that the files kept for a claim may come to, bytes: 100 MB.
pub const MOST_BYTES: i64 = 100 * 1024 * 1024;

/// Whether another piece is too many, or its file too large beside the others.
async fn too_much(tx: &DatabaseTransaction, id: ClaimId, new: &NewEvidence) -> Result<Option<String>, AppError> {
    #[derive(FromQueryResult)]
    struct Kept {
        pieces: i64,
        bytes: i64,
    }
    if evidence(tx, id).await?.len() >= MOST_EVIDENCE {
        return Ok(Some(format!(
            "A claim has at most {MOST_EVIDENCE} pieces of evidence. Remove one first."
        )));
    }
    let text =
        "SELECT COUNT(*) AS pieces, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM evidence WHERE claim_id = $1";
    let kept = Kept::find_by_statement(sql(tx, text, [id.into()]))
        .one(tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let size = match new {
        NewEvidence::File { size, .. } => *size,
        _ => 0,
    };
    Ok(if kept.pieces >= MOST_KEPT {
        Some(format!(
            "A claim keeps at most {MOST_KEPT} pieces of evidence, with those that were sent once. Begin another claim for more."
        ))
    } else if kept.bytes + size > MOST_BYTES {
        Some(format!(
            "The files of a claim, with those that were sent once, come to at most {} MB. Choose a smaller file, or remove one that was never sent.",
            MOST_BYTES / (1024 * 1024)
        ))
    } else {
        None
    })
}

/// Adds evidence to a draft, and says whether it did: the same of the same title is not added twice, for a form may be sent
/// twice.
///
/// # Errors
/// [`AppError::Conflict`] when the claim can no longer be changed, or has as much as it may ([`MOST_EVIDENCE`],
/// [`MOST_KEPT`], [`MOST_BYTES`]).
pub async fn add_evidence(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: ClaimId,
    new: NewEvidence,
) -> Result<bool, AppError> {
    let found = editable(tx, permit, id).await?;
    let there = evidence(tx, id).await?;
    if there.iter().any(|piece| new.is(piece)) {
        return Ok(false);
    }
    if let Some(why) = too_much(tx, id, &new).await? {
        return Err(AppError::Conflict(why));
    }
    let row = EvidenceId::new(random::uuid());
    let (kind, title, content, key, media_type, size, hash) = match new {
        NewEvidence::Text(title, text) => (
            EvidenceKind::Text,
            title,
            Some(text.clone()),
            None,
            None,
            None,
            sha256(&text),
        ),
        NewEvidence::Link(title, address) => (
            EvidenceKind::Link,
            title,
            Some(address.clone()),
            None,
            None,
            None,
            sha256(&address),
        ),
        NewEvidence::File {
            name,
            key,
            media_type,
            size,
            sha256,
        } => (
            EvidenceKind::File,
            name,
            None,
            Some(key),
            Some(media_type),
            Some(size),
            sha256,
        ),
    };
    let bytes = size.map(|size| size.to_string());
    let Salted { salt, words } = Salted::new(&[
        Some(&title),
        content.as_deref(),
        key.as_deref(),
        media_type.as_deref(),
        bytes.as_deref(),
        Some(&hash),
    ]);
    tx.execute_raw(sql(
        tx,
        "INSERT INTO evidence (id, claim_id, kind, title, content, file_key, media_type, size, sha256, salt, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [
            row.into(),
            id.into(),
            kind.into(),
            title.into(),
            content.into(),
            key.into(),
            media_type.into(),
            size.into(),
            hash.into(),
            salt.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    touch(tx, stamp, id).await?;
    let event = Event::AddedEvidence {
        evidence: row,
        claim: id,
        kind,
        words,
    };
    journal::write(tx, stamp, Chain::Record(found.enrolment), event).await?;
    Ok(true)
}

/// Takes a piece of evidence out of a draft. What was sent with it once is kept; else the row is gone, and the key of
/// its file is answered, to be deleted once this is committed.
///
/// # Errors
/// [`AppError::NotFound`] when it never was there; [`AppError::Conflict`] when it was removed meanwhile, or the claim can no
/// longer be changed.
pub async fn remove_evidence(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: ClaimId,
    row: EvidenceId,
) -> Result<Option<String>, AppError> {
    let found = editable(tx, permit, id).await?;
    let mut pieces = evidence(tx, id).await?.into_iter();
    let Some(piece) = pieces.find(|piece| piece.id == row) else {
        return Err(gone(tx, &found, row).await?);
    };
    let was_sent = was_sent(tx, id, row).await?;
    let statement = if was_sent {
        let values = [row.into(), stamp.at.into()];
        sql(tx, "UPDATE evidence SET removed_at = $2 WHERE id = $1", values)
    } else {
        sql(tx, "DELETE FROM evidence WHERE id = $1", [row.into()])
    };
    tx.execute_raw(statement).await?;
    touch(tx, stamp, id).await?;
    let event = Event::RemovedEvidence {
        evidence: row,
        claim: id,
        kept: was_sent,
    };
    journal::write(tx, stamp, Chain::Record(found.enrolment), event).await?;
    Ok(piece.file_key.filter(|_| !was_sent))
}

/// Why a piece isn't in the draft. What was never sent has no row any more, so the journal is asked. An id that the claim
/// never had is not told from one that does not exist.
async fn gone(tx: &DatabaseTransaction, claim: &Claim, row: EvidenceId) -> Result<AppError, AppError> {
    let removed = |event: &Event| match event {
        Event::RemovedEvidence {
            evidence, claim: of, ..
        } => *evidence == row && *of == claim.id,
        _ => false,
    };
    let record = journal::store::of_enrolment(tx, claim.enrolment).await?;
    Ok(if record.iter().any(|entry| removed(&entry.event)) {
        AppError::Conflict(String::from("This evidence was removed from the draft already."))
    } else {
        AppError::NotFound
    })
}

/// Whether a supervisor was ever shown it.
///
/// # Errors
/// When the database can't be read.
pub async fn was_sent(connection: &impl ConnectionTrait, id: ClaimId, row: EvidenceId) -> Result<bool, AppError> {
    for request in requests_of(connection, id).await? {
        let shown = Shown::read(&request.shown)?;
        if shown.evidence.iter().any(|piece| piece.id == row) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deletes all evidence of a claim that was never sent, and answers it.
pub(super) async fn delete_all(tx: &DatabaseTransaction, id: ClaimId) -> Result<Vec<Evidence>, AppError> {
    let pieces = evidence(tx, id).await?;
    tx.execute_raw(sql(tx, "DELETE FROM evidence WHERE claim_id = $1", [id.into()]))
        .await?;
    Ok(pieces)
}
