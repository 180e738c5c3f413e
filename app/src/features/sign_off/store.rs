//! Reading and writing claims and their evidence.

use crate::design::tag::Tone;
use crate::error::AppError;
use crate::features::enrolments::case;
use crate::features::journal::store::{self as journal, Event, Stamp};
use crate::features::people::store::sha256;
use crate::web::clock::civil_date;
use crate::web::db::sql;
use crate::web::random;
use crate::web::request::ZONE;
use chrono::{DateTime, NaiveDate, Utc};
use domain::access::{Permit, actions};
use domain::ids::{ClaimId, EnrolmentId, PersonId, RowId};
use domain::sign_off::Draft;
use domain::standing::ClaimOutcome;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult};

/// How a claim stands, read from its last request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimState {
    /// Not sent, or taken back.
    Draft,
    /// With a supervisor.
    Sent,
    /// Decided. Met is locked; the others may be answered.
    Decided(ClaimOutcome),
}

impl ClaimState {
    /// Tone and words.
    #[must_use]
    pub fn tag(self) -> (Tone, &'static str) {
        match self {
            Self::Draft => (Tone::Plain, "Draft"),
            Self::Sent => (Tone::Wait, "With the supervisor"),
            Self::Decided(ClaimOutcome::Met) => (Tone::Met, "Met"),
            Self::Decided(ClaimOutcome::PartlyMet) => (Tone::Now, "Partly met"),
            Self::Decided(ClaimOutcome::NotYet) => (Tone::Now, "Not yet"),
            Self::Decided(ClaimOutcome::Declined) => (Tone::Late, "Declined"),
        }
    }

    /// Whether its author may still change it.
    #[must_use]
    pub fn is_editable(self) -> bool {
        !matches!(self, Self::Sent | Self::Decided(ClaimOutcome::Met))
    }
}

/// A claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// Whose record.
    pub enrolment: EnrolmentId,
    /// Its author.
    pub trainee: PersonId,
    /// The outcome's id.
    pub outcome: String,
    /// What was done.
    pub narrative: String,
    /// First day of the work.
    pub happened_from: Option<NaiveDate>,
    /// Last day of the work, included.
    pub happened_until: Option<NaiveDate>,
    /// Counts every change: who saves over a newer one is told.
    pub revision: i64,
    /// Last change.
    pub changed_at: DateTime<Utc>,
    /// How it stands.
    pub state: ClaimState,
    /// The last request, when it was ever sent.
    pub request: Option<RowId>,
    /// The supervisor last asked.
    pub supervisor: Option<String>,
}

#[derive(FromQueryResult)]
struct ClaimRow {
    id: String,
    enrolment_id: String,
    trainee_id: String,
    outcome: String,
    narrative: String,
    happened_from: Option<NaiveDate>,
    happened_until: Option<NaiveDate>,
    revision: i64,
    changed_at: DateTime<Utc>,
    request_id: Option<String>,
    is_open: Option<bool>,
    supervisor: Option<String>,
    decided: Option<String>,
}

const CLAIM: &str = "SELECT c.id, c.enrolment_id, c.trainee_id, c.outcome, c.narrative, c.happened_from, c.happened_until, c.revision, c.changed_at,
        q.id AS request_id, q.is_open, p.name AS supervisor, d.outcome AS decided
     FROM claim c LEFT JOIN claim_request q ON q.id = (SELECT MAX(l.id) FROM claim_request l WHERE l.claim_id = c.id)
     LEFT JOIN person p ON p.id = q.supervisor_id LEFT JOIN decision d ON d.request_id = q.id
     WHERE c.deleted_at IS NULL";

