//! What `gradus doctor` reads of sign-off: files of evidence, and what was signed.

use super::store::requests::{self, Row};
use crate::entities::{claim, evidence, prior_learning, signing_request};
use crate::prelude::stores::*;
use domain::journal::Digest;
use domain::sign_off::Shown;
use domain::standing::ClaimOutcome;
use futures::TryStreamExt;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// A file of evidence as its row describes it.
#[derive(Debug)]
pub struct EvidenceFile {
    /// The row that names it: "evidence 01…".
    pub of: String,
    /// Where the file is.
    pub key: String,
    pub size: Option<i64>,
    pub sha256: String,
}

/// A file of evidence as it lies in the store.
#[derive(Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub size: u64,
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

/// Every file of evidence, and of the proof of what is held from before.
pub async fn evidence_files(connection: &impl ConnectionTrait) -> Result<Vec<EvidenceFile>, AppError> {
    let rows = evidence::Entity::find()
        .filter(evidence::Column::FileKey.is_not_null())
        .order_by_asc(evidence::Column::Id)
        .all(connection)
        .await?;
    let file = |row: evidence::Model| {
        let of = format!("evidence {}", row.id);
        Some(EvidenceFile { of, key: row.file_key?, size: row.size, sha256: row.sha256 })
    };
    let proofs = prior_learning::Entity::find()
        .filter(prior_learning::Column::FileKey.is_not_null())
        .order_by_asc(prior_learning::Column::Id)
        .all(connection)
        .await?;
    let proof = |row: prior_learning::Model| {
        let of = format!("prior learning {}", row.id);
        Some(EvidenceFile { of, key: row.file_key?, size: row.size, sha256: row.sha256.unwrap_or_default() })
    };
    Ok(rows.into_iter().filter_map(file).chain(proofs.into_iter().filter_map(proof)).collect())
}

/// A hash as it is stored, and as the rows make it.
#[derive(Debug)]
pub struct Signature {
    pub of: String,
    pub stored: String,
    /// As the rows make it now.
    pub made: String,
}

fn days(days: Option<(NaiveDate, NaiveDate)>) -> String {
    days.map_or_else(String::new, |(from, until)| format!("{from} {until}"))
}

/// Rows of one kind that are read at once: the texts are not all held in memory.
const AT_ONCE: u64 = 500;

/// Every hash of what was shown and of what was signed, made again row by row.
pub async fn signatures(connection: &impl ConnectionTrait) -> Result<Vec<Signature>, AppError> {
    let mut found = Vec::new();
    let mut requests = requests::find().cursor_by(signing_request::Column::Id).into_partial_model::<Row>();
    requests.first(AT_ONCE);
    loop {
        let rows = requests.all(connection).await?;
        let Some(last) = rows.last() else { break };
        requests.after(last.request.id);
        found.extend(claims_as_sent(connection, &rows).await?);
        for Row { request, signature, .. } in rows {
            let id = request.id;
            let sent = Digest::of(&request.shown).to_string();
            if let Some(signature) = signature {
                found.push(Signature {
                    of: format!("the signature on request {id}"),
                    made: signature.signed()?.sha256()?.to_string(),
                    stored: signature.signed_sha256,
                });
                found.push(Signature {
                    of: format!("what was shown when request {id} was signed"),
                    made: signature.shown.map_or_else(|| sent.clone(), |shown| Digest::of(&shown).to_string()),
                    stored: signature.shown_sha256,
                });
            }
            let stored = days(request.happened_from.zip(request.happened_until));
            let made = days(Shown::read(&request.shown).ok().as_ref().and_then(Shown::days));
            found.push(Signature { of: format!("the days of the work that request {id} shows"), made, stored });
            found.push(Signature { of: format!("what request {id} shows"), made: sent, stored: request.shown_sha256 });
        }
    }
    Ok(found)
}

/// Claims that nobody may write in, each beside what of it was sent: while it waits, and once it was found met and that stands.
async fn claims_as_sent(connection: &impl ConnectionTrait, rows: &[Row]) -> Result<Vec<Signature>, AppError> {
    let is_met = |row: &Row| {
        row.withdrawal.is_none() && row.signature.as_ref().is_some_and(|one| one.outcome == ClaimOutcome::Met.code())
    };
    let shown: HashMap<ClaimId, Shown> = rows
        .iter()
        .filter(|row| row.request.is_open || is_met(row))
        .filter_map(|row| Some((row.request.claim_id?, Shown::read(&row.request.shown).ok()?)))
        .collect();
    let ids: Vec<ClaimId> = shown.keys().copied().collect();
    let claims = claim::Entity::find().of_any(&ids).order_by_asc(claim::Column::Id).all(connection).await?;
    let beside = claims.into_iter().filter_map(|row| {
        let sent = shown.get(&row.id)?.claim()?;
        let of = format!("the claim {} as it was sent", row.id);
        let made = format!("{} {} {}", days(row.happened_from.zip(row.happened_until)), row.redacted, row.narrative);
        let stored =
            format!("{} {} {}", days(Some((sent.happened_from, sent.happened_until))), sent.redacted, sent.narrative);
        Some(Signature { of, stored, made })
    });
    Ok(beside.collect())
}
