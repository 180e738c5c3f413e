//! The evidence of a claim.

use super::{Claim, touch};
use crate::entities::evidence::{self as piece, Column, Entity};
use crate::entities::{claim, enrolment, signing_request};
use crate::journal;
use crate::prelude::stores::*;
use domain::access::actions;
use domain::journal::Digest;
use domain::sign_off::{EvidenceKind, ShownEvidence};

/// A piece of evidence.
pub type Evidence = piece::Model;

impl From<Evidence> for ShownEvidence {
    fn from(piece: Evidence) -> Self {
        Self {
            id: piece.id,
            kind: piece.kind,
            title: piece.title,
            content: piece.content,
            media_type: piece.media_type,
            size: piece.size,
            sha256: piece.sha256,
        }
    }
}

/// The evidence of a claim, in the order in which it was added.
pub async fn evidence(connection: &impl ConnectionTrait, claim: ClaimId) -> Result<Vec<Evidence>, AppError> {
    let in_draft = Entity::find().of(claim).filter(Column::RemovedAt.is_null());
    let in_order = in_draft.order_by_asc(Column::AddedAt).order_by_asc(Column::Id);
    Ok(in_order.all(connection).await?)
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
    let found = Entity::find_by_id(id).of(claim).one(connection).await?;
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
    /// As a row, and as it is said with its words.
    pub fn row(self, claim: ClaimId, at: DateTime<Utc>) -> Result<(Evidence, Event, Words), AppError> {
        let mut row = Evidence {
            id: EvidenceId::new(random::uuid()),
            claim_id: claim,
            kind: EvidenceKind::Text,
            title: String::new(),
            content: None,
            file_key: None,
            media_type: None,
            size: None,
            sha256: String::new(),
            salt: String::new(),
            added_at: at,
            removed_at: None,
        };
        match self {
            Self::Text(title, content) => {
                (row.title, row.sha256, row.content) = (title, Digest::of(&content).to_string(), Some(content));
            }
            Self::Link(title, address) => {
                row.kind = EvidenceKind::Link;
                (row.title, row.sha256, row.content) = (title, Digest::of(&address).to_string(), Some(address));
            }
            Self::File { name, key, media_type, size, sha256 } => {
                row.kind = EvidenceKind::File;
                (row.title, row.sha256) = (name, sha256);
                (row.file_key, row.media_type, row.size) = (Some(key), Some(media_type), Some(size));
            }
        }
        let words = Words::new(piece::ActiveModel {
            title: Set(row.title.clone()),
            content: Set(row.content.clone()),
            file_key: Set(row.file_key.clone()),
            media_type: Set(row.media_type.clone()),
            size: Set(row.size),
            sha256: Set(row.sha256.clone()),
            ..Default::default()
        })?;
        let event = Event::AddedEvidence { evidence: row.id, claim, kind: row.kind, words: words.digest() };
        Ok((row, event, words))
    }
}

/// Most pieces of evidence a claim may have.
pub const MOST_EVIDENCE: usize = 20;
/// Most pieces that are kept for a claim, with those that were sent once and removed from the draft since.
pub const MOST_KEPT: usize = 60;
/// Most that the files kept for a claim may come to, bytes: 100 MB.
pub const MOST_BYTES: i64 = 100 * 1024 * 1024;

/// Most that the files kept of all claims in a record may come to, bytes: 2 GB.
pub const MOST_OF_RECORD: i64 = 2 * 1024 * 1024 * 1024;

/// What came of adding a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was added.
    New,
    /// The same is there under the same title.
    ThereAlready,
    /// It was not added.
    No(TooMuch),
}

/// Of what a claim has as much as it may, with the most that there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// Pieces in the draft ([`MOST_EVIDENCE`]).
    Pieces(usize),
    /// Pieces that are kept ([`MOST_KEPT`]).
    Kept(usize),
    /// Bytes of the files that are kept ([`MOST_BYTES`]).
    Bytes(i64),
    /// Bytes of the files that are kept of all claims ([`MOST_OF_RECORD`]).
    OfRecord(i64),
}