impl From<ClaimRow> for Claim {
    fn from(row: ClaimRow) -> Self {
        let state = match (row.is_open, row.decided.as_deref().and_then(case::claim_outcome)) {
            (Some(true), _) => ClaimState::Sent,
            (_, Some(outcome)) => ClaimState::Decided(outcome),
            _ => ClaimState::Draft,
        };
        Self {
            id: ClaimId::from(row.id),
            enrolment: EnrolmentId::from(row.enrolment_id),
            trainee: PersonId::from(row.trainee_id),
            outcome: row.outcome,
            narrative: row.narrative,
            happened_from: row.happened_from,
            happened_until: row.happened_until,
            revision: row.revision,
            changed_at: row.changed_at,
            state,
            request: row.request_id.map(RowId::from),
            supervisor: row.supervisor,
        }
    }
}

/// One claim.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or it was deleted.
pub async fn claim(connection: &impl ConnectionTrait, id: &ClaimId) -> Result<Claim, AppError> {
    let text = format!("{CLAIM} AND c.id = $1");
    let row = ClaimRow::find_by_statement(sql(connection, &text, [id.to_string().into()]))
        .one(connection)
        .await?;
    Ok(row.ok_or(AppError::NotFound)?.into())
}

/// The claims of an enrolment, the last changed first.
///
/// # Errors
/// When the database can't be read.
pub async fn claims(connection: &impl ConnectionTrait, enrolment: &EnrolmentId) -> Result<Vec<Claim>, AppError> {
    let text = format!("{CLAIM} AND c.enrolment_id = $1 ORDER BY c.changed_at DESC, c.id DESC");
    let rows = ClaimRow::find_by_statement(sql(connection, &text, [enrolment.to_string().into()]))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(Claim::from).collect())
}

/// A claim as the page of its outcome lists it.
#[derive(Clone, Debug)]
pub struct ClaimLine {
    /// Its id.
    pub id: String,
    /// The beginning of its narrative.
    pub title: String,
    /// How it stands.
    pub state: ClaimState,
    /// The day of its last change.
    pub changed_on: NaiveDate,
}

/// The claims of one outcome: all of them for their author, for others those that were sent.
///
/// # Errors
/// When the database can't be read.
pub async fn claims_of_outcome(
    connection: &impl ConnectionTrait,
    enrolment: &EnrolmentId,
    outcome: &str,
    own: bool,
) -> Result<Vec<ClaimLine>, AppError> {
    let all = claims(connection, enrolment).await?;
    Ok(all
        .into_iter()
        .filter(|claim| claim.outcome == outcome && (own || claim.request.is_some()))
        .map(|claim| if own { claim.line() } else { claim.line_for_others() })
        .collect())
}

impl Claim {
    /// As a list shows it.
    #[must_use]
    pub fn line(&self) -> ClaimLine {
        let words: Vec<&str> = self.narrative.split_whitespace().take(9).collect();
        let title = match words.len() {
            0 => String::from("Nothing written yet"),
            9 => format!("{} …", words.join(" ")),
            _ => words.join(" "),
        };
        ClaimLine {
            id: self.id.to_string(),
            title,
            state: self.state,
            changed_on: civil_date(self.changed_at, ZONE),
        }
    }

    /// As others see it listed: its text may have been changed since it was sent.
    fn line_for_others(&self) -> ClaimLine {
        ClaimLine {
            title: format!("Claim sent to {}", self.supervisor.as_deref().unwrap_or_default()),
            ..self.line()
        }
    }

    /// As the rule of sending reads it.
    #[must_use]
    pub fn draft(&self, evidence: usize, redacted: bool) -> Draft {
        Draft {
            narrative: self.narrative.clone(),
            happened_from: self.happened_from,
            happened_until: self.happened_until,
            evidence,
            redacted,
        }
    }
}

