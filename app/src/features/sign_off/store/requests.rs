//! Requests to sign, with what came of each.

use crate::entities::person::name_of;
use crate::entities::signing_link::name_or_holder;
use crate::entities::{organisation, signature, signature_withdrawal, signing_end, signing_request};
use crate::features::record::store::{Case, at_employer, supervised_then};
use crate::journal::chapter_file::AT_ONCE;
use crate::journal::place_of;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::Subject;
use domain::framework::NodeIx;
use domain::interval::Interval;
use domain::sign_off::{
    Asked, EndReason, Shown, ShownClaim, ShownExperience, Signed, Signer, SigningContent, SigningKind, SigningSubject,
    keys_turned, results_confirmed_by,
};
use sea_orm::JoinType::{InnerJoin, LeftJoin};

/// A request with what came of it.
#[derive(Clone, Debug)]
pub struct Request {
    pub row: signing_request::Model,
    pub subject: SigningSubject,
    pub employer: String,
    /// Who was asked by name.
    pub recipient: Option<String>,
    pub signature: Option<Signature>,
    /// How it ended unanswered.
    pub end: Option<signing_end::Model>,
}

/// A signature as it is read.
#[derive(Clone, Debug)]
pub struct Signature {
    pub signed: Signed,
    /// The name of whoever signed.
    pub by: String,
    pub on: NaiveDate,
    /// What was shown, where it was no longer what had been sent.
    pub shown: Option<String>,
    /// The hash over all that it covers, as stored.
    pub sha256: String,
    /// That it was signed by mistake.
    pub withdrawal: Option<Withdrawal>,
}

/// That a signature was withdrawn.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "signature_withdrawal::Entity")]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
    #[sea_orm(from_expr = "name_of(\"withdrawer\")")]
    pub by: String,
    #[sea_orm(from_col = "withdrawn_on")]
    pub on: NaiveDate,
    #[sea_orm(from_col = "withdrawn_at")]
    pub at: DateTime<Utc>,
}

/// The rows of a request.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "signing_request::Entity")]
pub(in crate::features::sign_off) struct Row {
    #[sea_orm(nested)]
    pub request: signing_request::Model,
    #[sea_orm(from_expr = "organisation::Column::Name")]
    employer: String,
    #[sea_orm(from_expr = "name_or_holder(\"recipient\")")]
    recipient: Option<String>,
    #[sea_orm(nested)]
    pub signature: Option<signature::Model>,
    #[sea_orm(from_expr = "name_or_holder(\"signer\")")]
    signer: Option<String>,
    #[sea_orm(nested)]
    pub withdrawal: Option<Withdrawal>,
    #[sea_orm(nested)]
    end: Option<signing_end::Model>,
}

impl TryFrom<Row> for Request {
    type Error = AppError;

    fn try_from(row: Row) -> Result<Self, AppError> {
        let (by, withdrawal) = (row.signer.unwrap_or_default(), row.withdrawal);
        let signature = |row: signature::Model| {
            Ok::<_, AppError>(Signature {
                signed: row.signed()?,
                by,
                on: row.signed_on,
                shown: row.shown,
                sha256: row.signed_sha256,
                withdrawal,
            })
        };
        Ok(Self {
            subject: row.request.subject()?,
            signature: row.signature.map(signature).transpose()?,
            row: row.request,
            employer: row.employer,
            recipient: row.recipient,
            end: row.end,
        })
    }
}

impl Request {
    /// Who was asked: a person, or the employer.
    pub fn to(&self) -> &str {
        self.recipient.as_deref().unwrap_or(&self.employer)
    }

    /// Exactly what was shown, as a text: at last, when it was signed.
    pub fn shown_text(&self) -> &str {
        let signed = self.signature.as_ref().and_then(|signature| signature.shown.as_deref());
        signed.unwrap_or(&self.row.shown)
    }

    /// The same, read.
    ///
    /// # Errors
    /// When it was not written by [`Shown::text`].
    pub fn shown(&self) -> Result<Shown, AppError> {
        Ok(Shown::read(self.shown_text())?)
    }

