//! What only the trainee's own page tells: drafts, answers, and what became of their statuses.

use crate::features::awards::store::{self as awards, Application, Award};
use crate::features::exemptions::store::{self as exemptions, PriorLearning};
use crate::features::experience::store::{self as experience, Spell};
use crate::features::people::store as people;
use crate::features::record::store::{self as records, Case, SupervisionRow};
use crate::features::results::store::{self as results, Declined};
use crate::features::sign_off::store::unfinished::{self, Answer, Begun, Returned, Why};
use crate::journal::chapter_file::Waiting;
use crate::prelude::pages::*;
use domain::interval::{Interval, uncovered};
use domain::sign_off::Signer;
use std::collections::{BTreeSet, HashMap};

/// What lies with the trainee.
pub(super) struct Own {
    pub drafts: Vec<Begun>,
    /// Requests that were answered with no, or closed.
    pub returned: Vec<Returned>,
    /// Of the work that came back, the days that lie in no employment there.
    pub outside: HashMap<ExperienceId, Vec<Interval>>,
    /// What is held from before, the last that was sent first.
    pub priors: Vec<PriorLearning>,
    /// Applications that were declined and not made again since.
    pub applications: Vec<Application>,
    /// The claims that lie with nobody.
    pub left: Option<LeftClaims>,
    /// The same, where nobody supervises the trainee, whatever lies with whom.
    pub asks_for_supervisor: Option<String>,
    /// Whether no employment goes on, and none is to come.
    pub works_nowhere: bool,
    /// Every status conferred, the newest first.
    pub awards: Vec<Award>,
    /// Results that were declined with their file, and wait to be put right.
    pub declined: Vec<Declined>,
}

impl Own {
    /// Reads it; `supervisions` are those of the day. What can't be there is not asked for: a start page is read often.
    pub(super) async fn read(cx: &RequestCx, case: &Case, supervisions: &[SupervisionRow]) -> Result<Self, AppError> {
        let db = cx.app.db.read();
        let awards =
            if case.facts.file().awards.is_empty() { Vec::new() } else { awards::awards_of(db, case.id).await? };
        let mut applications = Vec::new();
        if !case.standing.open_step_offs(&case.framework).is_empty() {
            for one in awards::applications_of(db, case.id).await? {
                // The newest of each step-off point comes first, and it alone says how things are.
                if !applications.iter().any(|newer: &Application| newer.step_off == one.step_off) {
                    applications.push(one);
                }
            }
            applications.retain(|one| one.decided.as_ref().is_some_and(|decided| !decided.is_conferred()));
        }
        let is_declined = case.waiting.iter().any(|one| matches!(one, Waiting::Declined { .. }));
        let declined = if is_declined { results::declined(db, case.id).await? } else { Vec::new() };
        let asks_for_supervisor = if supervisions.is_empty() { Some(who_can_name(cx, case).await?) } else { None };
        let returned = unfinished::returned(db, case.id).await?;
        Ok(Self {
            outside: outside(cx, case, &returned).await?,
            priors: exemptions::of_enrolment(db, case.id).await?,
            left: left_claims(cx, case, supervisions).await?,
            works_nowhere: works_nowhere(cx, case).await?,
            asks_for_supervisor,
            drafts: unfinished::drafts(db, case.id, case.zone).await?,
            returned,
            applications,
            awards,
            declined,
        })
    }

    /// The requests that were answered without what was asked for, with the answer.
    pub(super) fn answered(&self) -> impl Iterator<Item = (&Returned, &Answer)> {
        self.returned.iter().filter_map(|one| match &one.why {
            Why::Answered(answer) => Some((one, answer)),
            Why::Closed(_) => None,
        })
    }

    /// Whether a claim of the outcome was begun or answered, or an answer was given about the stage.
    pub(super) fn has(&self, node: &str) -> bool {
        self.drafts.iter().any(|one| one.outcome == node) || self.answered().any(|(one, _)| one.subject.named() == node)
    }
}

/// Of work that came back because an employment had ended, the days that lie in none there.
async fn outside(
    cx: &RequestCx,
    case: &Case,
    returned: &[Returned],
) -> Result<HashMap<ExperienceId, Vec<Interval>>, AppError> {
    let closed = returned.iter().filter(|one| matches!(one.why, Why::Closed(_)));
    let closed: Vec<ExperienceId> = closed.filter_map(|one| one.subject.experience()).collect();
    if closed.is_empty() {
        return Ok(HashMap::new());
    }
    let db = cx.app.db.read();
    let (employers, spells) = (records::employers(db, case.id).await?, experience::spells(db, case.id).await?);
    let of = |spell: &Spell| {
        let there = employers.iter().find(|one| one.employer == spell.row.employer_id);
        (spell.row.id, uncovered(there.map_or(&[], |one| &one.when), spell.days()))
    };
    Ok(spells.iter().filter(|spell| closed.contains(&spell.row.id)).map(of).collect())
}

/// Whether no employment of a trainee goes on, and none is to come.
pub(super) async fn works_nowhere(cx: &RequestCx, case: &Case) -> Result<bool, AppError> {
    let all = records::employments(cx.app.db.read(), case.id).await?;
    Ok(!all.iter().any(|one| one.spell().can_end(case.today())))
}

/// Claims that lie with an employer for which nobody supervises the trainee any more.
pub(super) struct LeftClaims {
    /// Who can name a supervisor there.
    pub names: String,
    employers: BTreeSet<OrganisationId>,
}

impl LeftClaims {
    /// Whether it is one of them that waits.
    pub(super) fn has(&self, waiting: &Waiting) -> bool {
        with_person(waiting).is_some_and(|employer| self.employers.contains(&employer))
    }
}

/// Of a claim that lies with a supervisor, the employer for which they are asked.
fn with_person(waiting: &Waiting) -> Option<OrganisationId> {
    match waiting {
        Waiting::Claim { supervisor: Signer::Person(_), employer, .. } => Some(*employer),
        _ => None,
    }
}

/// The claims that lie with nobody, where there are any.
pub(super) async fn left_claims(
    cx: &RequestCx,
    case: &Case,
    supervisions: &[SupervisionRow],
) -> Result<Option<LeftClaims>, AppError> {
    let mut employers: BTreeSet<OrganisationId> = case.waiting.iter().filter_map(with_person).collect();
    employers.retain(|employer| supervisions.iter().all(|one| one.employer_id != *employer));
    if employers.is_empty() {
        return Ok(None);
    }
    let at: Vec<OrganisationId> = employers.iter().copied().collect();
    Ok(Some(LeftClaims { names: people::who_names_supervisors(cx, case, &at).await?, employers }))
}

/// Who can name a supervisor, where nobody supervises the trainee.
async fn who_can_name(cx: &RequestCx, case: &Case) -> Result<String, AppError> {
    let at = records::employers_today(cx.app.db.read(), case.id, case.today()).await?.into_iter().map(|(id, _)| id);
    people::who_names_supervisors(cx, case, &at.collect::<Vec<_>>()).await
}
