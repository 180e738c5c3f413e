//! Sending what is held from before, deciding on it, and what becomes of decisions.

use super::OnRecord;
use crate::entities::{
    exemption, exemption_withdrawal, prior_learning, prior_learning_decision, prior_learning_review,
};
use crate::features::sign_off::store::NewEvidence;
use crate::prelude::stores::*;
use domain::access::actions;
use domain::bodies::Service;
use domain::journal::Exempted;

/// What is held from before, to be sent.
#[derive(Clone, Debug, Default)]
pub struct NewPriorLearning {
    /// What the framework calls it, where it names it.
    pub prior: Option<String>,
    pub title: String,
    pub awarded_by: String,
    pub awarded_on: NaiveDate,
    /// The elements for which an exemption is asked, where the framework does not say what it is worth.
    pub elements: Vec<String>,
    /// What proves it, in words.
    pub proof: Option<String>,
    /// The file that proves it, which has been stored.
    pub file: Option<NewEvidence>,
}

/// Sends it to the body.
pub async fn send(
    may: &May<'_, actions::SendPriorLearning>,
    new: NewPriorLearning,
) -> Result<PriorLearningId, AppError> {
    let mut row = prior_learning::ActiveModel {
        title: Set(new.title),
        awarded_by: Set(new.awarded_by),
        proof: Set(new.proof),
        file_name: Set(None),
        file_key: Set(None),
        media_type: Set(None),
        size: Set(None),
        sha256: Set(None),
        ..Default::default()
    };
    if let Some(NewEvidence::File { name, key, media_type, size, sha256 }) = new.file {
        (row.file_name, row.file_key) = (Set(Some(name)), Set(Some(key)));
        (row.media_type, row.size, row.sha256) = (Set(Some(media_type)), Set(Some(size)), Set(Some(sha256)));
    }
    let words = Words::new(row)?;
    let service = if new.elements.is_empty() { Service::ListedExemption } else { Service::OtherExemption };
    let due = may.state().body.due_on(service, may.today());
    let id = PriorLearningId::new(random::uuid());
    let event = Event::SentPriorLearning {
        prior_learning: id,
        prior: new.prior,
        awarded_on: new.awarded_on,
        elements: new.elements,
        due,
        words: words.digest(),
    };
    may.says(event, &[words]).await?;
    Ok(id)
}

/// Takes it back before anybody decided on it.
pub async fn take_back(may: &May<'_, actions::ChangePriorLearning>) -> Result<(), AppError> {
    may.says(Event::TookBackPriorLearning { prior_learning: may.on() }, &[]).await
}

/// What was decided on something held from before.
#[derive(Clone, Debug)]
pub struct Decided {
    /// Whether its proof is good.
    pub is_proved: bool,
    /// Why it is not, or a remark.
    pub reason: String,
    pub exemptions: Vec<Granting>,
}

/// What was decided for one element.
#[derive(Clone, Debug)]
pub struct Granting {
    pub element: String,
    pub is_granted: bool,
    /// What it depends on.
    pub because: String,
    pub reason: String,
    /// The first day on which it counts no longer.
    pub expires_on: Option<NaiveDate>,
}

/// Decides on it: exemptions count from today on.
pub async fn decide(may: &May<'_, actions::DecidePriorLearning>, decided: Decided) -> Result<(), AppError> {
    let OnRecord { one, .. } = may.state();
    let reason =
        Words::new(prior_learning_decision::ActiveModel { reason: Set(decided.reason), ..Default::default() })?;
    let of_decision = reason.digest();
    let (mut all, mut exemptions) = (vec![reason], Vec::new());
    for Granting { element, is_granted, because, reason, expires_on } in decided.exemptions {
        let words =
            Words::new(exemption::ActiveModel { because: Set(because), reason: Set(reason), ..Default::default() })?;
        let exemption = ExemptionId::new(random::uuid());
        exemptions.push(Exempted { exemption, element, is_granted, expires_on, words: words.digest() });
        all.push(words);
    }
    let event = Event::DecidedPriorLearning {
        prior_learning: one.row.id,
        round: i64::try_from(one.decisions.len()).unwrap_or(i64::MAX - 1) + 1,
        is_proved: decided.is_proved,
        exemptions,
        words: of_decision,
    };
    may.says(event, &all).await
}

/// Asks that somebody else at the body looks at it once more.
pub async fn ask_for_review(may: &May<'_, actions::ChangePriorLearning>, reason: String) -> Result<(), AppError> {
    let words = Words::new(prior_learning_review::ActiveModel { reason: Set(reason), ..Default::default() })?;
    let OnRecord { one, case } = may.state();
    let due = case.body.due_on(one.service(&case.framework), may.today());
    may.says(Event::AskedForReview { prior_learning: may.on(), due, words: words.digest() }, &[words]).await
}

/// Withdraws an exemption from today on, for a reason that the trainee reads.
pub async fn withdraw(may: &May<'_, actions::WithdrawExemption>, reason: String) -> Result<(), AppError> {
    let (_, row) = may.state();
    let words = Words::new(exemption_withdrawal::ActiveModel { reason: Set(reason), ..Default::default() })?;
    let event = Event::WithdrewExemption { exemption: row.id, element: row.element.clone(), words: words.digest() };
    may.says(event, &[words]).await
}
