//! What the journal leaves out, because it keeps no words that a person wrote: marks and reasons.

use crate::entities::{
    application_decision, award, award_withdrawal, enrolment, exemption, exemption_withdrawal, import_settlement,
    prior_learning, prior_learning_decision, prior_learning_review, reason_given, record_name, result,
    signature_withdrawal, signing_request,
};
use crate::features::record::store::Case;
use crate::prelude::stores::*;
use domain::imports::ImportEnd;
use domain::sign_off::SigningKind;
use std::collections::{BTreeMap, HashMap};

/// Marks and reasons by what they belong to.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// The mark of each result that has one.
    pub marks: HashMap<ResultId, String>,
    /// Why a result was corrected.
    pub corrections: HashMap<ResultId, String>,
    /// Why a result was declined, with the file from which it came.
    pub declined: HashMap<ResultId, String>,
    /// Why a status was withdrawn.
    pub withdrawals: HashMap<AwardId, String>,
    /// Why an exemption was withdrawn.
    pub exemptions: HashMap<ExemptionId, String>,
    /// Why a signature was withdrawn, by its request.
    pub signatures: HashMap<SigningRequestId, String>,
    /// Why something was noted for an earlier day.
    pub earlier: HashMap<ReasonId, String>,
    /// Why an application was decided so.
    pub decisions: HashMap<ApplicationId, String>,
    /// The names of the record, by the how manieth it was.
    pub names: BTreeMap<i32, String>,
    /// What each thing held from before is called, and by whom it was awarded.
    pub held_before: HashMap<PriorLearningId, String>,
    /// Why a proof was found good or not, by the decision.
    pub proofs: HashMap<Decided, String>,
    /// Why a review was asked for.
    pub reviews: HashMap<PriorLearningId, String>,
    /// What was decided for each element, by the decision.
    pub exempted: HashMap<Decided, Vec<exemption::Model>>,
}

/// A decision on something held from before: the first, or the review.
type Decided = (PriorLearningId, i64);

/// What whoever reads a case may read of it, the same on its page and in its export: the trainee and the body all, others why a
/// signature was withdrawn that they may read.
pub async fn notes_for(connection: &impl ConnectionTrait, (case, reads_all): (&Case, bool)) -> Result<Notes, AppError> {
    if reads_all {
        return notes(connection, case.id).await;
    }
    let withdrawn: Vec<(SigningRequestId, OrganisationId, SigningKind, String)> = signature_withdrawal::Entity::find()
        .join(JoinType::InnerJoin, signature_withdrawal::Relation::Request.def())
        .filter(signing_request::Column::EnrolmentId.eq(case.id))
        .select_only()
        .column(signature_withdrawal::Column::RequestId)
        .column(signing_request::Column::EmployerId)
        .column(signing_request::Column::Subject)
        .column(signature_withdrawal::Column::Reason)
        .into_tuple()
        .all(connection)
        .await?;
    let reads = |request, employer: &OrganisationId, kind| match kind {
        SigningKind::Experience => case.reads_work_for(&employer.to_string()),
        SigningKind::Claim | SigningKind::Stage => case.reads(request),
    };
    let readable = withdrawn.into_iter().filter(|(request, employer, kind, _)| reads(*request, employer, *kind));
    let signatures = readable.map(|(request, _, _, reason)| (request, reason)).collect();
    Ok(Notes { signatures, ..Notes::default() })
}

/// The marks and the reasons of an enrolment.
async fn notes(connection: &impl ConnectionTrait, enrolment: EnrolmentId) -> Result<Notes, AppError> {
    let results = result::Entity::find().of(enrolment).all(connection).await?;
    let withdrawals = award_withdrawal::Entity::find()
        .join(JoinType::InnerJoin, award_withdrawal::Relation::Award.def())
        .filter(award::Column::EnrolmentId.eq(enrolment))
        .all(connection)
        .await?;
    let exemptions = exemption_withdrawal::Entity::find()
        .join(JoinType::InnerJoin, exemption_withdrawal::Relation::Exemption.def())
        .filter(exemption::Column::EnrolmentId.eq(enrolment))
        .all(connection)
        .await?;
    let signatures = signature_withdrawal::Entity::find()
        .join(JoinType::InnerJoin, signature_withdrawal::Relation::Request.def())
        .filter(signing_request::Column::EnrolmentId.eq(enrolment))
        .all(connection)
        .await?;
    let of_record = reason_given::Column::RecordId.in_subquery(enrolment::Entity::record_of(enrolment));
    let earlier = reason_given::Entity::find().filter(of_record).all(connection).await?;
    let decisions = application_decision::Entity::find().of(enrolment).all(connection).await?;
    let declined: Vec<(ResultId, Option<String>)> = result::Entity::find()
        .of(enrolment)
        .join(JoinType::InnerJoin, result::Entity::file())
        .filter(import_settlement::Column::Settled.eq(ImportEnd::Declined))
        .select_only()
        .column(result::Column::Id)
        .column(import_settlement::Column::Reason)
        .into_tuple()
        .all(connection)
        .await?;
    let of_record = record_name::Column::RecordId.in_subquery(enrolment::Entity::record_of(enrolment));
    let names = record_name::Entity::find().filter(of_record).all(connection).await?;
    let held_before = prior_learning::Entity::find().of(enrolment).all(connection).await?;
    let proofs = prior_learning_decision::Entity::find().of(enrolment).all(connection).await?;
    let ids: Vec<PriorLearningId> = held_before.iter().map(|one| one.id).collect();
    let reviews = prior_learning_review::Entity::find().of_any(&ids).all(connection).await?;
    let exempted =
        exemption::Entity::find().of(enrolment).order_by_asc(exemption::Column::Element).all(connection).await?;
    let mut notes = Notes::default();
    notes.names.extend(names.into_iter().map(|one| (one.round, one.name)));
    let called = held_before.into_iter().map(|one| (one.id, format!("{}, {}", one.title, one.awarded_by)));
    notes.held_before.extend(called);
    notes.reviews.extend(reviews.into_iter().map(|one| (one.prior_learning_id, one.reason)));
    let proofs = proofs.into_iter().filter(|one| !one.reason.is_empty());
    notes.proofs.extend(proofs.map(|one| ((one.prior_learning_id, one.round), one.reason)));
    for one in exempted {
        notes.exempted.entry((one.prior_learning_id, one.round)).or_default().push(one);
    }
    notes.declined.extend(declined.into_iter().filter_map(|(id, reason)| Some((id, reason?))));
    for one in results {
        notes.marks.extend(one.mark.map(|mark| (one.id, mark)));
        notes.corrections.extend(one.reason.map(|reason| (one.id, reason)));
    }
    notes.withdrawals.extend(withdrawals.into_iter().map(|one| (one.award_id, one.reason)));
    notes.exemptions.extend(exemptions.into_iter().map(|one| (one.exemption_id, one.reason)));
    notes.signatures.extend(signatures.into_iter().map(|one| (one.request_id, one.reason)));
    notes.earlier.extend(earlier.into_iter().map(|one| (one.id, one.reason)));
    let decisions = decisions.into_iter().filter(|one| !one.reason.is_empty());
    notes.decisions.extend(decisions.map(|one| (one.application_id, one.reason)));
    Ok(notes)
}