    /// Whether it ended because the trainee works for the employer no longer.
    pub fn is_closed(&self) -> bool {
        let why = self.end.as_ref().map(|end| end.reason);
        why == Some(EndReason::EmploymentEnded)
    }
}

/// Requests with all that came of them.
pub(in crate::features::sign_off) fn find() -> Select<signing_request::Entity> {
    signing_request::Entity::find()
        .join(InnerJoin, signing_request::Relation::Employer.def())
        .join_as(LeftJoin, signing_request::Relation::Recipient.def(), "recipient")
        .join(LeftJoin, signing_request::Relation::SigningLink.def())
        .join(LeftJoin, signature::Relation::Request.def().rev())
        .join_as(LeftJoin, signature::Relation::Signer.def(), "signer")
        .join(LeftJoin, signature_withdrawal::Relation::Request.def().rev())
        .join_as(LeftJoin, signature_withdrawal::Relation::Withdrawer.def(), "withdrawer")
        .join(LeftJoin, signing_end::Relation::Request.def().rev())
}

async fn all(db: &impl ConnectionTrait, query: Select<signing_request::Entity>) -> Result<Vec<Request>, AppError> {
    let rows: Vec<Row> = query.into_partial_model().all(db).await?;
    rows.into_iter().map(Request::try_from).collect()
}

/// One request.
pub async fn request(db: &impl ConnectionTrait, id: SigningRequestId) -> Result<Request, AppError> {
    all(db, find().of(id)).await?.pop().ok_or(AppError::NotFound)
}

/// Every time a claim was sent, the last first.
pub async fn requests_of(db: &impl ConnectionTrait, claim: ClaimId) -> Result<Vec<Request>, AppError> {
    all(db, find().of(claim).order_by_desc(signing_request::Column::Round)).await
}

/// Every time somebody was asked to confirm some spells of work, the last first.
pub async fn requests_about(db: &impl ConnectionTrait, spells: &[ExperienceId]) -> Result<Vec<Request>, AppError> {
    let (mut found, about) = (Vec::new(), signing_request::Column::ExperienceId);
    for some in spells.chunks(AT_ONCE) {
        let query = find().filter(about.is_in(some.iter().copied())).order_by_desc(signing_request::Column::Round);
        found.extend(all(db, query).await?);
    }
    Ok(found)
}

/// Every request of an enrolment; those about one claim, stage or spell of work in order.
pub async fn requests_of_enrolment(db: &impl ConnectionTrait, id: EnrolmentId) -> Result<Vec<Request>, AppError> {
    let query = find().of(id).order_by_asc(signing_request::Column::Node);
    let query = query.order_by_asc(signing_request::Column::ClaimId);
    all(db, query.order_by_asc(signing_request::Column::Round)).await
}

/// The open requests of an enrolment of one kind.
pub async fn open(
    db: &impl ConnectionTrait,
    id: EnrolmentId,
    kinds: &[SigningKind],
) -> Result<Vec<signing_request::Model>, AppError> {
    let open = signing_request::Entity::find()
        .of(id)
        .filter(signing_request::Column::IsOpen.eq(true))
        .filter(signing_request::Column::Subject.is_in(kinds.iter().copied()))
        .order_by_asc(signing_request::Column::Id);
    Ok(open.all(db).await?)
}

/// A request with the record that it is answered on.
#[derive(Debug)]
pub struct OnRecord {
    pub request: Request,
    pub case: Case,
    pub to_sign: ToSign,
}

/// What whoever answers is asked to sign: a claim and a spell of work as they were sent, a stage as it stands.
#[derive(Clone, Debug)]
pub enum ToSign {
    Claim(ShownClaim),
    /// A stage, by its verification.
    Stage(NodeIx),
    Experience(ShownExperience),
}

