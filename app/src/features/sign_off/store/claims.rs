//! Claims as they are read.

use crate::entities::signing_link::name_or_holder;
use crate::entities::{claim, signature, signature_withdrawal, signing_request};
use crate::features::record::store::{self as records, Case};
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use chrono_tz::Tz;
use domain::access::Subject;
use domain::sign_off::{ClaimState, Draft};
use domain::standing::ClaimOutcome;

/// A claim.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "claim::Entity")]
pub struct Claim {
    pub id: ClaimId,
    pub enrolment_id: EnrolmentId,
    pub trainee_id: PersonId,
    pub outcome: String,
    pub narrative: String,
    /// First day of the work.
    pub happened_from: Option<NaiveDate>,
    /// Last day of the work, included.
    pub happened_until: Option<NaiveDate>,
    /// Counts every change: who saves over a newer one is told.
    pub revision: i64,
    pub changed_at: DateTime<Utc>,
    /// The last request, when it was ever sent.
    #[sea_orm(from_expr = "signing_request::Column::Id")]
    pub request_id: Option<SigningRequestId>,
    /// The supervisor last asked.
    #[sea_orm(from_expr = "name_or_holder(\"recipient\")")]
    pub supervisor: Option<String>,
    #[sea_orm(from_expr = "signing_request::Column::IsOpen")]
    is_open: Option<bool>,
    #[sea_orm(from_expr = "signature::Column::Outcome")]
    decided: Option<ClaimOutcome>,
    /// The same request, where what was decided was withdrawn.
    #[sea_orm(from_expr = "signature_withdrawal::Column::RequestId")]
    withdrawn: Option<SigningRequestId>,
}

/// Claims that were not deleted, each with its last request, what was signed on that, and whether it was withdrawn.
pub(super) fn with_last_request() -> Select<claim::Entity> {
    let requests = signing_request::Relation::Claim.def().rev();
    let is_last = |_, _| Condition::all().add(signing_request::Entity::is_last());
    claim::Entity::find()
        .join(JoinType::LeftJoin, requests.on_condition(is_last))
        .join(JoinType::LeftJoin, signature::Relation::Request.def().rev())
        .join(JoinType::LeftJoin, signature_withdrawal::Relation::Request.def().rev())
        .filter(claim::Column::DeletedAt.is_null())
}

fn select() -> Select<claim::Entity> {
    with_last_request()
        .join_as(JoinType::LeftJoin, signing_request::Relation::Recipient.def(), "recipient")
        .join(JoinType::LeftJoin, signing_request::Relation::SigningLink.def())
}

/// One claim.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or it was deleted.
pub async fn claim(connection: &impl ConnectionTrait, id: ClaimId) -> Result<Claim, AppError> {
    let found = select().of(id).into_partial_model().one(connection).await?;
    found.ok_or(AppError::NotFound)
}

impl Object for ClaimId {
    type State = Claim;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, claim(db, self).await?.enrolment_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, Claim), AppError> {
        let found = claim(db, self).await?;
        let subject = records::subject(db, found.enrolment_id, today).await?;
        Ok((subject, found))
    }
}

/// Whether it is a draft that this person deleted.
pub async fn was_deleted(connection: &impl ConnectionTrait, id: ClaimId, by: PersonId) -> Result<bool, AppError> {
    let deleted = claim::Entity::find_by_id(id).of(by).filter(claim::Column::DeletedAt.is_not_null());
    Ok(deleted.one(connection).await?.is_some())
}

/// The claims of an enrolment, the last changed first.
pub async fn claims(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Vec<Claim>, AppError> {
    Ok(select()
        .of(enrolment)
        .order_by_desc(claim::Column::ChangedAt)
        .order_by_desc(claim::Column::Id)
        .into_partial_model()
        .all(connection)
        .await?)
}

/// A claim as the page of its outcome lists it.
#[derive(Clone, Debug)]
pub struct ClaimLine {
    pub id: ClaimId,
    /// The beginning of its narrative.
    pub title: String,
    pub state: ClaimState,
    /// The day of its last change.
    pub changed_on: NaiveDate,
    /// Whether whoever reads the list may read the claim.
    pub is_readable: bool,
}

/// The claims of one outcome: all of them for their author, for others those that were sent. That a claim was
/// sent, to whom and what came of it is no secret among the employers of a trainee; what it says is.
pub async fn claims_of_outcome(
    connection: &impl ConnectionTrait,
    case: &Case,
    outcome: &str,
    own: bool,
) -> Result<Vec<ClaimLine>, AppError> {
    let all = claims(connection, case.id).await?.into_iter();
    let of_it = all.filter(|claim| claim.outcome == outcome && (own || claim.request_id.is_some()));
    let line = |claim: Claim| if own { claim.line(case.zone) } else { claim.line_for_others(case) };
    Ok(of_it.map(line).collect())
}

/// How much of a narrative stands for the whole in a list, words.
const TITLE_WORDS: usize = 9;

impl Claim {
    /// How it stands.
    pub fn state(&self) -> ClaimState {
        ClaimState::of(self.is_open, self.decided, self.withdrawn.is_some())
    }

    /// Its first words.
    pub fn title(&self) -> String {
        let words: Vec<&str> = self.narrative.split_whitespace().take(TITLE_WORDS + 1).collect();
        match words.len() {
            0 => String::from("Nothing written yet"),
            n if n > TITLE_WORDS => format!("{} …", words[..TITLE_WORDS].join(" ")),
            _ => words.join(" "),
        }
    }

    /// As a list shows it, with the day on which it was changed in a zone.
    pub fn line(&self, zone: Tz) -> ClaimLine {
        ClaimLine {
            id: self.id,
            title: self.title(),
            state: self.state(),
            changed_on: civil_date(self.changed_at, zone),
            is_readable: true,
        }
    }

    /// As others see it listed: its text may have been changed since it was sent.
    fn line_for_others(&self, case: &Case) -> ClaimLine {
        ClaimLine {
            is_readable: case.opens(self.id),
            title: format!("Claim sent to {}", self.supervisor.as_deref().unwrap_or_default()),
            ..self.line(case.zone)
        }
    }

    /// As the rule of sending reads it, were the form of sending filled in.
    pub fn draft(&self, evidence: usize) -> Draft {
        Draft {
            narrative: self.narrative.clone(),
            happened_from: self.happened_from,
            happened_until: self.happened_until,
            evidence,
            redacted: true,
            is_as_read: true,
            is_addressed: true,
        }
    }
}
