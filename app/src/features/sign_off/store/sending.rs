//! Asking somebody to sign, and what ends a request that nobody answered.

use super::touch;
use crate::entities::query::last_round;
use crate::entities::signing_request::{self, subject_key};
use crate::entities::{claim, experience};
use crate::features::record::store as records;
use crate::journal;
use crate::prelude::stores::*;
use crate::web::tx::Object;
use domain::access::{Act, actions};
use domain::interval::{Interval, uncovered};
use domain::journal::Digest;
use domain::sign_off::{Recipient, Shown, SigningKind, SigningSubject};
use sea_orm::sea_query::ExprTrait;

/// A request to be sent.
#[derive(Debug)]
pub struct NewRequest {
    pub of: EnrolmentId,
    pub subject: SigningSubject,
    pub to: Recipient,
    /// The words of the link by which they are asked, if they are asked by one.
    pub link: Option<Words>,
    pub employer: OrganisationId,
    /// The first day on which it can be answered no longer.
    pub until: Option<NaiveDate>,
    /// Exactly what is shown.
    pub shown: Shown,
}

/// Asks somebody to sign; what is shown is fixed and hashed here.
pub async fn send<A: Act>(may: &May<'_, A>, new: NewRequest) -> Result<SigningRequestId, AppError>
where
    A::On: Object,
{
    let key = match &new.subject {
        SigningSubject::Claim { claim, .. } => claim.to_string(),
        SigningSubject::Experience { experience, .. } => experience.to_string(),
        SigningSubject::Stage { element } => element.clone(),
    };
    let about_it = signing_request::Entity::find().of(new.of).filter(subject_key(signing_request::Entity).eq(key));
    let round = 1 + last_round(about_it, signing_request::Column::Round, &may.tx().read().await?).await?;
    let (text, claim) = (new.shown.text(&journal::salt())?, new.subject.claim());
    let (id, event, words) = new_request(round, new, text);
    may.says(event, &words).await?;
    if let Some(claim) = claim {
        // Nothing is sent without the declaration that names are removed.
        let (redacted, changed_at) = (Set(true), Set(may.stamp().at));
        let declared = claim::ActiveModel { id: Set(claim), redacted, changed_at, ..Default::default() };
        may.writer().saves(declared).await?;
    }
    Ok(id)
}

/// A request that shows a text, as it is said with its words.
pub fn new_request(round: i64, new: NewRequest, text: String) -> (SigningRequestId, Event, Vec<Words>) {
    let (request, shown, days) = (SigningRequestId::new(random::uuid()), Digest::of(&text), new.shown.days());
    let (happened_from, happened_until) = (Set(days.map(|(from, _)| from)), Set(days.map(|(_, until)| until)));
    let sent = signing_request::ActiveModel { shown: Set(text), happened_from, happened_until, ..Default::default() };
    let event = Event::RequestedSignature {
        request,
        subject: new.subject,
        round,
        employer: new.employer,
        to: new.to,
        until: new.until,
        shown,
    };
    let words = new.link.into_iter().chain([Words::hashed(shown, &sent)]);
    (request, event, words.collect())
}

/// Takes the open request of a claim back.
pub async fn take_back(may: &May<'_, actions::WriteClaim>, request: SigningRequestId) -> Result<(), AppError> {
    let claim = may.state();
    let subject = SigningSubject::Claim { claim: claim.id, outcome: claim.outcome.clone() };
    may.says(Event::TookBackRequest { request, subject }, &[]).await?;
    touch(may.writer(), claim.id).await
}

/// Closes the open requests of some kinds of an enrolment that are with employers who can't answer them any more: for whom the
/// trainee works no longer, or did not work on the days that it is about, so that they can ask again elsewhere or put it right. Says of
/// what kind each of them was.
pub async fn close_at_former_employers<A: Act>(
    may: &May<'_, A>,
    enrolment: EnrolmentId,
    kinds: &[SigningKind],
) -> Result<Vec<SigningKind>, AppError>
where
    A::On: Object,
{
    let read = may.tx().read().await?;
    let employers = records::employers_today(&read, enrolment, may.today()).await?;
    let mut left = super::requests::open(&read, enrolment, kinds).await?;
    let worked = experience::Entity::find()
        .filter(experience::Column::Id.is_in(left.iter().filter_map(|one| one.experience_id)));
    let worked: Vec<experience::Model> = worked.all(&read).await?;
    let ever = records::employers(&read, enrolment).await?;
    left.retain(|request| {
        let employer = request.employer_id;
        match worked.iter().find(|work| Some(work.id) == request.experience_id) {
            Some(work) => {
                let days = Interval { from: work.from_on, until: Some(work.until_on) };
                let there = ever.iter().find(|one| one.employer == employer);
                !uncovered(there.map_or(&[], |one| &one.when), days).is_empty()
            }
            None => employers.iter().all(|(there, _)| *there != employer),
        }
    });
    for request in &left {
        let (subject, employer) = (request.subject()?, request.employer_id);
        may.says(Event::ClosedRequest { request: request.id, subject, employer }, &[]).await?;
    }
    Ok(left.into_iter().map(|request| request.subject).collect())
}