impl OnRecord {
    /// The request on its record.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the framework has no such verification; when it shows something else than it is about.
    pub fn new(request: Request, case: Case) -> Result<Self, AppError> {
        let to_sign = match (&request.subject, request.shown()?) {
            (SigningSubject::Stage { element }, _) => {
                ToSign::Stage(case.framework.find(element).ok_or(AppError::NotFound)?)
            }
            (SigningSubject::Claim { .. }, Shown::Claim(claim)) => ToSign::Claim(claim),
            (SigningSubject::Experience { .. }, Shown::Experience(work)) => ToSign::Experience(work),
            (SigningSubject::Claim { .. } | SigningSubject::Experience { .. }, _) => {
                return Err(AppError::internal(&"a request shows something else than it is about"));
            }
        };
        Ok(Self { request, case, to_sign })
    }

    /// What a rule of access may look at when a request is read or answered: of those around the enrolment only the employer
    /// that was asked, of claims and stages only while the trainee works there, and nobody who turned the other key. What was
    /// done for one employer is neither read nor judged by another.
    /// A spell of work is also for those who saw it.
    pub async fn subject(&self, db: &impl ConnectionTrait, around: Subject) -> Result<Subject, AppError> {
        let Self { request, case, to_sign } = self;
        let kind = request.subject.kind();
        let turned = keys_turned(&case.framework, kind, &request.row.node);
        let confirmed_by = results_confirmed_by(&case.framework, &case.facts, &turned);
        // What was taken back is no longer shown to an employer of before, who answered nothing.
        let is_theirs = request.row.is_open || request.signature.is_some();
        let at_employer = if kind.is_for_former_employers() && is_theirs {
            Subject { employers: vec![request.row.employer_id], ..around }
        } else {
            at_employer(around, request.row.employer_id)
        };
        let supervised_then = match to_sign {
            ToSign::Experience(work) => {
                let days = Interval { from: work.from, until: work.last_day.succ_opt() };
                supervised_then(db, (request.row.enrolment_id, request.row.employer_id), days).await?
            }
            ToSign::Claim(_) | ToSign::Stage(_) => Vec::new(),
        };
        let signer = request.signature.as_ref().map(|signature| signature.signed.signer);
        Ok(Subject {
            signs: Some(kind),
            signed_by: signer.and_then(Signer::person),
            supervised_then,
            results_confirmed_by: confirmed_by.into_iter().map(person).collect::<Result<_, _>>()?,
            ..at_employer
        })
    }

    /// What whoever answers now is asked to sign.
    pub fn asked(&self) -> Asked<'_> {
        let content = match &self.to_sign {
            ToSign::Claim(claim) => SigningContent::Claim(claim.clone()),
            ToSign::Stage(ix) => self.case.stage_content(*ix),
            ToSign::Experience(work) => SigningContent::Experience(work.clone()),
        };
        Asked { request: self.request.row.id, content }
    }
}

/// Somebody whom a chapter file names. One who can't be read is no one whom a rule may overlook.
fn person(id: &str) -> Result<PersonId, AppError> {
    PersonId::parse(id).ok_or_else(|| AppError::internal(&format!("a chapter file names {id:?}, who is no person")))
}

impl Case {
    /// A stage as its verifier is asked to sign it.
    pub fn stage_content(&self, verification: NodeIx) -> SigningContent<'_> {
        SigningContent::Stage {
            framework: &self.framework,
            standing: &self.standing,
            trainee: &self.name,
            verification,
        }
    }
}

impl Object for SigningRequestId {
    type State = OnRecord;

    async fn place(self, db: &ReadOnly<'_>) -> Result<LocalPlace, AppError> {
        place_of(db, request(db, self).await?.row.enrolment_id).await
    }

    async fn read(self, db: &ReadOnly<'_>, today: NaiveDate) -> Result<(Subject, OnRecord), AppError> {
        let request = request(db, self).await?;
        let (around, case) = request.row.enrolment_id.read(db, today).await?;
        let found = OnRecord::new(request, case)?;
        Ok((found.subject(db, around).await?, found))
    }
}