/// Begins a claim.
///
/// # Errors
/// When the database can't be written.
pub async fn begin(
    tx: &DatabaseTransaction,
    permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    enrolment: &EnrolmentId,
    outcome: &str,
) -> Result<ClaimId, AppError> {
    let id = ClaimId::new(random::uuid());
    tx.execute_raw(sql(
        tx,
        "INSERT INTO claim (id, enrolment_id, trainee_id, outcome, narrative, redacted, revision, created_at, changed_at)
         VALUES ($1, $2, $3, $4, '', $5, 1, $6, $6)",
        [
            id.to_string().into(),
            enrolment.to_string().into(),
            permit.by().to_string().into(),
            outcome.into(),
            false.into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    event(
        tx,
        stamp,
        "began claim",
        enrolment,
        &id,
        serde_json::json!({ "outcome": outcome }),
    )
    .await?;
    Ok(id)
}

/// One event about a claim.
pub(super) async fn event(
    tx: &DatabaseTransaction,
    stamp: &Stamp,
    act: &'static str,
    enrolment: &EnrolmentId,
    claim: &ClaimId,
    detail: serde_json::Value,
) -> Result<(), AppError> {
    journal::write(
        tx,
        stamp,
        Event {
            act,
            object_kind: "claim",
            object: claim.as_str(),
            enrolment: Some(enrolment),
            detail,
        },
    )
    .await
}

/// What a trainee writes in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What was done.
    pub narrative: String,
    /// First day of the work.
    pub happened_from: Option<NaiveDate>,
    /// Last day of the work, included.
    pub happened_until: Option<NaiveDate>,
}

/// Saves a draft that was read at `revision`; returns the new one.
///
/// # Errors
/// [`AppError::Conflict`] when it was changed meanwhile, or can no longer be changed.
pub async fn save(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: &ClaimId,
    revision: i64,
    written: &Written,
) -> Result<i64, AppError> {
    let found = claim(tx, id).await?;
    if !found.state.is_editable() {
        return Err(AppError::Conflict(String::from(
            "This claim has been sent or met since you opened it, and can’t be changed now.",
        )));
    }
    let unchanged = found.narrative == written.narrative
        && found.happened_from == written.happened_from
        && found.happened_until == written.happened_until;
    if unchanged {
        return Ok(found.revision);
    }
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE claim SET narrative = $1, happened_from = $2, happened_until = $3, revision = revision + 1, changed_at = $4
             WHERE id = $5 AND revision = $6",
            [
                written.narrative.clone().into(),
                written.happened_from.into(),
                written.happened_until.into(),
                stamp.at.into(),
                id.to_string().into(),
                revision.into(),
            ],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::Conflict(String::from(
            "This draft was changed in another window.",
        )));
    }
    Ok(revision + 1)
}

/// Deletes a draft that was never sent. What was sent stays in the record.
///
/// # Errors
/// [`AppError::Conflict`] when it was sent.
pub async fn delete(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    found: &Claim,
) -> Result<(), AppError> {
    if found.request.is_some() {
        return Err(AppError::Conflict(String::from(
            "This claim was sent once, so it stays in the record. You can leave it as it is.",
        )));
    }
    tx.execute_raw(sql(
        tx,
        "UPDATE claim SET deleted_at = $1 WHERE id = $2",
        [stamp.at.into(), found.id.to_string().into()],
    ))
    .await?;
    event(
        tx,
        stamp,
        "deleted draft",
        &found.enrolment,
        &found.id,
        serde_json::json!({}),
    )
    .await
}

/// A piece of evidence.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Evidence {
    /// Its id.
    pub id: String,
    /// The claim.
    pub claim_id: String,
    /// `text`, `link` or `file`.
    pub kind: String,
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

const EVIDENCE: &str = "SELECT id, claim_id, kind, title, content, file_key, media_type, size, sha256 FROM evidence";

/// The evidence of a claim, in the order in which it was added.
///
/// # Errors
/// When the database can't be read.
pub async fn evidence(connection: &impl ConnectionTrait, claim: &ClaimId) -> Result<Vec<Evidence>, AppError> {
    let text = format!("{EVIDENCE} WHERE claim_id = $1 AND removed_at IS NULL ORDER BY id");
    Ok(
        Evidence::find_by_statement(sql(connection, &text, [claim.to_string().into()]))
            .all(connection)
            .await?,
    )
}

