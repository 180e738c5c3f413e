//! What lies with others: requests, applications and provisional results, since when.

use crate::features::exemptions::store as exemptions;
use crate::features::exemptions::title as called_before;
use crate::features::experience::store as experience;
use crate::features::record::store::{Case, SupervisionRow};
use crate::features::record::waiting::{href, title, with_whom};
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::interval::{Interval, is_late};
use domain::sign_off::Signer;
use std::collections::HashMap;

/// One sentence for a page on which nothing is left to do but to wait; none where nothing is waited for.
pub(super) fn you_wait(case: &Case, details: &Details) -> Option<String> {
    let is_verification = |one: &&Waiting| matches!(one, Waiting::Verification { .. });
    let mut waiting = case.waiting.iter();
    let first = waiting.find(is_verification).or(case.waiting.first())?;
    let (with, day) = (details.with(case, first), words::date(first.since()));
    Some(match first {
        Waiting::Verification { .. } => format!("You are waiting for {with}, asked on {day}."),
        Waiting::Experience { .. } => format!("You are waiting for {with} to confirm work, asked on {day}."),
        Waiting::Application { .. } => format!("You are waiting for {with}. You applied on {day}."),
        Waiting::PriorLearning { .. } => {
            format!("You are waiting for {with} to decide on a qualification of yours, sent on {day}.")
        }
        Waiting::Result { is_correction: true, .. } => {
            format!("You are waiting for {with} to confirm the correction of a result, recorded on {day}.")
        }
        Waiting::Result { .. } => format!("You are waiting for {with} to confirm a result, recorded on {day}."),
        Waiting::Declined { .. } => format!("You are waiting for {with} to put right a result, declined on {day}."),
        Waiting::Claim { .. } => format!("You are waiting for {with}, to whom you sent a claim on {day}."),
    })
}

/// By which of what waits can be told from others of its kind: the days of work, and what something held from before is called, also by
/// whoever has it. Only of what whoever reads the page may open.
#[derive(Default)]
pub(super) struct Details {
    days: HashMap<ExperienceId, Interval>,
    /// Claims of which whoever was asked supervises the trainee there no longer, with whether somebody else does.
    left: HashMap<ClaimId, bool>,
    titles: HashMap<PriorLearningId, String>,
}

impl Details {
    /// Reads them.
    pub(super) async fn read(
        cx: &RequestCx,
        (case, subject): (&Case, &Subject),
        supervisions: &[SupervisionRow],
    ) -> Result<Self, AppError> {
        let db = cx.app.db.read();
        let reads_priors = permit(cx.actor()?, actions::ViewPriorLearning, subject).is_ok();
        let (mut found, mut priors) = (Self::default(), Vec::new());
        for waiting in &case.waiting {
            match waiting {
                Waiting::Experience { experience, request, .. } if case.reads(*request) => {
                    found.days.insert(*experience, experience::spell(db, *experience).await?.days());
                }
                Waiting::PriorLearning { prior_learning, .. } if reads_priors => priors.push(*prior_learning),
                Waiting::Claim { claim, supervisor: Signer::Person(person), employer, .. } => {
                    let mut there = supervisions.iter().filter(|one| one.employer_id == *employer);
                    if there.clone().all(|one| one.supervisor_id != *person) {
                        found.left.insert(*claim, there.next().is_some());
                    }
                }
                _ => {}
            }
        }
        if !priors.is_empty() {
            let all = exemptions::of_enrolment(db, case.id).await?.into_iter();
            let called = all.map(|one| (one.row.id, called_before(&case.framework, &one)));
            found.titles.extend(called.filter(|(id, _)| priors.contains(id)));
        }
        Ok(found)
    }

    /// With whom it lies. Who supervises there now can decide what was sent to somebody who does not any more.
    fn with(&self, case: &Case, waiting: &Waiting) -> String {
        let with = with_whom(case, waiting);
        let Waiting::Claim { claim, .. } = waiting else { return with.to_owned() };
        match self.left.get(claim) {
            Some(true) => format!("who supervises there now (it was sent to {with}, who no longer does)"),
            Some(false) => format!("nobody at present (it was sent to {with}, who no longer supervises)"),
            None => with.to_owned(),
        }
    }

    fn title(&self, case: &Case, waiting: &Waiting) -> String {
        let title = title(case, waiting);
        match waiting {
            Waiting::Experience { experience, .. } => match self.days.get(experience) {
                Some(days) => format!("{title}, {days}"),
                None => title,
            },
            Waiting::PriorLearning { prior_learning, .. } => self.titles.get(prior_learning).cloned().unwrap_or(title),
            Waiting::Claim { .. }
            | Waiting::Verification { .. }
            | Waiting::Application { .. }
            | Waiting::Result { .. }
            | Waiting::Declined { .. } => title,
        }
    }
}

/// The rows of what lies with others: what, with whom, since when, how it stands.
pub(super) fn rows(case: &Case, details: &Details, today: NaiveDate) -> Vec<Vec<AnyView>> {
    case.waiting.iter().map(|waiting| row(case, (waiting, details), today)).collect()
}

fn row(case: &Case, (waiting, details): (&Waiting, &Details), today: NaiveDate) -> Vec<AnyView> {
    let since = waiting.since();
    let state = match waiting {
        Waiting::Result { is_correction: true, .. } => "Correction",
        Waiting::Result { .. } => "Provisional",
        Waiting::Declined { .. } => "Declined",
        Waiting::Verification { .. } | Waiting::Experience { .. } => "Asked",
        Waiting::Application { .. } => "Applied",
        Waiting::Claim { .. } | Waiting::PriorLearning { .. } => "Sent",
    };
    let tag = if is_late(since, today) {
        let days = (today - since).num_days();
        view! { <Tag tone=Tone::Late label=format!("{state}, {days} days ago")/> }.into_any()
    } else if matches!(waiting, Waiting::Declined { .. }) {
        view! { <Tag tone=Tone::Late label=state/> }.into_any()
    } else {
        view! { <Tag tone=Tone::Wait label=state/> }.into_any()
    };
    vec![
        view! { <a href=href(case, waiting)>{details.title(case, waiting)}</a> }.into_any(),
        details.with(case, waiting).into_any(),
        words::days_from(since, today).into_any(),
        tag,
    ]
}