/// Whether another piece is too many, or its file too large beside the others of its claim and of the other claims.
async fn too_much(
    connection: &impl ConnectionTrait,
    in_draft: usize,
    new: &Evidence,
    enrolment: EnrolmentId,
) -> Result<Option<TooMuch>, AppError> {
    if in_draft >= MOST_EVIDENCE {
        return Ok(Some(TooMuch::Pieces(MOST_EVIDENCE)));
    }
    let kept = Entity::find().of(new.claim_id).select_only().column(Column::Size);
    let sizes: Vec<Option<i64>> = kept.into_tuple().all(connection).await?;
    let bytes: i64 = sizes.iter().flatten().sum();
    let size = new.size.unwrap_or_default();
    Ok(if sizes.len() >= MOST_KEPT {
        Some(TooMuch::Kept(MOST_KEPT))
    } else if bytes + size > MOST_BYTES {
        Some(TooMuch::Bytes(MOST_BYTES))
    } else if size > 0 && kept_of(connection, enrolment).await? + size > MOST_OF_RECORD {
        Some(TooMuch::OfRecord(MOST_OF_RECORD))
    } else {
        None
    })
}

/// How much the files of all claims in the record of an enrolment come to, bytes.
async fn kept_of(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<i64, AppError> {
    let of_record = enrolment::Column::RecordId.in_subquery(enrolment::Entity::record_of(enrolment));
    let enrolments = enrolment::Entity::find().filter(of_record).select_only().column(enrolment::Column::Id);
    let of_them = claim::Column::EnrolmentId.in_subquery(enrolments.into_query());
    let claims = claim::Entity::find().filter(of_them).select_only().column(claim::Column::Id);
    let kept = Entity::find().filter(Column::ClaimId.in_subquery(claims.into_query())).select_only();
    let sizes: Vec<Option<i64>> = kept.column(Column::Size).into_tuple().all(connection).await?;
    Ok(sizes.iter().flatten().sum())
}

/// Adds evidence to a draft. The same under the same title is not added twice.
pub async fn add_evidence(may: &May<'_, actions::WriteClaim>, new: NewEvidence) -> Result<Added, AppError> {
    let (read, stamp) = (may.tx().read().await?, may.stamp());
    let there = evidence(&read, may.on()).await?;
    let (row, event, words) = new.row(may.on(), stamp.at)?;
    let is_same = |piece: &Evidence| (piece.kind, &piece.title, &piece.sha256) == (row.kind, &row.title, &row.sha256);
    if there.iter().any(is_same) {
        return Ok(Added::ThereAlready);
    }
    if let Some(too_much) = too_much(&read, there.len(), &row, may.state().enrolment_id).await? {
        return Ok(Added::No(too_much));
    }
    may.says(event, &[words]).await?;
    touch(may.writer(), may.on()).await?;
    Ok(Added::New)
}

/// Takes a piece of evidence out of a draft. What was sent with it once is kept; else the row is gone, and the key of
/// its file is answered, to be deleted once this is committed.
///
/// # Errors
/// [`AppError::NotFound`] when it never was there; [`AppError::Conflict`] when it was removed meanwhile.
pub async fn remove_evidence(may: &May<'_, actions::WriteClaim>, id: EvidenceId) -> Result<Option<String>, AppError> {
    let (read, claim) = (may.tx().read().await?, may.on());
    let mut pieces = evidence(&read, claim).await?.into_iter();
    let Some(piece) = pieces.find(|piece| piece.id == id) else {
        return Err(gone(&read, may.state(), id).await?);
    };
    let kept = was_sent(&read, claim, id).await?;
    may.says(Event::RemovedEvidence { evidence: id, claim, kept }, &[]).await?;
    touch(may.writer(), claim).await?;
    Ok(piece.file_key.filter(|_| !kept))
}

/// Why a piece isn't in the draft. What was never sent has no row any more, so the journal is asked. An id that the claim
/// never had is not told from one that does not exist.
async fn gone(connection: &impl ConnectionTrait, claim: &Claim, row: EvidenceId) -> Result<AppError, AppError> {
    let removed = |event: &Event| match event {
        Event::RemovedEvidence { evidence, claim: of, .. } => *evidence == row && *of == claim.id,
        _ => false,
    };
    let record = journal::store::naming(connection, claim.enrolment_id, row).await?;
    Ok(if record.iter().any(|entry| removed(&entry.event)) {
        AppError::Conflict(String::from("This evidence was removed from the draft already."))
    } else {
        AppError::NotFound
    })
}

/// Whether a supervisor was ever shown it.
pub async fn was_sent(connection: &impl ConnectionTrait, id: ClaimId, row: EvidenceId) -> Result<bool, AppError> {
    // As the text names it: words that somebody wrote stand in it with other quotation marks.
    let named = signing_request::Column::Shown.contains(format!("\"id\":\"{row}\""));
    let sent = signing_request::Entity::find().select_only().column(signing_request::Column::Id);
    let found = sent.of(id).filter(named).into_tuple::<SigningRequestId>().one(connection).await?;
    Ok(found.is_some())
}