/// One piece of evidence, also one that was removed from the draft after the claim had been sent with it.
///
/// # Errors
/// [`AppError::NotFound`] when the claim has none of that id.
pub async fn one_evidence(
    connection: &impl ConnectionTrait,
    claim: &ClaimId,
    id: &RowId,
) -> Result<Evidence, AppError> {
    let text = format!("{EVIDENCE} WHERE claim_id = $1 AND id = $2");
    let found = Evidence::find_by_statement(sql(
        connection,
        &text,
        [claim.to_string().into(), id.to_string().into()],
    ))
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

/// Most pieces of evidence a claim may have.
pub const MOST_EVIDENCE: usize = 20;

/// Adds evidence to a draft.
///
/// # Errors
/// [`AppError::Conflict`] when the claim can no longer be changed or has [`MOST_EVIDENCE`] pieces.
pub async fn add_evidence(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: &ClaimId,
    new: NewEvidence,
) -> Result<(), AppError> {
    let found = claim(tx, id).await?;
    if !found.state.is_editable() {
        return Err(AppError::Conflict(String::from(
            "This claim has been sent or met since you opened it, and can’t be changed now.",
        )));
    }
    if evidence(tx, id).await?.len() >= MOST_EVIDENCE {
        return Err(AppError::Conflict(format!(
            "A claim has at most {MOST_EVIDENCE} pieces of evidence. Remove one first."
        )));
    }
    let row = RowId::new(random::uuid());
    let (kind, title, content, key, media_type, size, hash) = match new {
        NewEvidence::Text(title, text) => ("text", title, Some(text.clone()), None, None, None, sha256(&text)),
        NewEvidence::Link(title, address) => ("link", title, Some(address.clone()), None, None, None, sha256(&address)),
        NewEvidence::File {
            name,
            key,
            media_type,
            size,
            sha256,
        } => ("file", name, None, Some(key), Some(media_type), Some(size), sha256),
    };
    tx.execute_raw(sql(
        tx,
        "INSERT INTO evidence (id, claim_id, kind, title, content, file_key, media_type, size, sha256, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [
            row.to_string().into(),
            id.to_string().into(),
            kind.into(),
            title.into(),
            content.into(),
            key.into(),
            media_type.into(),
            size.into(),
            hash.clone().into(),
            stamp.at.into(),
        ],
    ))
    .await?;
    touch(tx, stamp, id).await?;
    event(
        tx,
        stamp,
        "added evidence",
        &found.enrolment,
        id,
        serde_json::json!({ "evidence": row, "kind": kind, "sha256": hash }),
    )
    .await
}

/// Takes a piece of evidence out of a draft.
///
/// # Errors
/// [`AppError::NotFound`] when it isn't there; [`AppError::Conflict`] when the claim can no longer be changed.
pub async fn remove_evidence(
    tx: &DatabaseTransaction,
    _permit: &Permit<actions::WriteClaim>,
    stamp: &Stamp,
    id: &ClaimId,
    row: &RowId,
) -> Result<(), AppError> {
    let found = claim(tx, id).await?;
    if !found.state.is_editable() {
        return Err(AppError::Conflict(String::from(
            "This claim has been sent or met since you opened it, and can’t be changed now.",
        )));
    }
    let done = tx
        .execute_raw(sql(
            tx,
            "UPDATE evidence SET removed_at = $1 WHERE id = $2 AND claim_id = $3 AND removed_at IS NULL",
            [stamp.at.into(), row.to_string().into(), id.to_string().into()],
        ))
        .await?;
    if done.rows_affected() == 0 {
        return Err(AppError::NotFound);
    }
    touch(tx, stamp, id).await?;
    event(
        tx,
        stamp,
        "removed evidence",
        &found.enrolment,
        id,
        serde_json::json!({ "evidence": row }),
    )
    .await
}

/// A change of the evidence changes the claim, but not the draft's text: its revision stays.
async fn touch(tx: &DatabaseTransaction, stamp: &Stamp, id: &ClaimId) -> Result<(), AppError> {
    tx.execute_raw(sql(
        tx,
        "UPDATE claim SET changed_at = $1 WHERE id = $2",
        [stamp.at.into(), id.to_string().into()],
    ))
    .await?;
    Ok(())
}
